import {type ChildProcess, spawn} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import type {Tls} from '../../src/core/config/access.ts'
import {readOnlyCommands} from '../../src/core/redis/read-only-commands.ts'
import {Connection} from '../../src/engine/redis/connection.ts'
import {chooseServer} from '../../src/engine/servers/choose-server.ts'
import {eventually} from './eventually.ts'

/** Servers and sentinels with confs that the test writes: redislab has no part in them. */
export class PlainDeployment implements AsyncDisposable {
  readonly #folder: string
  readonly #server: string
  readonly #processes = new Map<number, ChildProcess>()
  /** What every instance speaks. */
  readonly tls: Tls | undefined
  /** By which the test itself logs in. */
  readonly password: string | undefined

  private constructor(folder: string, server: string, {tls, password}: PlainOptions) {
    this.#folder = folder
    this.#server = server
    this.tls = tls
    this.password = password
  }

  static async make(folder: string, options: PlainOptions = {}): Promise<PlainDeployment> {
    const {path: server} = await chooseServer(undefined)
    return new PlainDeployment(folder, server, options)
  }

  /** Starts an instance, and waits until it answers. */
  async start(port: number, conf: readonly string[], kind: 'redis' | 'sentinel' = 'redis'): Promise<void> {
    const own = path.join(this.#folder, String(port))
    mkdirSync(own, {recursive: true})
    const file = path.join(own, `${kind}.conf`)
    const listen = this.tls === undefined ? [`port ${port}`] : ['port 0', `tls-port ${port}`]
    writeFileSync(file, `${[...listen, `dir ${own}`, 'logfile log', ...conf].join('\n')}\n`)
    const process = spawn(this.#server, [file, ...(kind === 'sentinel' ? ['--sentinel'] : [])], {
      cwd: own,
      stdio: 'ignore',
    })
    this.#processes.set(port, process)
    await eventually(
      () =>
        this.call(port, 'PING').then(
          (reply) => String(reply),
          (error) => String(error),
        ),
      {withinMs: 15_000, message: `${port} does not answer`, until: (said) => said === 'PONG'},
    )
  }

  async call(port: number, command: string, ...args: readonly string[]): Promise<unknown> {
    const {tls, password} = this
    using connection = await Connection.open({host: '127.0.0.1', port, tls, password})
    return await connection.call(command, ...args)
  }

  kill(port: number): void {
    this.#processes.get(port)?.kill('SIGKILL')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      [...this.#processes.values()].map(
        (process) =>
          new Promise<void>((resolve) => {
            if (process.exitCode !== null || process.signalCode !== null) return resolve()
            process.once('exit', () => resolve())
            process.kill('SIGKILL')
          }),
      ),
    )
  }
}

interface PlainOptions {
  readonly tls?: Tls
  readonly password?: string
}

/** The rights of a user who may do what redislab asks of what it did not start, and nothing else. */
export function rightsToRead(kind: 'redis' | 'sentinel'): string {
  // A sentinel has few of the commands (sentinel.c, CMD_SENTINEL), and knows no rights for others.
  const ofSentinel = ['ACL', 'CLIENT', 'INFO', 'ROLE', 'SENTINEL', 'SUBSCRIBE', 'PSUBSCRIBE']
  return Object.entries(readOnlyCommands)
    .filter(([command]) => (kind === 'sentinel' ? ofSentinel.includes(command) : command !== 'SENTINEL'))
    .flatMap(([command, subcommands]) =>
      command === 'AUTH'
        ? []
        : subcommands === null
          ? [`+${command}`]
          : subcommands.map((subcommand) => `+${command}|${subcommand}`),
    )
    .join(' ')
    .toLowerCase()
}
