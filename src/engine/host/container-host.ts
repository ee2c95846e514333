import {randomBytes} from 'node:crypto'
import {readFileSync, readlinkSync, realpathSync, rmSync} from 'node:fs'
import path from 'node:path'
import {RedislabError} from '../../core/errors/errors.ts'
import type {ContainerEngine, ProcessIdentity, ServerImage} from '../../core/words.ts'
import {waitFor} from '../time/wait.ts'
import {containerArguments} from './container-arguments.ts'
import {askEngine, lastLine} from './container-engine.ts'
import {enginesAround, noteEngine, removeContainers} from './containers.ts'
import type {ClearOptions, Host, Program} from './host.ts'
import {localHost} from './local-host.ts'
import {lookUpProcess} from './process-table.ts'

/** A shell in a container says its pid at once; a machine may be busy. */
const pidWithinMs = 10_000

/** Containers that were begun and wait for their start, by the folder of their program. */
const prepared = new Map<string, Promise<ProcessIdentity>>()

/** What an engine is still at: nothing of it can be removed for good before. */
const beginning = new Set<{readonly folder: string; readonly over: Promise<void>}>()

/**
 * How many are made ready at once. An engine waits for the disk and for the kernel for more than half of a start, so that six end sooner
 * than three and then three; many more would only stand in each other's way, and those that are needed first come first.
 */
const atOnce = 6

function prepare(programs: readonly Program[]): void {
  const queue: (() => void)[] = []
  let running = 0
  const next = () => {
    while (running < atOnce) {
      const begin = queue.shift()
      if (begin === undefined) return
      running += 1
      begin()
    }
  }
  for (const program of programs) {
    const turn = new Promise<void>((resolve) => queue.push(resolve))
    const identity = turn
      .then(() => runContainer(program, {waits: true}))
      .finally(() => {
        running -= 1
        next()
      })
    // It is told by `start`; should that never come, `clear` removes what there is.
    identity.catch(() => {})
    prepared.set(program.directory, identity)
  }
  next()
}

async function start(program: Program): Promise<ProcessIdentity> {
  const waiting = prepared.get(program.directory)
  if (waiting === undefined) return runContainer(program, {waits: false})
  prepared.delete(program.directory)
  const identity = await waiting
  const isPaused = async () => (await localHost.look(identity))?.state !== 'running' || undefined
  await waitFor(isPaused, {withinMs: pidWithinMs, everyMs: 1})
  await localHost.signal(identity, 'SIGCONT')
  return identity
}

async function runContainer(program: Program, {waits}: {readonly waits: boolean}): Promise<ProcessIdentity> {
  const image = imageOf(program)
  const directory = realpathSync(program.directory)
  noteEngine(path.dirname(path.dirname(directory)), image)
  const pidFile = path.join(directory, `.pid-${randomBytes(6).toString('hex')}`)
  const args = containerArguments({...program, image}, directory, {pidFile, waits})
  const begun = begin(image, args)
  keepUntilOver(program.directory, begun)
  const over = new AbortController()
  try {
    // The shell says its pid some time before the engine says that it has done its work, which may take longer than a look.
    const early = readPid(pidFile, over.signal)
    early.catch(ignore)
    const pid =
      (await Promise.race([early, begun.then(() => undefined)])) ??
      (await begun.then(() => readPid(pidFile, over.signal)))
    if (pid !== undefined && isHere(pid, directory)) {
      const facts = await lookUpProcess(pid)
      return {pid, startedAt: facts?.startedAt ?? 'unknown'}
    }
    await askEngine(image, ['rm', '--force', '--volumes', await begun])
    throw elsewhere(image.engine)
  } finally {
    over.abort()
    rmSync(pidFile, {force: true})
  }
}

/** @returns the id of the container */
async function begin({name, ...at}: ServerImage, args: readonly string[]): Promise<string> {
  const {exitCode, stdout, stderr} = await askEngine(at, args)
  if (exitCode === 0) return stdout.trim()
  throw new RedislabError('SERVER_DIED', `No container of ${name} could be started: ${lastLine(stderr)}.`, {
    details: {image: name},
  })
}

function keepUntilOver(folder: string, begun: Promise<unknown>): void {
  const entry = {folder, over: begun.then(ignore, ignore)}
  beginning.add(entry)
  void entry.over.then(() => beginning.delete(entry))
}

/** How it went is told where the start is awaited. */
function ignore(): void {}

async function readPid(file: string, signal: AbortSignal): Promise<number | undefined> {
  return waitFor(async () => pidIn(file), {withinMs: pidWithinMs, everyMs: 2, signal})
}

function imageOf({image, file}: Program): ServerImage {
  if (image === undefined) throw new TypeError(`${file} is in no image`)
  return image
}

/** @returns undefined until the shell has written it */
function pidIn(file: string): number | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    return text.endsWith('\n') ? Number.parseInt(text, 10) : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The proof that the pid means the process here that was just started; one that has ended since proves nothing else. */
function isHere(pid: number, directory: string): boolean {
  try {
    const network = (of: number | 'self') => readlinkSync(`/proc/${of}/ns/net`)
    return readlinkSync(`/proc/${pid}/cwd`) === directory && network(pid) === network('self')
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return true
    // In a machine of its own the container has another pid, which is somebody else's process here.
    if (code === 'EACCES' || code === 'EPERM') return false
    throw error
  }
}

function elsewhere(engine: ContainerEngine): RedislabError {
  return new RedislabError(
    'CONTAINERS_UNAVAILABLE',
    `The containers of ${engine} are not on this machine, or not on its network: redislab reaches none of their processes.`,
    {
      suggestions: [
        'An engine in a virtual machine, on another host, or one of Docker without root will not do: use the daemon of this machine (docker context ls), or Podman.',
      ],
      details: {engine},
    },
  )
}

async function clear(
  directory: string,
  {name: instance, engines = enginesAround(directory)}: ClearOptions = {},
): Promise<readonly string[]> {
  const isBelow = (folder: string) =>
    instance === undefined ? path.dirname(folder) === directory : folder === path.join(directory, instance)
  const unused = [...prepared].filter(([folder]) => isBelow(folder))
  for (const [folder] of unused) prepared.delete(folder)
  await Promise.allSettled(unused.map(([, identity]) => identity))
  await Promise.all([...beginning].filter(({folder}) => isBelow(folder)).map(({over}) => over))
  const own = engines.filter(({context}) => context === undefined)
  await removeContainers(own, directory, instance)
  return []
}

/** Containers of this machine's engine. Their processes are seen, known again and signalled as any other. */
export const containerHost: Host = {...localHost, prepare, start, clear}
