import {existsSync, readFileSync} from 'node:fs'
import {mkdir, readFile, symlink, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {afterEach, describe, expect, it} from 'vitest'
import {eventually} from '../../test/support/eventually.ts'
import {makeTemporaryFolder, type TemporaryFolder} from '../../test/support/temporary-folder.ts'
import {chooseServer, findServers} from './servers.ts'

const {REDISLAB_SERVERS, PATH = ''} = process.env

afterEach(() => {
  process.env['PATH'] = PATH
  if (REDISLAB_SERVERS === undefined) delete process.env['REDISLAB_SERVERS']
  else process.env['REDISLAB_SERVERS'] = REDISLAB_SERVERS
})

/** A program that says what a server would say of its version. */
async function install(folder: TemporaryFolder, name: string, words: string, mode = 0o755): Promise<string> {
  const file = path.join(folder.path, name)
  await mkdir(path.dirname(file), {recursive: true})
  await writeFile(file, `#!/bin/sh\necho '${words}'\n`, {mode})
  return file
}

const says = (flavour: string, version: string) =>
  `${flavour} server v=${version} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1`

/** The servers in a folder, whatever else there is on this machine. */
async function findIn(folder: TemporaryFolder) {
  const servers = await findServers()
  return servers
    .filter((server) => server.path.startsWith(folder.path))
    .map(({path: file, ...server}) => ({...server, file: path.relative(folder.path, file)}))
}

describe('findServers', () => {
  it('finds servers in the folders and files of REDISLAB_SERVERS, then on the PATH, in order', async () => {
    await using folder = await makeTemporaryFolder()
    const odd = await install(folder, 'odd/my-redis', says('Redis', '7.2.4'))
    await install(folder, 'named/valkey-server', says('Valkey', '8.1.1'))
    await install(folder, 'path/redis-server', says('Redis', '5.0.7'))
    process.env['REDISLAB_SERVERS'] = [odd, path.join(folder.path, 'named')].join(path.delimiter)
    process.env['PATH'] = `${path.join(folder.path, 'path')}${path.delimiter}${PATH}`
    expect(await findIn(folder)).toEqual([
      {flavour: 'redis', version: '7.2.4', file: 'odd/my-redis', supported: true},
      {flavour: 'valkey', version: '8.1.1', file: 'named/valkey-server', supported: true},
      {flavour: 'redis', version: '5.0.7', file: 'path/redis-server', supported: false},
    ])
  })

  it.each([
    ['redis', '6.2.0', true],
    ['redis', '6.1.9', false],
    ['valkey', '7.2.0', true],
    ['valkey', '7.0.0', false],
  ])('%s %s is supported: %s', async (flavour, version, supported) => {
    await using folder = await makeTemporaryFolder()
    await install(folder, `${flavour}-server`, says(flavour === 'redis' ? 'Redis' : 'Valkey', version))
    process.env['REDISLAB_SERVERS'] = folder.path
    expect(await findIn(folder)).toEqual([{flavour, version, file: `${flavour}-server`, supported}])
  })

  it('shows a server once, whatever links lead to it', async () => {
    await using folder = await makeTemporaryFolder()
    await install(folder, 'valkey-server', says('Valkey', '8.1.1'))
    await symlink('valkey-server', path.join(folder.path, 'redis-server'))
    process.env['REDISLAB_SERVERS'] = [folder.path, folder.path].join(path.delimiter)
    const found = await findIn(folder)
    expect(found).toMatchObject([{flavour: 'valkey', version: '8.1.1'}])
  })

  it('passes over what is not a server', async () => {
    await using folder = await makeTemporaryFolder()
    await install(folder, 'a/redis-server', 'hello world')
    await install(folder, 'b/redis-server', says('Redis', '7.0.0'), 0o644)
    await mkdir(path.join(folder.path, 'c/redis-server'), {recursive: true})
    await symlink('nowhere', path.join(folder.path, 'c/valkey-server'))
    const folders = ['a', 'b', 'c', 'd'].map((name) => path.join(folder.path, name))
    process.env['REDISLAB_SERVERS'] = folders.join(path.delimiter)
    expect(await findIn(folder)).toEqual([])
  })
})

describe('chooseServer', () => {
  it('does not wait for a program that says nothing, and leaves nothing of it running', async () => {
    await using folder = await makeTemporaryFolder()
    const file = path.join(folder.path, 'redis-server')
    await writeFile(file, `#!/bin/sh\nsleep 300 &\necho $! >'${folder.path}/pid'\nwait\n`, {mode: 0o755})
    await expect(chooseServer(file)).rejects.toMatchObject({
      code: 'SERVER_NOT_FOUND',
      message: expect.stringContaining('or nothing in time'),
    })
    const pid = Number(await readFile(path.join(folder.path, 'pid'), 'utf8'))
    const message = 'what the program started is left'
    const isGone = () => !existsSync(`/proc/${pid}`) || / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    await eventually(isGone, {withinMs: 2000, message, until: (gone) => gone})
  }, 20_000)

  it('says that an empty name is none', async () => {
    await expect(chooseServer('')).rejects.toMatchObject({code: 'OPTION_INVALID'})
  })

  it('takes the first that is supported', async () => {
    await using folder = await makeTemporaryFolder()
    await install(folder, 'a/redis-server', says('Redis', '5.0.7'))
    const file = await install(folder, 'b/redis-server', says('Redis', '7.4.1'))
    process.env['REDISLAB_SERVERS'] = ['a', 'b']
      .map((name) => path.join(folder.path, name))
      .join(path.delimiter)
    expect(await chooseServer()).toEqual({flavour: 'redis', version: '7.4.1', path: file})
  })

  it.each([
    ['valkey', '8.1.1'],
    ['valkey-server', '8.1.1'],
    ['valkey-7', '7.2.9'],
    ['redis', '99.0.15'],
    ['redis-server', '99.0.15'],
    ['99.0', '99.0.15'],
    ['99.1', '99.1.2'],
    ['99', '99.0.15'],
    ['v99.1.2', '99.1.2'],
    ['redis-99.1', '99.1.2'],
    ['redis@99.1', '99.1.2'],
    ['redis99.1', '99.1.2'],
    ['redis-server-99.1.2', '99.1.2'],
  ])('finds %s', async (wanted, version) => {
    await using folder = await makeTemporaryFolder()
    const installed = [
      ['Redis', '99.0.15'],
      ['Redis', '99.1.2'],
      ['Valkey', '8.1.1'],
      ['Valkey', '7.2.9'],
    ] as const
    const files = await Promise.all(
      installed.map(([flavour, each]) => install(folder, `${flavour}-${each}`, says(flavour, each))),
    )
    process.env['REDISLAB_SERVERS'] = files.join(path.delimiter)
    expect(await chooseServer(wanted)).toMatchObject({version})
  })

  it.each(['99.01', '9', 'redis-9', 'keydb', '99.1.2.3', 'x99.1', 'valkey-99'])(
    'does not take %s for one that is there, and says which are',
    async (wanted) => {
      await using folder = await makeTemporaryFolder()
      const file = await install(folder, 'redis-server', says('Redis', '99.1.2'))
      process.env['REDISLAB_SERVERS'] = folder.path
      await expect(chooseServer(wanted)).rejects.toMatchObject({
        code: 'SERVER_NOT_FOUND',
        message: `No server here is "${wanted}".`,
        suggestions: [expect.stringContaining(`redis 99.1.2 (${file})`)],
      })
    },
  )

  it('prefers one that is supported among those that fit', async () => {
    await using folder = await makeTemporaryFolder()
    const old = await install(folder, 'old', says('Valkey', '7.0.1'))
    const recent = await install(folder, 'recent', says('Valkey', '7.2.1'))
    process.env['REDISLAB_SERVERS'] = [old, recent].join(path.delimiter)
    expect((await chooseServer('valkey-7')).path).toBe(recent)
  })

  it('says that the one that was asked for is too old', async () => {
    await using folder = await makeTemporaryFolder()
    const file = await install(folder, 'redis-server', says('Redis', '5.0.7'))
    const expected = {
      code: 'SERVER_TOO_OLD',
      message: `${file} is redis 5.0.7; redislab needs 6.2 or later.`,
      details: {flavour: 'redis', version: '5.0.7', path: file},
    }
    await expect(chooseServer(file)).rejects.toMatchObject(expected)
    process.env['REDISLAB_SERVERS'] = folder.path
    await expect(chooseServer('5.0.7')).rejects.toMatchObject(expected)
  })

  it('takes a path, also a relative one', async () => {
    await using folder = await makeTemporaryFolder()
    const file = await install(folder, 'my server', says('Valkey', '8.1.1'))
    const server = {flavour: 'valkey', version: '8.1.1', path: file}
    expect(await chooseServer(file)).toEqual(server)
    expect(await chooseServer(path.relative(process.cwd(), file))).toEqual(server)
  })

  it('says what is wrong with a path', async () => {
    await using folder = await makeTemporaryFolder()
    const garbage = await install(folder, 'garbage', 'hello world')
    const plain = await install(folder, 'plain', says('Redis', '7.0.0'), 0o644)
    const expectations = [
      [
        garbage,
        `${garbage} is not a Redis or Valkey server: its --version says something else, or nothing in time.`,
      ],
      [plain, `${plain} is not an executable file.`],
      [path.join(folder.path, 'gone'), `${path.join(folder.path, 'gone')} is not an executable file.`],
      [folder.path, `${folder.path} is not an executable file.`],
    ] as const
    for (const [wanted, message] of expectations) {
      await expect(chooseServer(wanted)).rejects.toMatchObject({code: 'SERVER_NOT_FOUND', message})
    }
  })

  it('takes a program that fails to run for no server', async () => {
    await using folder = await makeTemporaryFolder()
    const file = path.join(folder.path, 'redis-server')
    await writeFile(file, '#!/nowhere/sh\n', {mode: 0o755})
    await expect(chooseServer(file)).rejects.toMatchObject({code: 'SERVER_NOT_FOUND'})
  })
})
