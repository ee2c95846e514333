import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {readdir, readFile} from 'node:fs/promises'
import process from 'node:process'
import {createInterface} from 'node:readline'
import {Operations} from '../core/certify/operations.ts'
import {RedislabError} from '../core/errors/errors.ts'
import {shorten} from '../core/text/shorten.ts'
import {sleep} from '../engine/time/wait.ts'
import {hasConnected} from './contact.ts'

const mostTail = 20
/** A program that does not end when it is asked to is ended after this time. */
const graceMs = 1500
const contactEveryMs = 50
/** A program that has no connection of its own by then leaves that to others. */
const longestStartMs = 10_000
/** The unit of times in /proc/PID/stat, on Linux: USER_HZ. */
const msPerTick = 10

/** The client under test, in a process group of its own. */
export class Program implements AsyncDisposable {
  readonly operations = new Operations()
  /** The last lines that it wrote. */
  readonly tail: string[] = []
  readonly startedAt = Date.now()
  lastOutputAt = 0
  /** When it first opened a connection; undefined until then. Where the system does not tell, the start. */
  contactAt: number | undefined
  exit: {readonly exitCode: number | null; readonly signal: string | null; readonly at: number} | undefined
  readonly #child: ChildProcess
  #isEnding = false
  #guard: ChildProcess | undefined

  private constructor(child: ChildProcess) {
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      createInterface({input: stream}).on('line', (line) => this.#hear(line))
    }
    child.once('exit', (exitCode, signal) => {
      if (!this.#isEnding) this.exit = {exitCode, signal, at: Date.now()}
    })
  }

  /** @throws RedislabError PROGRAM_NOT_FOUND, PROGRAM_NOT_EXECUTABLE */
  static async start([file = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<Program> {
    const child = spawn(file, args, {env, stdio: ['ignore', 'pipe', 'pipe'], detached: true})
    const program = new Program(child)
    try {
      await once(child, 'spawn')
    } catch (error) {
      const {code} = error as NodeJS.ErrnoException
      if (code === 'ENOENT') {
        throw new RedislabError('PROGRAM_NOT_FOUND', `There is no command "${shorten(file)}".`, {
          suggestions: ['A file in this folder is named with its path: ./NAME.'],
        })
      }
      throw new RedislabError('PROGRAM_NOT_EXECUTABLE', `"${shorten(file)}" cannot be executed: ${code}.`, {
        suggestions: [
          'A script needs a first line such as #!/bin/sh, and chmod +x; or name its interpreter.',
        ],
      })
    }
    program.#guard = guardGroup(child.pid)
    void program.#awaitContact(child.pid ?? 0)
    return program
  }

  /** Connections of processes that it has started itself are not seen: then its start is what counts. */
  async #awaitContact(pid: number): Promise<void> {
    const startedAt = Date.now()
    while (!this.#isEnding && this.exit === undefined && Date.now() - startedAt < longestStartMs) {
      const has = await hasConnected(pid)
      if (has === undefined) break
      if (has) {
        this.contactAt = Date.now()
        return
      }
      await sleep(contactEveryMs)
    }
    this.contactAt ??= this.startedAt
  }

  #hear(line: string): void {
    this.lastOutputAt = Date.now()
    if (this.operations.take(line)) return
    this.tail.push(line.slice(0, 500))
    if (this.tail.length > mostTail) this.tail.shift()
  }

  /** The processor time that it has used, and its open files; null where the system does not tell. */
  async usage(): Promise<{readonly cpuMs: number | null; readonly descriptors: number | null}> {
    const {pid} = this.#child
    try {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
      // The name, in brackets, may hold blanks.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const files = await readdir(`/proc/${pid}/fd`)
      return {cpuMs: (Number(fields[11]) + Number(fields[12])) * msPerTick, descriptors: files.length}
    } catch {
      // It has ended, or there is no /proc.
      return {cpuMs: null, descriptors: null}
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnding = true
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit')
      this.#signal('SIGTERM')
      // A frozen one does not hear it.
      this.#signal('SIGCONT')
      await Promise.race([ended, sleep(graceMs)])
    }
    // What it has started itself, too.
    this.#signal('SIGKILL')
    this.#guard?.kill('SIGKILL')
  }

  #signal(name: NodeJS.Signals): void {
    const {pid} = this.#child
    if (pid === undefined) return
    try {
      process.kill(-pid, name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

/** Ends a process group when this process has ended, however it does: the system closes the pipe that the guard reads from. */
function guardGroup(pid: number | undefined): ChildProcess | undefined {
  if (pid === undefined) return undefined
  const guard = spawn('/bin/sh', ['-c', 'read -r _; kill -s KILL -- "-$1"', 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  })
  // Without a shell there is no guard, and the program is ended when redislab ends in order.
  guard.on('error', () => {})
  guard.unref()
  return guard
}
