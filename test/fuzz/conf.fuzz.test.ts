// Conf files: what is rendered has the directives that were asked for and no others, as Redis reads it.
import {readFileSync} from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {checkConfs} from '../../src/core/config/check-confs.ts'
import {parseDirective, parseSetting} from '../../src/core/config/directives.ts'
import {renderConfs} from '../../src/core/config/render.ts'
import {renderTemplate} from '../../src/core/config/template.ts'
import {hasErrorCode} from '../../src/core/errors/errors.ts'
import type {Directive} from '../../src/core/words.ts'
import {planOf} from '../support/samples.ts'
import {parseConf, splitArguments} from './parse-conf.ts'
import {anyText, fuzz, mutated} from './support.ts'

const shipped = (name: string) => {
  const file = path.resolve(import.meta.dirname, '../../templates', name)
  return {file, text: readFileSync(file, 'utf8')}
}
const templates = {redis: shipped('redis.conf'), sentinel: shipped('sentinel.conf')}
const plan = planOf('1m1r1s')

interface Wanted {
  readonly set?: readonly Directive[]
  readonly sentinelSet?: readonly Directive[]
  readonly password?: string
  readonly directory?: string
}

function read(name: string, {set = [], sentinelSet = [], password, directory = '/state/n1'}: Wanted) {
  const made = {...plan, settings: {...plan.settings, set, sentinelSet}}
  const options = {
    directoryOf: (instance: {readonly name: string}) =>
      instance.name === name ? directory : `/elsewhere/${instance.name}`,
    ...(password === undefined ? {} : {access: {password, sentinelPassword: password}}),
  }
  const drafts = renderConfs(made, templates, options)
  checkConfs(made, drafts, {access: options.access ?? {}, names: new Map()})
  return parseConf(drafts.confs.find(({instance}) => instance.name === name)?.text ?? '')
}

/** Undefined for a value that would point to something outside of the deployment. */
function readIfAllowed(name: string, wanted: Wanted) {
  try {
    return read(name, wanted)
  } catch (error) {
    if (hasErrorCode(error, 'DIRECTIVE_INVALID')) return undefined
    throw error
  }
}

/** No directives that a conf repeats: those have rules of their own. */
const names = fc.oneof(
  fc.constantFrom(
    'maxmemory',
    'save',
    'appendonly',
    'hz',
    'replica-priority',
    'repl-backlog-size',
    'no-such-thing',
  ),
  fc.stringMatching(/^[a-z][a-z0-9-]{3,20}$/),
)
const repeated = /^(client-output-buffer-limit|rename-command|user|loadmodule|sentinel)$/
const values = fc.oneof(
  anyText,
  fc.constantFrom(
    '{{password}}',
    '{{#links}}',
    '"',
    "'",
    '1mb # x',
    '1mb\nport 1',
    '1mb\r\nrequirepass x',
    '\\',
    '""',
  ),
)

describe('conf files', () => {
  it('have what --set asks for, and nothing else has changed', () => {
    const before = read('n2', {})
    fc.assert(
      fc.property(names, values, (name, value) => {
        fc.pre(!repeated.test(name))
        let directive: Directive
        try {
          directive = parseDirective(`${name}=${value}`, '--set')
        } catch (error) {
          if (hasErrorCode(error, 'DIRECTIVE_INVALID')) return
          throw error
        }
        const wanted = splitArguments(`${directive.name} ${directive.value === '' ? '""' : directive.value}`)
        const after = readIfAllowed('n2', {set: [directive]})
        if (after === undefined) return
        expect(after).toEqual([...before.filter(([first]) => first !== directive.name), wanted])
      }),
      fuzz,
    )
  })

  it('of sentinels, too', () => {
    const before = read('s1', {})
    const options = fc.oneof(
      fc.constantFrom('parallel-syncs', 'failover-timeout', 'announce-ip', 'loglevel'),
      names,
    )
    fc.assert(
      fc.property(options, values, (name, value) => {
        fc.pre(!repeated.test(name))
        let directive: Directive
        try {
          directive = parseDirective(`${name}=${value}`, '--sentinel-set')
        } catch (error) {
          if (hasErrorCode(error, 'DIRECTIVE_INVALID')) return
          throw error
        }
        const after = readIfAllowed('s1', {sentinelSet: [directive]})
        if (after === undefined) return
        const isSet = (words: readonly string[]) =>
          words[0] === name || (words[0] === 'sentinel' && words[1] === name)
        expect(after.slice(0, -1)).toEqual(before.filter((words) => !isSet(words)))
        const [last = []] = after.slice(-1)
        // Redis refuses a line whose quotes have no end, as a whole.
        if (last.length > 0) expect(isSet(last)).toBe(true)
      }),
      fuzz,
    )
  })

  it('have the password and the folder as they are', () => {
    const plain = fc.oneof(
      fc.string({unit: 'grapheme', minLength: 1}),
      fc.string({unit: fc.constantFrom(...'"\'\\{}#$ %x41\t'), minLength: 1}),
    )
    fc.assert(
      fc.property(plain, plain, (password, folder) => {
        const directory = `/state/${folder}`
        const conf = read('n2', {password, directory})
        const valuesOf = (name: string) => conf.filter(([first]) => first === name).map(([, ...rest]) => rest)
        expect(valuesOf('requirepass')).toEqual([[password]])
        expect(valuesOf('masterauth')).toEqual([[password]])
        expect(valuesOf('dir')).toEqual([[directory]])
        expect(valuesOf('logfile')).toEqual([[`${directory}/redis.log`]])
        expect(conf.length).toBe(read('n2', {password: 'x'}).length)
        const sentinel = read('s1', {password, directory})
        expect(sentinel.filter((words) => words[1] === 'auth-pass')).toEqual([
          ['sentinel', 'auth-pass', 'mymaster', password],
        ])
      }),
      fuzz,
    )
  })

  it('settings of running instances are names of directives and one line', () => {
    fc.assert(
      fc.property(fc.oneof(names, anyText), values, (key, value) => {
        try {
          const directive = parseSetting(key, value)
          expect(directive.name).toMatch(/^[a-z][a-z0-9-]*$/)
          expect(directive.value).not.toMatch(/[\n\r\0]/)
        } catch (error) {
          if (!hasErrorCode(error, 'DIRECTIVE_INVALID')) throw error
        }
      }),
      fuzz,
    )
  })

  it('templates are rendered, or refused with their line', () => {
    const text = mutated(fc.constant(templates.redis.text.slice(0, 1500)))
    fc.assert(
      fc.property(fc.oneof(text, anyText), (template) => {
        const placeholders = {name: {}, host: {}, port: {}, links: {bindSource: {}}}
        try {
          renderTemplate({file: 'my.conf', text: template}, placeholders, {name: 'n1', host: '::1', port: 1})
        } catch (error) {
          if (!hasErrorCode(error, 'TEMPLATE_INVALID')) throw error
          expect(error.message).toMatch(/^my\.conf:\d+: /)
        }
      }),
      fuzz,
    )
  })
})
