import {type ChildProcess, execFile, spawn} from 'node:child_process'
import {existsSync, mkdirSync, openSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {promisify} from 'node:util'
import {chooseServer} from '../../../src/engine/servers/choose-server.ts'
import {type DiagnosisJson, diagnose} from '../../../src/index.ts'
import {eventually} from '../eventually.ts'

const run = promisify(execFile)

/** A server or sentinel that was started from a conf as it is, mistakes and all: redislab itself would refuse some. */
export interface Server {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly folder: string
  /** Its conf, as it has it now. */
  readonly conf: string
  readonly log: string
  readonly process: ChildProcess
  /** What redis-cli prints for a command; errors of the server, too. */
  cli(...words: readonly string[]): Promise<string>
  /** Saves what redis-cli prints for a command, and gives the file. */
  save(...words: readonly string[]): Promise<string>
  /** Waits until its log has a line. */
  says(pattern: RegExp, withinMs?: number): Promise<void>
  /** Ends it, and waits until it has ended. */
  end(signal?: NodeJS.Signals): Promise<void>
}

export interface ServerOptions {
  readonly host?: string
  readonly port: number
  readonly isSentinel?: boolean
  /** Lines of its conf beside its address and its folder. */
  readonly conf?: string
  /** Files that are in its folder when it starts. */
  readonly files?: Readonly<Record<string, string | Buffer>>
  /** Another folder than one of its name. */
  readonly folder?: string
  /** For redis-cli. */
  readonly cliOptions?: readonly string[]
  /** Whether to wait until it answers. */
  readonly isAwaited?: boolean
  /** The file of another server than that of this run. */
  readonly binary?: string
}

/** Servers of one test, each in a folder of its own. They end with the test, which takes down what runs in its `home`. */
export class Servers {
  readonly home: string
  readonly all: Server[] = []

  constructor(home: string) {
    this.home = home
  }

  async start(name: string, options: ServerOptions): Promise<Server> {
    const {host = '127.0.0.1', port, isSentinel = false, conf = '', files = {}, isAwaited = true} = options
    const binary = options.binary ?? (await chooseServer()).path
    const folder = options.folder ?? path.join(this.home, name)
    mkdirSync(folder, {recursive: true})
    const confFile = path.join(folder, isSentinel ? 'sentinel.conf' : 'redis.conf')
    const log = path.join(folder, isSentinel ? 'sentinel.log' : 'redis.log')
    const own = [`bind ${host}`, `port ${port}`, `dir ${folder}`, `logfile ${log}`, 'daemonize no']
    const usual = isSentinel ? [] : ['save ""', 'repl-diskless-sync-delay 0', 'enable-debug-command local']
    if (!existsSync(confFile)) writeFileSync(confFile, `${[...own, ...usual, conf].join('\n')}\n`)
    for (const [file, content] of Object.entries(files)) writeFileSync(path.join(folder, file), content)
    const output = openSync(path.join(this.home, `${name}.output.txt`), 'a')
    const words = [confFile, ...(isSentinel ? ['--sentinel'] : [])]
    const child = spawn(binary, words, {cwd: folder, stdio: ['ignore', output, output]})
    const cliFile = path.join(path.dirname(binary), path.basename(binary).replace('server', 'cli'))
    const cli = async (...args: readonly string[]) => {
      const at = ['-h', host, '-p', String(port), ...(options.cliOptions ?? []), ...args]
      const {stdout, stderr} = await run(cliFile, at, {timeout: 10_000}).catch((error) => error)
      return `${stdout}${stderr}`
    }
    const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
    const server: Server = {
      name,
      host,
      port,
      folder,
      process: child,
      get conf() {
        return read(confFile)
      },
      get log() {
        return read(log)
      },
      cli,
      save: async (...args) => {
        const file = path.join(folder, `${args.join('-').replace(/\W+/g, '-').toLowerCase()}.txt`)
        writeFileSync(file, `$ redis-cli -h ${host} -p ${port} ${args.join(' ')}\n${await cli(...args)}`)
        return file
      },
      says: async (pattern, withinMs = 15_000) => {
        const until = (text: string) => pattern.test(text)
        const message = `${name} did not say ${pattern}`
        await eventually(() => read(log).slice(-200_000), {withinMs, message, until})
      },
      end: async (signal = 'SIGKILL') => {
        if (child.exitCode !== null || child.signalCode !== null) return
        const ended = new Promise((resolve) => child.once('exit', resolve))
        child.kill(signal)
        await ended
      },
    }
    this.all.push(server)
    if (isAwaited) {
      const until = (text: string) => /PONG|NOAUTH|LOADING/.test(text)
      await eventually(() => cli('PING'), {withinMs: 10_000, message: `${name} does not answer`, until})
    }
    return server
  }

  /** What diagnose says of the conf and the log of each server, and of further files. */
  async diagnose(files: readonly string[] = []): Promise<DiagnosisJson> {
    const own = this.all.flatMap(({folder}) =>
      ['redis.conf', 'redis.log', 'sentinel.conf', 'sentinel.log'].map((file) => path.join(folder, file)),
    )
    return await diagnose([...new Set([...own, ...files])].filter((file) => existsSync(file)))
  }
}

/** Waits until a server answers a command so. */
export async function answers(
  server: Server,
  words: readonly string[],
  pattern: RegExp,
  withinMs = 15_000,
): Promise<void> {
  await eventually(() => server.cli(...words), {
    withinMs,
    message: `${server.name} does not answer ${words.join(' ')} with ${pattern}`,
    until: (text) => pattern.test(text),
  })
}

/** The findings of some rules, as `severity id: title`. */
export function said({findings}: DiagnosisJson, ...ids: readonly string[]): readonly string[] {
  return findings.filter(({id}) => ids.includes(id)).map(({id, title}) => `${id}: ${title}`)
}
