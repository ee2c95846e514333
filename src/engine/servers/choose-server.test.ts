import {mkdir, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {describe, expect, it} from 'vitest'
import {install, installScript, keepEnvironment, says} from '../../../test/support/fake-servers.ts'
import {processesIn} from '../../../test/support/processes.ts'
import {makeTemporaryFolder, type TemporaryFolder} from '../../../test/support/temporary-folder.ts'
import {chooseServer} from './choose-server.ts'

keepEnvironment()

/** Puts servers before all others of this machine. */
async function installAll(folder: TemporaryFolder, servers: readonly (readonly [string, string])[]) {
  const files = await Promise.all(
    servers.map(([title, version], index) => install(folder, `${index}/${title}`, says(title, version))),
  )
  process.env['REDISLAB_SERVERS'] = files.join(path.delimiter)
  return files
}

describe('chooseServer', () => {
  it('takes the first that is supported', async () => {
    await using folder = await makeTemporaryFolder()
    const [, , file] = await installAll(folder, [
      ['Redis', '5.0.7'],
      ['KeyDB', '6.3.4'],
      ['Redis', '7.4.1'],
    ])
    expect(await chooseServer()).toEqual({flavour: 'redis', version: '7.4.1', path: file})
  })

  it('takes the one that REDISLAB_SERVER names', async () => {
    await using folder = await makeTemporaryFolder()
    const [, file] = await installAll(folder, [
      ['Redis', '7.4.1'],
      ['Valkey', '8.1.1'],
    ])
    process.env['REDISLAB_SERVER'] = 'valkey'
    expect(await chooseServer()).toMatchObject({path: file})
    expect(await chooseServer('redis')).toMatchObject({version: '7.4.1'})
  })

  it.each([
    ['valkey', '8.1.1'],
    ['Valkey', '8.1.1'],
    ['valkey-server', '8.1.1'],
    ['valkey-7', '7.2.9'],
    ['redis', '99.0.15'],
    ['redis-server', '99.0.15'],
    ['99.0', '99.0.15'],
    ['99.1', '99.1.2'],
    ['v99.1.2', '99.1.2'],
    ['redis-99.1', '99.1.2'],
    ['redis@99.1', '99.1.2'],
    ['redis99.1', '99.1.2'],
    ['redis-server-99.1.2', '99.1.2'],
    ['98', '98.0-rc1'],
  ])('finds %s', async (wanted, version) => {
    await using folder = await makeTemporaryFolder()
    await installAll(folder, [
      ['Redis', '99.0.15'],
      ['Redis', '99.1.2'],
      ['Redis', '98.0-rc1'],
      ['Valkey', '8.1.1'],
      ['Valkey', '7.2.9'],
    ])
    expect(await chooseServer(wanted)).toMatchObject({version})
  })

  it.each(['99.01', '9', 'redis-9', '99.1.2.3', 'x99.1', 'valkey-99', '-', '$(id)', '\u001b[2Jredis'])(
    'does not take %j for one that is there, and says which are',
    async (wanted) => {
      await using folder = await makeTemporaryFolder()
      const [file] = await installAll(folder, [['Redis', '99.1.2']])
      await expect(chooseServer(wanted)).rejects.toMatchObject({
        code: 'SERVER_NOT_FOUND',
        message: `No server here is "${wanted}".`,
        suggestions: expect.arrayContaining([expect.stringContaining(`redis 99.1.2 (${file})`)]),
      })
    },
  )

  it('does not take Valkey for the Redis that it says it is', async () => {
    await using folder = await makeTemporaryFolder()
    await installAll(folder, [['Valkey', '8.0.1']])
    for (const wanted of ['7.2.4', 'redis-8.0', 'redis-7.2.4']) {
      await expect(chooseServer(wanted)).rejects.toMatchObject({code: 'SERVER_NOT_FOUND'})
    }
  })

  it('a version that several have is asked about', async () => {
    await using folder = await makeTemporaryFolder()
    const [redis, valkey] = await installAll(folder, [
      ['Redis', '98.0.2'],
      ['Valkey', '98.0.1'],
    ])
    await expect(chooseServer('98.0')).rejects.toMatchObject({
      code: 'SERVER_AMBIGUOUS',
      message: `"98.0" could be redis 98.0.2 (${redis}) or valkey 98.0.1 (${valkey}): name one of them.`,
      suggestions: ['Such as --server redis-98.0.2.'],
    })
    expect(await chooseServer('valkey-98.0')).toMatchObject({path: valkey})
  })

  it('a version that two files have is no question', async () => {
    await using folder = await makeTemporaryFolder()
    const [first] = await installAll(folder, [
      ['Redis', '98.0.2'],
      ['Redis', '98.0.2'],
    ])
    expect(await chooseServer('98')).toMatchObject({path: first})
  })

  it('prefers one that is supported among those that fit', async () => {
    await using folder = await makeTemporaryFolder()
    const [, recent] = await installAll(folder, [
      ['Valkey', '7.0.1'],
      ['Valkey', '7.2.1'],
    ])
    expect((await chooseServer('valkey-7')).path).toBe(recent)
  })

  it('says that the one that was asked for is too old', async () => {
    await using folder = await makeTemporaryFolder()
    const [file = ''] = await installAll(folder, [['Redis', '5.0.14']])
    const expected = {
      code: 'SERVER_TOO_OLD',
      message: `${file} is redis 5.0.14; redislab needs Redis 6.2 or later.`,
      details: {flavour: 'redis', version: '5.0.14', path: file},
    }
    await expect(chooseServer(file)).rejects.toMatchObject(expected)
    await expect(chooseServer('5.0.14')).rejects.toMatchObject(expected)
  })

  it('says that KeyDB is not supported', async () => {
    await using folder = await makeTemporaryFolder()
    const [file = ''] = await installAll(folder, [['KeyDB', '6.3.4']])
    const expected = {
      code: 'SERVER_UNSUPPORTED',
      message: `${file} is keydb 6.3.4; redislab does not support KeyDB.`,
    }
    await expect(chooseServer(file)).rejects.toMatchObject(expected)
    await expect(chooseServer('keydb')).rejects.toMatchObject(expected)
  })

  it('takes a path, also a relative one', async () => {
    await using folder = await makeTemporaryFolder()
    const file = await install(folder, 'my server', says('Valkey', '8.1.1'))
    const server = {flavour: 'valkey', version: '8.1.1', path: file}
    expect(await chooseServer(file)).toEqual(server)
    expect(await chooseServer(path.relative(process.cwd(), file))).toEqual(server)
  })

  it.each<[string, (folder: TemporaryFolder) => Promise<unknown>, string]>([
    [
      'true',
      (folder) => installScript(folder, 'true', ''),
      'is not a Redis or Valkey server: its --version says nothing.',
    ],
    [
      'garbage',
      (folder) => installScript(folder, 'garbage', 'printf "\\033[2J\\033]0;title\\007Redis\\n"'),
      'is not a Redis or Valkey server: its --version says "\\x1b[2J\\x1b]0;title\\x07Redis".',
    ],
    [
      'forger',
      (folder) => installScript(folder, 'forger', 'printf "Redis server v=7.0.0\\033[2J\\n"'),
      'is not a Redis or Valkey server: its --version says "Redis server v=7.0.0\\x1b[2J".',
    ],
    [
      'complainer',
      (folder) => installScript(folder, 'complainer', 'echo "unknown option" >&2; exit 2'),
      'is not a Redis or Valkey server: its --version says "unknown option".',
    ],
    ['plain', (folder) => install(folder, 'plain', says('Redis', '7.0.0'), 0o644), 'is not executable.'],
    ['gone', async () => undefined, 'is not there.'],
    ['folder', (folder) => mkdir(path.join(folder.path, 'folder')), 'is a folder, not a server.'],
    [
      'old-shell',
      (folder) => writeFile(path.join(folder.path, 'old-shell'), '#!/nowhere/sh\n', {mode: 0o755}),
      'cannot be run: the interpreter that it names is not there.',
    ],
    [
      'other-machine',
      (folder) => writeFile(path.join(folder.path, 'other-machine'), '\x7fELF\0\0', {mode: 0o755}),
      // The C library hands what is no program to sh, which cannot make sense of it either.
      'is not a Redis or Valkey server: its --version says',
    ],
    [
      'text',
      (folder) => writeFile(path.join(folder.path, 'text'), 'Redis server v=7.0.0\n', {mode: 0o755}),
      'is not a Redis or Valkey server: its --version says',
    ],
  ])('says what is wrong with a path: %s', async (name, make, problem) => {
    await using folder = await makeTemporaryFolder()
    await make(folder)
    const file = path.join(folder.path, name)
    await expect(chooseServer(file)).rejects.toMatchObject({
      code: 'SERVER_NOT_FOUND',
      message: expect.stringContaining(`${file} ${problem}`),
    })
  })

  it.concurrent.each([
    ['hangs, and takes no SIGTERM', 'trap \'\' TERM; cd -- "${0%/*}"; sleep 60; sleep 60'],
    ['leaves a child that holds its output', 'cd -- "${0%/*}"; sleep 60 & exit 0'],
  ])(
    'a program that %s is given up in time, with all that it started',
    async (_name, lines) => {
      await using folder = await makeTemporaryFolder()
      const file = await installScript(folder, 'redis-server', lines)
      await expect(chooseServer(file)).rejects.toMatchObject({
        code: 'SERVER_NOT_FOUND',
        message: `${file} did not tell its --version within 5 s.`,
      })
      expect(processesIn(folder.path)).toEqual([])
    },
    20_000,
  )

  it('says that an empty name is none', async () => {
    await expect(chooseServer('')).rejects.toMatchObject({code: 'OPTION_INVALID'})
  })

  it('a program that prints without end is given up', async () => {
    await using folder = await makeTemporaryFolder()
    const file = await installScript(folder, 'redis-server', 'exec yes "not a server"')
    await expect(chooseServer(file)).rejects.toMatchObject({
      message: `${file} is not a Redis or Valkey server: its --version says "not a server".`,
    })
  })
})
