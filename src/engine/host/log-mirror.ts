import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {closeSync, openSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import type {ProcessIdentity} from '../../core/words.ts'
import {waitFor} from '../time/wait.ts'
import {contextFlags, type EngineAt} from './container-engine.ts'
import {ifFirst} from './if-first.ts'
import {localHost} from './local-host.ts'
import {lookUpProcess} from './process-table.ts'
import {withoutSecrets} from './without-secrets.ts'

/** In the folder of an instance that runs elsewhere: what brings its log here. */
const noteFile = '.mirror'

/** There while a process starts it again. */
const lockFile = '.mirror.lock'

/** An engine that has said that a container ended has sent the end of its log, or is about to. */
const endsWithinMs = 3000

interface Note {
  readonly process: ProcessIdentity
  readonly container: string
  readonly log: string
  /** How long the log was before this container. */
  readonly before: number
}

/**
 * Has a process write what a container says into files here, for as long as the container runs: so logs are read, followed and
 * kept as those of this machine.
 *
 * @param files absolute paths: of its log, and of what it says beside that
 */
export async function startMirror(
  engine: EngineAt,
  container: string,
  {directory, log, output}: {readonly directory: string; readonly log: string; readonly output: string},
): Promise<void> {
  const command = [engine.engine, ...contextFlags(engine), 'logs', '--follow', container]
  const before = sizeOf(log)
  const identity = await run(command, {directory, log, output})
  writeNote(directory, {process: identity, container, log, before})
}

/**
 * Starts it again where it has ended although its container runs: the machine slept, or the wire was cut. It goes on behind the last
 * byte that is here.
 */
export async function restartMirror(engine: EngineAt, container: string, directory: string): Promise<void> {
  if ((await findBroken(container, directory)) === undefined) return
  // Another process that looks at the same moment would start one, too, and every line would stand there twice.
  await ifFirst(path.join(directory, lockFile), async () => {
    const note = await findBroken(container, directory)
    if (note !== undefined) await startAgain(engine, note, directory)
  })
}

/** The note of a mirror that has ended. */
async function findBroken(container: string, directory: string): Promise<Note | undefined> {
  const note = readNote(directory)
  if (note === undefined || note.container !== container) return undefined
  return (await localHost.look(note.process)) === undefined ? note : undefined
}

async function startAgain(engine: EngineAt, note: Note, directory: string): Promise<void> {
  const {container, log, before} = note
  const known = sizeOf(log) - before
  const follow = [engine.engine, ...contextFlags(engine), 'logs', '--follow', container]
  // `cat` passes on at once what it reads, and `head` reads no byte more than it was told.
  const script = `count=$1; shift; "$@" 2>/dev/null | { head -c "$count" >/dev/null; cat; }`
  const identity = await run(['/bin/sh', '-c', script, 'sh', String(known), ...follow], {
    directory,
    log,
    output: log,
  })
  writeNote(directory, {...note, process: identity})
}

/** Waits until all that a container has said is here, after it has ended. */
export async function awaitMirror(container: string, directory: string): Promise<void> {
  const note = readNote(directory)
  if (note === undefined || note.container !== container) return
  await waitFor(async () => (await localHost.look(note.process)) === undefined || undefined, {
    withinMs: endsWithinMs,
    everyMs: 2,
  })
}

/** Ends it, whatever its container does. */
export async function endMirror(directory: string): Promise<void> {
  const note = readNote(directory)
  if (note === undefined) return
  await localHost.signal(note.process, 'SIGKILL')
  await awaitMirror(note.container, directory)
}

async function run(
  [file = '', ...args]: readonly string[],
  {directory, log, output}: {readonly directory: string; readonly log: string; readonly output: string},
): Promise<ProcessIdentity> {
  const [stdout, stderr] = [openSync(log, 'a', 0o600), openSync(output, 'a', 0o600)]
  try {
    const subprocess = spawn(file, args, {
      cwd: directory,
      stdio: ['ignore', stdout, stderr],
      detached: true,
      env: {...process.env, ...withoutSecrets},
    })
    if (subprocess.pid === undefined) {
      const [error] = await once(subprocess, 'error')
      throw new RedislabError('CONTAINERS_UNAVAILABLE', `The log cannot be read: ${error.message}.`, {
        cause: error,
      })
    }
    subprocess.unref()
    const facts = await lookUpProcess(subprocess.pid)
    return {pid: subprocess.pid, startedAt: facts?.startedAt ?? 'unknown'}
  } finally {
    closeSync(stdout)
    closeSync(stderr)
  }
}

function writeNote(directory: string, note: Note): void {
  writeFileSync(path.join(directory, noteFile), JSON.stringify(note), {mode: 0o600})
}

function readNote(directory: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(path.join(directory, noteFile), 'utf8')) as Note
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}

function sizeOf(file: string): number {
  return statSync(file, {throwIfNoEntry: false})?.size ?? 0
}
