import {hasErrorCode} from '../core/errors.ts'
import {endByRequest} from './faults/process-faults.ts'
import {localHost} from './host/local-host.ts'
import {removeDirectory} from './state/home.ts'
import {takeLock} from './state/lock.ts'
import {checkName, readRecord, requireRecord, runDirectoryOf, writeRecord} from './state/record.ts'
import {endAllProcesses} from './take-down.ts'

/**
 * Ends and removes a deployment whether or not its record can be read. For one whose record is damaged only processes
 * that are surely its own are ended.
 *
 * @returns how many processes were ended
 */
export async function removeDeployment(home: string, name: string): Promise<number> {
  checkName(name)
  await using _lock = await takeLock(home, name)
  const directory = runDirectoryOf(home, name)
  const record = await readRecord(directory).catch((error) => {
    if (hasErrorCode(error, 'STATE_UNREADABLE')) return undefined
    throw error
  })
  const ended = await endAllProcesses(localHost, directory, record)
  await removeDirectory(directory)
  return ended
}

/**
 * Stops every instance in order, so that what is to be kept on disk is, and leaves the run directory:
 * `redislab start all` brings the deployment back.
 *
 * @returns how many processes were stopped
 */
export async function stopDeployment(home: string, name: string): Promise<number> {
  await using _lock = await takeLock(home, name)
  const directory = runDirectoryOf(home, name)
  const record = await requireRecord(home, name)
  let stopped = 0
  const stopKind = async (kind: 'redis' | 'sentinel') => {
    const instances = record.plan.instances.filter((instance) => instance.kind === kind)
    await Promise.all(
      instances.map(async (instance) => {
        const entry = record.processes[instance.name]
        if (entry === undefined) return
        if (entry.process !== null && (await localHost.look(entry.process)) !== undefined) {
          await endByRequest(localHost, entry.process)
          stopped += 1
        }
        entry.stopped = true
      }),
    )
  }
  // Sentinels first: a failover that starts half-way would change what is kept.
  await stopKind('sentinel')
  await stopKind('redis')
  await endAllProcesses(localHost, directory, record)
  await writeRecord(directory, {...record, healers: []})
  return stopped
}
