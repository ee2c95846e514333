import {randomBytes} from 'node:crypto'
import {link, open, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import {quoteForShell} from '../../core/text/quote-for-shell.ts'
import type {ProcessIdentity} from '../../core/words.ts'
import {makeFolder} from '../files/make-folder.ts'
import {isDiskFull, isOfFiles} from '../files/plain-file.ts'
import {lookUpProcess} from '../host/process-table.ts'
import {isOutOfSight, isSameStart} from '../host/whereabouts.ts'
import {sleep} from '../time/wait.ts'
import {unwritable} from './home.ts'

export interface LockOptions {
  /** Milliseconds to wait for another holder. */
  readonly withinMs?: number
  readonly signal?: AbortSignal | undefined
  /**
   * For what ends processes and makes room: where the disk is full and no lock can be written, it waits until nobody
   * holds the lock and goes on without it. @default false
   */
  readonly evenIfFull?: boolean
}

/**
 * Takes a lock that other redislab processes respect. It is a file that names its holder by pid and start time, so a
 * lock whose holder died is nobody's and is taken over.
 *
 * @throws RedislabError DEPLOYMENT_BUSY when a living process holds it for too long, STATE_UNWRITABLE, PROCESSES_HIDDEN
 */
export async function takeLock(
  home: string,
  name: string,
  {withinMs = 30_000, signal, evenIfFull = false}: LockOptions = {},
): Promise<AsyncDisposable> {
  const file = path.join(home, '.locks', name)
  const wait = {name, deadline: Date.now() + withinMs, signal}
  try {
    return await takeByFile(file, wait)
  } catch (error) {
    if (!isOfFiles(error)) throw error
    if (!evenIfFull || !isDiskFull(error)) throw unwritable(home, error)
    await waitUntilNobodys(file, wait)
    return {[Symbol.asyncDispose]: async () => {}}
  }
}

interface Wait {
  /** Of the lock. */
  readonly name: string
  readonly deadline: number
  readonly signal: AbortSignal | undefined
}

async function takeByFile(file: string, {name, deadline, signal}: Wait): Promise<AsyncDisposable> {
  const folder = path.dirname(file)
  const draft = path.join(folder, `.${name}.${process.pid}.${randomBytes(4).toString('hex')}`)
  const holder = JSON.stringify(await ownIdentity())
  makeFolder(folder)
  let hasLinks = true
  try {
    await writeFile(draft, holder, {mode: 0o600})
    while (true) {
      // A link is made whole or not at all: nobody sees a lock without its holder's name.
      const taken = hasLinks ? await tryLink(draft, file) : await tryCreate(file, holder)
      if (taken === 'impossible') {
        hasLinks = false
        continue
      }
      if (taken) return {[Symbol.asyncDispose]: () => rm(file, {force: true})}
      const other = await readHolder(file)
      const isLeft = other !== undefined && !(await isAlive(other))
      if (isLeft && (hasLinks || !(await isBeingMade(file)))) await breakLock(file, other)
      else if (other !== undefined && Date.now() > deadline) throw busy(name, file, other)
      else await sleep(15, signal)
    }
  } finally {
    await rm(draft, {force: true})
  }
}

async function waitUntilNobodys(file: string, {name, deadline, signal}: Wait): Promise<void> {
  while (true) {
    const holder = await readHolder(file)
    if (holder === undefined || !(await isAlive(holder))) return
    if (Date.now() > deadline) throw busy(name, file, holder)
    await sleep(15, signal)
  }
}

async function ownIdentity(): Promise<ProcessIdentity> {
  const facts = await lookUpProcess(process.pid)
  return {pid: process.pid, startedAt: facts?.startedAt ?? ''}
}

/** What file systems without hard links say: exFAT, shared folders of virtual machines, some network shares. */
const linkless: ReadonlySet<string | undefined> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
])

async function tryLink(from: string, to: string): Promise<boolean | 'impossible'> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (linkless.has(code)) return 'impossible'
    throw error
  }
}

/** The second way: for a moment the lock stands there without a holder's name. */
async function tryCreate(file: string, holder: string): Promise<boolean> {
  try {
    await writeFile(file, holder, {mode: 0o600, flag: 'wx'})
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  // A process that was stopped between the two halves of this for longer than others wait has lost it.
  return (await readFile(file, 'utf8').catch(ignoreMissing)) === holder
}

const makingMs = 2000

/** Whether a lock without a holder's name may be one that somebody is just writing, where there are no links. */
async function isBeingMade(file: string): Promise<boolean> {
  const facts = await stat(file).catch(ignoreMissing)
  return facts !== undefined && facts.size === 0 && Date.now() - facts.mtimeMs < makingMs
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

/** The owner of a lock whose file was emptied by a crash of the machine. */
const nobody: ProcessIdentity = {pid: 0, startedAt: ''}

async function readHolder(file: string): Promise<ProcessIdentity | undefined> {
  try {
    const {pid, startedAt} = {...JSON.parse(await readFile(file, 'utf8'))}
    return typeof pid === 'number' && typeof startedAt === 'string' ? {pid, startedAt} : nobody
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    if (error instanceof SyntaxError) return nobody
    throw error
  }
}

/** One that cannot be seen from here counts as alive. */
async function isAlive({pid, startedAt}: ProcessIdentity): Promise<boolean> {
  if (pid === nobody.pid) return false
  if (isOutOfSight(startedAt)) return true
  const facts = await lookUpProcess(pid)
  // A zombie holds nothing; where nobody reaps (a container without an init) it stays for ever.
  return facts !== undefined && isSameStart(startedAt, facts.startedAt) && facts.state !== 'zombie'
}

/** Two may find the same dead holder. Only who makes the second file may remove the lock, after looking once more. */
async function breakLock(file: string, dead: ProcessIdentity): Promise<void> {
  const guard = path.join(path.dirname(file), `.${path.basename(file)}.breaking`) // No deployment is named so.
  try {
    await (await open(guard, 'wx', 0o600)).close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    await sweepGuard(guard)
    await sleep(5)
    return
  }
  try {
    const holder = await readHolder(file)
    if (holder?.pid === dead.pid && holder.startedAt === dead.startedAt) await rm(file, {force: true})
  } finally {
    await rm(guard, {force: true})
  }
}

/** Breaking takes microseconds; a guard that is old was left by a process that was killed in the midst of it. */
async function sweepGuard(guard: string): Promise<void> {
  const age = Date.now() - ((await stat(guard).catch(() => undefined))?.mtimeMs ?? Date.now())
  if (age > 5000) await rm(guard, {force: true})
}

/** Removes what processes that were killed have left: locks that nobody holds any more, and drafts of such. */
export async function sweepLocks(home: string): Promise<void> {
  const folder = path.join(home, '.locks')
  for (const name of await readdir(folder).catch(ignoreUnreachable)) {
    const file = path.join(folder, name)
    const drafter = /^\..*\.(\d+)\.[0-9a-f]{8}$/.exec(name)?.[1]
    if (drafter !== undefined) {
      const holder = await readHolder(file)
      // One that holds nothing yet, or was never finished, is told by its name alone.
      const isUsed =
        holder?.pid === nobody.pid
          ? (await lookUpProcess(Number(drafter))) !== undefined
          : holder !== undefined && (await isAlive(holder))
      if (!isUsed) await rm(file, {force: true})
    } else if (name.endsWith('.breaking')) {
      await sweepGuard(file)
    } else {
      const holder = await readHolder(file)
      // On a full disk it stays: nobody's, and in nobody's way.
      if (holder !== undefined && !(await isAlive(holder))) await breakLock(file, holder).catch(ignoreFull)
    }
  }
}

function ignoreFull(error: unknown): void {
  if (!isDiskFull(error)) throw error
}

/** There is none, or it is not ours to look into: nothing of ours is left there. */
function ignoreUnreachable(error: NodeJS.ErrnoException): readonly string[] {
  if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(error.code ?? '')) return []
  throw error
}

function busy(name: string, file: string, {pid, startedAt}: ProcessIdentity): RedislabError {
  if (isOutOfSight(startedAt)) {
    return new RedislabError(
      'DEPLOYMENT_BUSY',
      `Another redislab command, in another container or on another machine, is changing "${name}".`,
      {
        suggestions: [
          'Wait until it is done.',
          `If that is gone, remove its lock: rm ${quoteForShell(file)}`,
        ],
      },
    )
  }

  return new RedislabError(
    'DEPLOYMENT_BUSY',
    `Another redislab command (pid ${pid}) is changing "${name}".`,
    {
      suggestions: ['Wait until it is done, or end it.'],
      details: {pid},
    },
  )
}
