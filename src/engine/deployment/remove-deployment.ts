import {hasErrorCode} from '../../core/errors/errors.ts'
import {thisMachine} from '../host/this-machine.ts'
import {instanceDirectory} from '../instances/instance-process.ts'
import {endByRequest} from '../instances/process-faults.ts'
import {type Ended, endAllProcesses} from '../instances/take-down.ts'
import {findRemoved, findUnrecorded} from '../instances/unrecorded.ts'
import {checkName, runDirectoryOf} from '../state/deployment-name.ts'
import {removeDirectory} from '../state/home.ts'
import {isInSight, requireInSight} from '../state/in-sight.ts'
import {appendJournal} from '../state/journal.ts'
import {takeLock} from '../state/lock.ts'
import {readRecord, writeRecord} from '../state/record.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {requireRecord} from '../state/require-record.ts'
import {isRunDirectory} from '../state/run-directories.ts'
import {isDamaged} from '../state/unreadable.ts'

interface Abortable {
  /** Ends waiting for another command. What was begun is finished. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Ends and removes a deployment whether or not its record can be read. For one whose record is damaged only processes
 * that are surely its own are ended.
 *
 * @returns how many processes were ended, and where something may be left
 * @throws RedislabError PROCESSES_HIDDEN
 */
export async function removeDeployment(home: string, name: string, {signal}: Abortable = {}): Promise<Ended> {
  checkName(name)
  await using _lock = await takeLock(home, name, {signal, evenIfFull: true})
  return await removeDeploymentHeld(home, name)
}

/** The same, by who holds the lock of its name. */
export async function removeDeploymentHeld(home: string, name: string): Promise<Ended> {
  const directory = runDirectoryOf(home, name)
  if (!(await isRunDirectory(directory))) return await endIfRemoved(home, name)
  const record = await readIfUndamaged(directory)
  if (record !== undefined) requireInSight(record, directory)
  return await endAndRemove(directory, record)
}

/**
 * Removes what is left of a deployment, unless it lives: it may have come to life since somebody looked, and a record
 * that is missing may be about to be written.
 *
 * @returns how many processes were ended, and where something may be left; undefined when it lives
 */
export async function removeIfDead(home: string, name: string): Promise<Ended | undefined> {
  await using lock = await takeLock(home, name, {withinMs: 0, evenIfFull: true}).catch(ignoreBusy)
  if (lock === undefined) return undefined
  const directory = runDirectoryOf(home, name)
  if (!(await isRunDirectory(directory))) {
    const ended = await endIfRemoved(home, name)
    return ended.count === 0 ? undefined : ended
  }
  const record = await readIfUndamaged(directory).catch(ignoreUnreadable)
  if (
    record === 'unreadable' ||
    (record === undefined && (await findUnrecorded(directory, record)).length > 0)
  ) {
    return undefined
  }
  // What was opened from files has no process, and is no leftover.
  if (record?.opened !== undefined || (record !== undefined && !isInSight(record))) return undefined
  const processes = Object.values(record?.processes ?? {})
  const alive = await Promise.all(
    processes.map(async ({process}) => process !== null && (await thisMachine.look(process)) !== undefined),
  )
  const wasKept = processes.length > 0 && processes.every(({stopped}) => stopped)
  return alive.includes(true) || wasKept ? undefined : await endAndRemove(directory, record)
}

/** Its run directory was removed, and its servers run on: nobody else would ever end them. */
async function endIfRemoved(home: string, name: string): Promise<Ended> {
  if (!(await findRemoved(home)).includes(name)) return {count: 0, silent: []}
  return await endAllProcesses(thisMachine, runDirectoryOf(home, name), undefined)
}

async function endAndRemove(directory: string, record: DeploymentRecord | undefined): Promise<Ended> {
  const ended = await endAllProcesses(thisMachine, directory, record)
  await removeDirectory(directory)
  return ended
}

async function readIfUndamaged(directory: string): Promise<DeploymentRecord | undefined> {
  try {
    return await readRecord(directory)
  } catch (error) {
    if (isDamaged(error)) return undefined
    throw error
  }
}

/** Of a newer redislab, or of another user: not a leftover. */
function ignoreUnreadable(error: unknown): 'unreadable' {
  if (hasErrorCode(error, 'STATE_UNREADABLE')) return 'unreadable'
  throw error
}

function ignoreBusy(error: unknown): undefined {
  if (hasErrorCode(error, 'DEPLOYMENT_BUSY')) return undefined
  throw error
}

/**
 * Stops every instance in order, so that what is to be kept on disk is, and leaves the run directory:
 * `redislab start all` brings the deployment back.
 *
 * @returns how many processes were stopped
 */
export async function stopDeployment(home: string, name: string, {signal}: Abortable = {}): Promise<number> {
  await using _lock = await takeLock(home, name, {signal})
  const directory = runDirectoryOf(home, name)
  const record = await requireRecord(home, name)
  await appendJournal(directory, new Date(), {kind: 'deployment-stopped'})
  let stopped = 0
  const stopKind = async (kind: 'redis' | 'sentinel') => {
    const instances = record.plan.instances.filter((instance) => instance.kind === kind)
    await Promise.all(
      instances.map(async (instance) => {
        const entry = record.processes[instance.name]
        if (entry === undefined) return
        if (entry.process !== null && (await thisMachine.look(entry.process)) !== undefined) {
          await endByRequest(thisMachine, entry.process)
          stopped += 1
        }
        entry.stopped = true
      }),
    )
  }
  // Sentinels first: a failover that starts half-way would change what is kept.
  await stopKind('sentinel')
  await stopKind('redis')
  // What is on other hosts comes here before it is removed there.
  const elsewhere = record.plan.instances.filter(({onHost}) => onHost !== undefined)
  await thisMachine.bring(
    elsewhere.map(({name, onHost}) => ({directory: instanceDirectory(directory, name), onHost})),
  )
  await endAllProcesses(thisMachine, directory, record)
  // Nobody is left to heal what was cut.
  const links = record.links === undefined ? {} : {links: {process: null, rules: []}}
  const {watcher: _ended, ...rest} = record
  await writeRecord(directory, {...rest, healers: [], ...links})
  return stopped
}
