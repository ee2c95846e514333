import {existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import type {ServerInfo} from '../../src/core/words.ts'
import {containerHost} from '../../src/engine/host/container-host.ts'
import type {Host, Program} from '../../src/engine/host/host.ts'
import {localHost} from '../../src/engine/host/local-host.ts'
import {remoteHost} from '../../src/engine/host/remote-host.ts'
import {chooseServer} from '../../src/engine/servers/choose-server.ts'
import {containersOf, containersOnHosts, testHosts, testImages, untilSo} from '../support/images.ts'
import {processesIn} from '../support/processes.ts'
import {describe, expect, test} from '../support/test.ts'

const [image] = testImages

/** What the engine relies on, wherever an instance runs. */
interface Kind {
  readonly name: string
  readonly host: Host
  readonly find: () => Promise<ServerInfo>
  readonly isHere: boolean
  /** Where its processes cannot be seen from here. */
  readonly onHost?: string | undefined
}

const [elsewhere] = testHosts

const hosts: readonly Kind[] = [
  {name: 'local', host: localHost, find: () => chooseServer(undefined), isHere: elsewhere === undefined},
  {
    name: 'container',
    host: containerHost,
    find: () => chooseServer(`image:${image}`),
    isHere: image !== undefined && elsewhere === undefined,
  },
  {
    name: 'swarm',
    host: remoteHost,
    find: () => chooseServer(`image:${image}`, {context: elsewhere}),
    isHere: elsewhere !== undefined,
    onHost: elsewhere,
  },
]

describe.for(hosts.filter(({isHere}) => isHere))('a host: $name', ({host, find, onHost}) => {
  /** A server in the folder of an instance, as `up` lays it out. */
  async function layOut(home: string, port: number, {name = 'n1', save = '""'} = {}): Promise<Program> {
    process.env['REDISLAB_HOME'] = home
    const {path: file, image} = await find()
    const directory = path.join(home, 'default', name)
    mkdirSync(directory, {recursive: true, mode: 0o700})
    const conf = [`port ${port}`, 'bind 127.0.0.1', `save ${save}`, 'logfile n1.log', `dir ${directory}`]
    writeFileSync(path.join(directory, 'redis.conf'), conf.join('\n'))
    const [outputFile, logFile] = ['n1.out', 'n1.log'].map((one) => path.join(directory, one)) as [
      string,
      string,
    ]
    return {file, args: ['redis.conf'], directory, outputFile, logFile, image, onHost}
  }

  const logOf = ({directory}: Program) => readFileSync(path.join(directory, 'n1.log'), 'utf8')
  const untilItListens = (program: Program) =>
    untilSo(() => expect(logOf(program)).toContain('Ready to accept connections'))

  test('starts a program in its folder, as this user, and proves who it is', async ({home, port}) => {
    const program = await layOut(home, port)
    const identity = await host.start(program)
    expect(identity.startedAt).not.toBe('unknown')
    await untilItListens(program)
    if (onHost === undefined) expect(processesIn(home).map(({pid}) => pid)).toEqual([identity.pid])
    expect(await host.look(identity)).toMatchObject({
      pid: identity.pid,
      state: 'running',
      command: path.basename(program.file).slice(0, 15),
    })
    expect(logOf(program)).toContain(`pid=${identity.pid}`)
    const {uid, mode} = statSync(path.join(program.directory, 'n1.log'))
    expect({uid, mode: mode & 0o077}).toEqual({uid: process.geteuid?.(), mode: 0})
    await host.signal(identity, 'SIGKILL')
    await host.clear(path.join(home, 'default'))
  })

  test('looks at and signals nothing but that very process', async ({home, port}) => {
    const program = await layOut(home, port)
    const identity = await host.start(program)
    const another = {...identity, startedAt: identity.startedAt.replace(/\/\d+/, '/1')}
    expect(await host.look(another)).toBeUndefined()
    expect(await host.signal(another, 'SIGKILL')).toBe(false)
    expect(await host.look(identity)).toBeDefined()
    await host.signal(identity, 'SIGKILL')
  })

  test('freezes, thaws and ends it by signals', async ({home, port}) => {
    const program = await layOut(home, port)
    const identity = await host.start(program)
    await untilItListens(program)
    const state = async () => (await host.look(identity))?.state
    await host.signal(identity, 'SIGSTOP')
    await untilSo(async () => expect(await state()).toBe('paused'))
    await host.signal(identity, 'SIGCONT')
    await untilSo(async () => expect(await state()).toBe('running'))
    await host.signal(identity, 'SIGTERM')
    await untilSo(async () => expect(await state()).toBeUndefined())
    expect(logOf(program)).toContain('User requested shutdown')
    expect(await host.signal(identity, 'SIGKILL')).toBe(false)
  })

  test('keeps what a program says that has not yet opened its log', async ({home, port}) => {
    const program = await layOut(home, port)
    writeFileSync(path.join(program.directory, 'redis.conf'), 'no-such-directive 1')
    const identity = await host.start(program)
    await untilSo(async () => expect(await host.look(identity)).toBeUndefined())
    await untilSo(() => expect(readFileSync(program.outputFile, 'utf8')).toContain('no-such-directive'))
  })

  test('prepares programs, and starts those that are asked for', async ({home, port}) => {
    const first = await layOut(home, port)
    const second = await layOut(home, port + 1, {name: 'n2'})
    host.prepare([first, second])
    const identity = await host.start(first)
    await untilItListens(first)
    expect(existsSync(path.join(second.directory, 'n1.log'))).toBe(false)
    await host.signal(identity, 'SIGKILL')
    await host.clear(path.join(home, 'default'))
    await untilSo(() => expect(processesIn(home)).toEqual([]))
  })

  test('leaves nothing when it is cleared, however the program ended', async ({home, port}) => {
    const programs = await Promise.all([1, 2, 3].map((n) => layOut(home, port + n, {name: `n${n}`})))
    const [died, frozen, alive] = await Promise.all(programs.map((program) => host.start(program)))
    await Promise.all(programs.map(untilItListens))
    if (died === undefined || frozen === undefined || alive === undefined) throw new Error('not started')
    await host.signal(died, 'SIGKILL')
    await host.signal(frozen, 'SIGSTOP')
    for (const identity of [frozen, alive]) await host.signal(identity, 'SIGKILL')
    await host.clear(path.join(home, 'default'))
    await untilSo(() => expect(processesIn(home)).toEqual([]))
    const containers = onHost === undefined ? containersOf : containersOnHosts
    if (image !== undefined) expect(await containers(home)).toEqual([])
  })

  test('begins again with what the program had written', async ({home, port}) => {
    const program = await layOut(home, port, {save: '60 1'})
    const first = await host.start(program)
    await untilItListens(program)
    await host.signal(first, 'SIGTERM')
    await untilSo(async () => expect(await host.look(first)).toBeUndefined())
    await host.bring([program])
    expect(existsSync(path.join(program.directory, 'dump.rdb'))).toBe(true)
    const second = await host.start(program)
    await untilSo(() => expect(logOf(program)).toContain('DB loaded from disk'))
    expect(logOf(program).match(/Ready to accept/g)).toHaveLength(2)
    await host.signal(second, 'SIGKILL')
    await host.clear(path.join(home, 'default'))
  })
})
