import {constants} from 'node:fs'
import {access, readFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {parseSystemCheck, type SystemCheck} from '../core/redis/check-system.ts'
import {type FoundServer, isSupported} from '../core/redis/found-server.ts'
import {featuresOf} from '../core/redis/server-version.ts'
import {quoteForShell} from '../core/text/quote-for-shell.ts'
import {type CommandResult, runCommand} from '../engine/host/run-command.ts'
import {findServers} from '../engine/servers/find-servers.ts'
import {resolveHome} from '../engine/state/home.ts'
import {findKnownDeployments, type KnownDeployment} from './known-deployments.ts'

export interface MachineOptions {
  /** Where the machine's files are: `/`, or a folder that holds copies of them. */
  readonly root?: string
  readonly platform?: NodeJS.Platform
  readonly arch?: string
  readonly isRoot?: boolean
  /** The state folder. */
  readonly home?: string
  /** Folders with programs, separated as in PATH. */
  readonly programs?: string
  /** The servers here; looked for by default. */
  readonly servers?: readonly FoundServer[]
  readonly signal?: AbortSignal | undefined
}

/** What the checks look at: this machine, or one laid out as a folder of files. What is costly to ask is asked once. */
export class Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
  readonly isRoot: boolean
  readonly home: string
  readonly signal: AbortSignal
  /** The servers here; the first supported one is the default. */
  readonly servers: () => Promise<readonly FoundServer[]>
  /** What the default server says with `--check-system`; undefined when there is none, or it is too old to be asked. */
  readonly systemCheck: () => Promise<SystemCheck | undefined>
  /** Every deployment in the state folder, also the damaged ones. */
  readonly deployments: () => Promise<readonly KnownDeployment[]>
  readonly #root: string
  readonly #programs: string

  constructor(options: MachineOptions = {}) {
    this.#root = options.root ?? '/'
    this.platform = options.platform ?? process.platform
    this.arch = options.arch ?? process.arch
    this.isRoot = options.isRoot ?? process.getuid?.() === 0
    this.home = options.home ?? resolveHome()
    this.signal = options.signal ?? new AbortController().signal
    this.#programs = options.programs ?? `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin:/opt/homebrew/bin`
    this.servers = once(async () => options.servers ?? findServers({signal: this.signal}))
    this.systemCheck = once(() => this.askServer())
    this.deployments = once(() => findKnownDeployments(this.home))
  }

  /** The text of a file, without the line end that closes it. @returns undefined when there is no such file */
  async read(file: string): Promise<string | undefined> {
    try {
      return (await readFile(this.#at(file), 'utf8')).trimEnd()
    } catch (error) {
      const {code} = error as NodeJS.ErrnoException
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
      throw error
    }
  }

  /** The whole number at the beginning of a file. @returns undefined when there is no such file, or no number in it */
  async readNumber(file: string): Promise<number | undefined> {
    const number = Number.parseInt((await this.read(file)) ?? '', 10)
    return Number.isNaN(number) ? undefined : number
  }

  async has(file: string): Promise<boolean> {
    return isAccessible(this.#at(file), constants.F_OK)
  }

  /** Whether a file is on a file system that is mounted read-only, as /proc/sys and /sys are in most containers. */
  async isReadOnly(file: string): Promise<boolean> {
    const mounts = ((await this.read('/proc/self/mountinfo')) ?? '').split('\n').map((line) => {
      const [, , , , point = '', options = ''] = line.split(' ')
      return {point, readOnly: options.split(',').includes('ro')}
    })
    const above = mounts.filter(({point}) => point === '/' || file === point || file.startsWith(`${point}/`))
    // The deepest mount point holds the file; of several at the same point, the last one covers the others.
    const deepest = above.reduce((best, mount) => (mount.point.length >= best.point.length ? mount : best), {
      point: '',
      readOnly: false,
    })
    return deepest.readOnly
  }

  /** Where a program is. @returns undefined when it is not here */
  async findProgram(name: string): Promise<string | undefined> {
    for (const folder of this.#programs.split(path.delimiter).filter(Boolean)) {
      const file = path.join(folder, name)
      if (await isAccessible(file, constants.X_OK)) return file
    }
    return undefined
  }

  /** Whether this is a container, as far as it can be told. */
  async isContainer(): Promise<boolean> {
    return (await this.has('/.dockerenv')) || (await this.has('/run/.containerenv'))
  }

  /** A value that `sysctl` names. @returns undefined when there is no such value */
  async readSysctl(name: string): Promise<string | undefined> {
    if (this.platform === 'linux') return this.read(`/proc/sys/${name.replaceAll('.', '/')}`)
    const {exitCode, stdout} = await this.run('sysctl', ['-n', name])
    return exitCode === 0 ? stdout.trim() : undefined
  }

  run(
    file: string,
    args: readonly string[],
    {timeoutMs = 5000}: {readonly timeoutMs?: number} = {},
  ): Promise<CommandResult> {
    return runCommand(file, args, {timeoutMs, signal: this.signal})
  }

  /** The command as this user has to type it. */
  asRoot(command: string): string {
    return this.isRoot ? command : `sudo ${command}`
  }

  /** The command that puts one line into a file that belongs to root. */
  writeAsRoot(line: string, file: string): string {
    const echo = `echo ${quoteForShell(line)}`
    return this.isRoot ? `${echo} > ${file}` : `${echo} | sudo tee ${file}`
  }

  /** Asks the default server again; `systemCheck` remembers the answer. */
  async askServer(): Promise<SystemCheck | undefined> {
    const server = (await this.servers()).find(isSupported)
    if (server === undefined || !featuresOf(server).checkSystem) return undefined
    // It exits 1 when any of its checks warns.
    const {stdout} = await this.run(server.path, ['--check-system'])
    return parseSystemCheck(stdout)
  }

  #at(file: string): string {
    return path.join(this.#root, file)
  }
}

async function isAccessible(file: string, mode: number): Promise<boolean> {
  try {
    await access(file, mode)
    return true
  } catch {
    return false // Not there, or not for us: for who asks, that is the same.
  }
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => {
    answer ??= ask()
    return answer
  }
}
