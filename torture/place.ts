import {type ChildProcess, spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {setTimeout as delay} from 'node:timers/promises'
import type {Tally} from './finding.ts'
import {markVariable, portsInUse, processesOf, type SeenProcess} from './machine.ts'
import {portsOfPlace} from './ports.ts'
import {root} from './root.ts'
import {checkTold, parseJson, type Told} from './told.ts'

/** A command that takes longer is killed, and so ends with no exit code. */
const longestMs = 180_000

export interface Command {
  readonly child: ChildProcess
  readonly text: string
  readonly ended: Promise<Told>
}

export interface RunOptions {
  /** Its state folder; that of the place by default. */
  readonly home?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Where a round happens: state folders, ports and processes of its own, of which nothing is left in the end. */
export class Place {
  readonly folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'redislab-torture-')))
  readonly home = this.makeHome('home')
  readonly tally: Tally
  readonly port: number
  readonly ports: number
  #commands = 0

  private constructor(tally: Tally, {first, count}: {readonly first: number; readonly count: number}) {
    this.tally = tally
    this.port = first
    this.ports = count
  }

  static async make(tally: Tally): Promise<Place> {
    return new Place(tally, await portsOfPlace())
  }

  makeHome(name: string): string {
    const home = path.join(this.folder, name)
    mkdirSync(home, {mode: 0o700})
    return home
  }

  get environment(): NodeJS.ProcessEnv {
    const {REDISLAB_NAME: _1, REDISLAB_PORT: _2, REDISLAB_SENTINEL_PORT: _3, ...rest} = process.env
    return {...rest, NO_COLOR: '1', FORCE_COLOR: undefined, [markVariable]: this.folder}
  }

  /** Starts a command, and does not wait for it. */
  start(text: string | readonly string[], {home = this.home, env = {}}: RunOptions = {}): Command {
    const words = typeof text === 'string' ? text.split(' ') : text
    return this.spawn(process.execPath, [path.join(root, 'bin/run.js'), ...words], words.join(' '), {
      ...this.environment,
      REDISLAB_HOME: home,
      ...env,
    })
  }

  /** Ends with the process, not with its output: what it left running may hold that open. */
  spawn(file: string, args: readonly string[], text: string, env = this.environment): Command {
    const child = spawn(file, args, {env, stdio: ['ignore', 'pipe', 'pipe']})
    this.#commands += 1
    const output = {stdout: '', stderr: ''}
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (more: string) => {
        output[name] += more
      })
    }
    const ended = new Promise<Told>((resolve, reject) => {
      child.on('error', reject)
      const limit = setTimeout(() => child.kill('SIGKILL'), longestMs)
      const tell = (exitCode: number | null) => {
        clearTimeout(limit)
        resolve({exitCode, ...output, command: text, json: parseJson(output.stdout)})
      }
      child.on('close', tell)
      // Whatever was written is there by then.
      child.on('exit', (exitCode) => void delay(200).then(() => tell(exitCode)))
    })
    return {child, text, ended}
  }

  /** Runs a command to its end: it must end as it is promised, and say in one sentence what is wrong if anything is. */
  async run(text: string | readonly string[], options: RunOptions = {}): Promise<Told> {
    const told = await this.start(text, options).ended
    this.checkTold(told)
    return told
  }

  /** The same, which must have worked. */
  async must(text: string | readonly string[], options: RunOptions = {}): Promise<Told> {
    const told = await this.run(text, options)
    this.tally.check(told.exitCode === 0, `"redislab ${told.command}" did not work`, told)
    return told
  }

  checkTold(told: Told): void {
    checkTold(told, this.tally)
  }

  /** Waits until something holds, and finds fault when it does not in time. */
  async eventually<Value>(
    look: () => Value | Promise<Value>,
    {until, withinMs, sentence}: {until: (value: Value) => boolean; withinMs: number; sentence: string},
  ): Promise<Value> {
    const deadline = Date.now() + withinMs
    for (;;) {
      const value = await look()
      if (until(value)) {
        this.tally.checks += 1
        return value
      }
      if (Date.now() > deadline) this.tally.check(false, `${sentence} (within ${withinMs} ms)`, value)
      await delay(25)
    }
  }

  /** Nothing of a state folder is left: no process, no port, no file. What is known to stay is not looked at. */
  async checkNothingLeft(home: string, known: readonly SeenProcess[] = []): Promise<void> {
    const isKnown = ({pid}: SeenProcess) => known.some((other) => other.pid === pid)
    // A process that was ended is gone from the table a little later.
    await this.eventually(() => processesOf(home).filter((seen) => !isKnown(seen)), {
      until: (left) => left.length === 0,
      withinMs: 3000,
      sentence: `processes are left of ${path.basename(home)}`,
    })
    const names = readdirSync(home, {recursive: true}).map(String)
    const left = names.filter((name) => name !== '.locks')
    this.tally.check(left.length === 0, `files are left of ${path.basename(home)}`, left)
  }

  checkNoPorts(first = this.port, count = this.ports): void {
    const left = portsInUse(first, count)
    this.tally.check(left.length === 0, 'somebody still listens on a port of this round', left)
  }

  /** However the round ended. Returns what was left of it, which is ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.tally.count('commands', this.#commands)
    for (const {pid} of processesOf(this.folder)) endIfThere(pid)
    rmSync(this.folder, {recursive: true, force: true, maxRetries: 10, retryDelay: 50})
  }
}

export function endIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
