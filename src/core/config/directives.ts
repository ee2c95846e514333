import {RedislabError} from '../errors/errors.ts'
import type {Topology} from '../topology/topology.ts'
import type {Directive} from '../words.ts'
import {fillers} from './fillers.ts'

/** Directives that redislab fills in itself, and the option that sets them. */
const reserved: Readonly<Record<string, string>> = {
  port: 'Use --port or --sentinel-port.',
  bind: 'Use --host.',
  dir: 'Each instance has its own folder; REDISLAB_HOME moves them all.',
  logfile: 'Each instance logs into its own folder: redislab logs shows it.',
  pidfile: 'redislab keeps track of the processes itself.',
  daemonize: 'redislab starts the servers itself.',
  supervised: 'redislab starts the servers itself.',
  requirepass: 'Use --password.',
  masterauth: 'Use --password.',
  replicaof: 'The topology decides who replicates from whom: 1m2r, or --chain.',
  slaveof: 'The topology decides who replicates from whom: 1m2r, or --chain.',
  include: 'Use --templates to bring your own conf files.',
  'cluster-config-file': 'Each node has its nodes.conf in its own folder.',
  'cluster-enabled': 'Cluster mode is a topology of its own: --cluster.',
}

const reservedForSentinels: Readonly<Record<string, string>> = {
  ...reserved,
  requirepass: 'Use --sentinel-password.',
  'sentinel-pass': 'Use --sentinel-password.',
  monitor: 'The topology decides what sentinels monitor; --quorum sets the quorum.',
  myid: 'redislab makes the ids.',
  'known-replica': 'The topology decides.',
  'known-slave': 'The topology decides.',
  'known-sentinel': 'The topology decides.',
  'auth-pass': 'Use --password.',
}

/**
 * Reads `name=value` as given to `--set` and `--sentinel-set`, or `n3:name=value` for one instance. Redis itself judges the value when the server starts.
 *
 * @param where what it is part of; a lab has no option by which most of what is reserved could be set instead
 * @throws RedislabError DIRECTIVE_INVALID
 */
export function parseDirective(
  text: string,
  option: '--set' | '--sentinel-set',
  where: 'a command' | 'a lab' = 'a command',
): Directive {
  const separator = text.indexOf('=')
  const key = text.slice(0, Math.max(separator, 0)).trim().toLowerCase()
  const [, instance, name = ''] = /^(?:([ns]\d+)\s*:\s*)?([\s\S]*)$/.exec(key) ?? []
  const value = text.slice(separator + 1).trim()
  const fail = (problem: string, suggestion: string): never => {
    throw new RedislabError('DIRECTIVE_INVALID', `${option} ${JSON.stringify(text)}: ${problem}`, {
      suggestions: [suggestion],
    })
  }
  if (separator < 1)
    fail('a directive needs a name and a value.', `Write ${option} name=value: ${exampleOf(option)}.`)
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    fail(
      `"${name}" is not the name of a directive.`,
      'Names are letters, digits and dashes, as in redis.conf.',
    )
  }
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(text)) {
    fail(
      'the value holds a line break or another control character.',
      'A directive is one line of a conf file.',
    )
  }
  const kind = option === '--set' ? 'n' : 's'
  if (instance !== undefined && !instance.startsWith(kind))
    fail(
      `${instance} is ${kind === 's' ? 'no sentinel' : 'a sentinel'}.`,
      kind === 's' ? 'For a data instance: --set' : 'For a sentinel: --sentinel-set',
    )
  const unknown = [...value.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].find(
    ([, word = '']) => !Object.hasOwn(fillers, word),
  )
  if (unknown !== undefined)
    fail(`${unknown[0]} is not known in a value.`, 'A value may hold {{name}}, {{host}} and {{port}}.')
  const reservedNames = option === '--set' ? reserved : reservedForSentinels
  const instead = Object.hasOwn(reservedNames, name) ? reservedNames[name] : undefined
  if (instead !== undefined)
    fail(`redislab sets "${name}" itself.`, where === 'a command' ? instead : 'Leave it out.')
  if (name === 'sentinel')
    fail(
      'so begin lines of sentinel.conf, and no option is called so.',
      'Write the option itself: --sentinel-set down-after-milliseconds=500.',
    )
  if (name === 'user' && /^default(\s|$)/.test(value))
    fail(
      'redislab and the instances speak to each other as the default user.',
      'Use --password, or name another user.',
    )
  return {name, value, ...(instance === undefined ? {} : {instance})}
}

/**
 * Settings as programs give them: `name=value` each, or an object of names and values.
 *
 * @returns the first form
 */
export function listSettings(settings: Settings = []): readonly string[] {
  if (Array.isArray(settings)) return settings
  return Object.entries(settings).map(([name, value]) => `${name}=${value}`)
}

/** `['maxmemory=64mb']` or `{maxmemory: '64mb'}`. */
export type Settings = readonly string[] | Readonly<Record<string, string | number>>

/** @throws RedislabError OPTION_INVALID for a setting of an instance that the topology does not have */
export function checkInstances(
  directives: readonly Directive[],
  {masters, replicas, sentinels}: Topology,
  option: '--set' | '--sentinel-set',
): void {
  const count = option === '--set' ? masters + replicas : sentinels
  for (const {instance, name} of directives) {
    if (instance === undefined || (Number(instance.slice(1)) >= 1 && Number(instance.slice(1)) <= count))
      continue
    const letter = option === '--set' ? 'n' : 's'
    const there = count === 1 ? `${letter}1` : `${letter}1 to ${letter}${count}`
    throw new RedislabError('OPTION_INVALID', `${option} ${instance}:${name}: there is no ${instance}.`, {
      suggestions: [count === 0 ? `The topology has none.` : `There is ${there}.`],
    })
  }
}

/** As it is written behind `--set`. */
export function describeDirective({name, value, instance}: Directive): string {
  return `${instance === undefined ? '' : `${instance}:`}${name}=${value}`
}

function exampleOf(option: '--set' | '--sentinel-set'): string {
  return option === '--set' ? 'maxmemory=64mb' : 'parallel-syncs=2'
}

/** Directives that name files or programs, or open the way to commands that do. */
const reachingOut: ReadonlySet<string> = new Set([
  'aclfile',
  'client-reconfig-script',
  'enable-module-command',
  'enable-protected-configs',
  'loadmodule',
  'notification-script',
  'tls-ca-cert-dir',
  'tls-ca-cert-file',
  'tls-cert-file',
  'tls-client-cert-file',
  'tls-client-key-file',
  'tls-dh-params-file',
  'tls-key-file',
  'unixsocket',
])

/** Whether a directive has the server read or write files outside of its folder, or run programs. */
export function reachesOut(name: string): boolean {
  return reachingOut.has(name.trim().toLowerCase())
}

/** Settings by which redislab finds and reaches an instance: changed in a running one, it would be lost. */
const unchangeable: ReadonlySet<string> = new Set(['port', 'bind', 'requirepass', 'tls-port'])

/**
 * A setting for a running instance. Redis itself judges the name and the value.
 *
 * @throws RedislabError DIRECTIVE_INVALID
 */
export function parseSetting(key: string, value: string): Directive {
  const name = key.trim().toLowerCase()
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new RedislabError('DIRECTIVE_INVALID', `${JSON.stringify(key)} is not the name of a setting.`, {
      suggestions: ['Names are letters, digits and dashes, as in redis.conf.'],
    })
  }
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) {
    throw new RedislabError(
      'DIRECTIVE_INVALID',
      `The value for ${name} holds a line break or another control character.`,
      {suggestions: ['A setting is one line of a conf file.']},
    )
  }
  if (unchangeable.has(name)) {
    throw new RedislabError(
      'DIRECTIVE_INVALID',
      `${name} cannot be changed: redislab would lose the instance.`,
      {
        suggestions: [reserved[name] ?? 'It is set when the deployment starts.'],
      },
    )
  }
  return {name, value}
}
