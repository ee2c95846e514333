import {Args, Flags, Parser} from '@oclif/core'
import {describe, expect, it} from 'vitest'
import {nameFlagOf} from '../../core/text/name-flag.ts'
import {toRedislabError} from '../frame/usage-errors.ts'
import {countFlag, durationFlag, portFlag} from './flags.ts'
import {signalFlag} from './signal-flag.ts'

const flags = {
  for: durationFlag(),
  port: portFlag(),
  quorum: countFlag(),
  syncs: countFlag({min: 1}),
  signal: signalFlag(),
  timing: Flags.option({options: ['lab', 'redis'] as const})(),
}
type ParserInput = Parameters<typeof Parser.parse>[1]

const args = {target: Args.string({name: 'TARGET', description: 'A name, or a role.', required: true})}

/** Parses as oclif does for a command. */
const parse = (line: string, input: ParserInput = {flags}) =>
  Parser.parse(line.split(' ').filter(Boolean), input)

/** The error for an invalid command line. */
async function errorOf(line: string, input?: ParserInput): Promise<unknown> {
  try {
    await parse(line, input)
  } catch (error) {
    return toRedislabError(error, {id: 'test', flags, args: {}})
  }
  throw new Error(`"${line}" was understood`)
}

describe('flags', () => {
  it.each([
    ['--for 200ms', {for: 200}],
    ['--for 1.5s', {for: 1500}],
    ['--port 1', {port: 1}],
    ['--port 65535', {port: 65_535}],
    ['--quorum 0', {quorum: 0}],
    ['--quorum 007', {quorum: 7}],
    ['--syncs 1', {syncs: 1}],
    ['--signal SIGTERM', {signal: 'SIGTERM'}],
    ['--signal term', {signal: 'SIGTERM'}],
    ['--signal sigkill', {signal: 'SIGKILL'}],
    ['-s 9', {signal: 'SIGKILL'}],
    ['-s 11', {signal: 'SIGSEGV'}],
  ])('reads %s', async (line, expected) => {
    expect((await parse(line)).flags).toMatchObject(expected)
  })

  it.each([
    ['--for 5', '--for: "5" is not a duration.', 'Write a number and a unit: 200ms, 5s, 1.5s, 2m, 1h.'],
    ['--port 0', '--port: "0" is not a port.', 'A port is a number from 1 to 65535.'],
    ['--port 65536', '--port: "65536" is not a port.', 'A port is a number from 1 to 65535.'],
    ['--port 6380x', '--port: "6380x" is not a port.', 'A port is a number from 1 to 65535.'],
    ['--port=-1', '--port: "-1" is not a port.', 'A port is a number from 1 to 65535.'],
    [
      '--signal SIGNOPE',
      '--signal: "SIGNOPE" is not a signal of this system.',
      'Such as SIGKILL, SIGTERM, SIGSEGV.',
    ],
    ['--signal 0', '--signal: "0" is not a signal of this system.', 'Such as SIGKILL, SIGTERM, SIGSEGV.'],
    [
      '--signal SIGHUP',
      '--signal: SIGHUP does not end a server.',
      'Signals that do: SIGKILL, SIGTERM, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGUSR1.',
    ],
    ['--signal STOP', '--signal: SIGSTOP does not end a server.', 'Use redislab pause.'],
    ['--signal SIGCONT', '--signal: SIGCONT does not end a server.', 'Use redislab resume.'],
  ])('refuses %s', async (line, message, suggestion) => {
    expect(await errorOf(line)).toMatchObject({
      name: 'RedislabError',
      code: 'OPTION_INVALID',
      message,
      suggestions: [suggestion],
    })
  })

  it.each([
    ['--quorum 1.5', '--quorum: "1.5" is not a whole number from 0 on.'],
    ['--quorum x', '--quorum: "x" is not a whole number from 0 on.'],
    ['--quorum 9999999999999999', '--quorum: "9999999999999999" is not a whole number from 0 on.'],
    ['--syncs 0', '--syncs: "0" is not a whole number from 1 on.'],
  ])('refuses %s', async (line, message) => {
    expect(await errorOf(line)).toMatchObject({code: 'OPTION_INVALID', message})
  })
})

describe('toRedislabError', () => {
  it.each([
    ['--nope', 'test has no option --nope.'],
    ['--port', '--port needs a value.'],
    ['two words', 'test takes no arguments, but got "two".'],
  ])('makes one sentence of what oclif says of %s', async (line, message) => {
    expect(await errorOf(line)).toMatchObject({
      code: 'USAGE',
      exitCode: 2,
      message,
      suggestions: expect.arrayContaining(['redislab test --help shows how it is used.']),
    })
  })

  it('keeps the choices of an option in one line', async () => {
    const error = await errorOf('--timing slow')
    expect(error).toMatchObject({code: 'USAGE', message: '--timing: "slow" is none of lab, redis.'})
    expect((error as Error).message).not.toContain('\n')
  })

  it('says which argument is missing, and what it is', async () => {
    expect(await errorOf('', {args})).toMatchObject({
      code: 'USAGE',
      message: 'TARGET is missing: a name, or a role.',
    })
  })

  it.each([new Error('a bug'), new TypeError('x is undefined'), 'a string', undefined])(
    'leaves %o as it is',
    (thrown) => {
      expect(toRedislabError(thrown, {id: 'test', flags: {}, args: {}})).toBe(thrown)
    },
  )
})

describe('nameFlagOf', () => {
  it.each([
    ['default', ''],
    ['mine', ' --name mine'],
  ])('for %s is %j', (name, flag) => {
    expect(nameFlagOf(name)).toBe(flag)
  })
})
