import type {PlannedInstance} from '../../core/topology/plan.ts'
import type {Host} from '../host/host.ts'
import type {Connection} from '../redis/connection.ts'
import {writeRecord} from '../state/record.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {settleAll} from '../time/settle.ts'
import {spawnInstance, waitUntilAnswers} from './instance-process.ts'
import {quickenSentinels} from './quicken-sentinels.ts'

export interface StartInstancesOptions {
  readonly host: Host
  /** Milliseconds for each to answer. */
  readonly withinMs: number
  readonly signal?: AbortSignal | undefined
  /** Is given the connection on which each answered, to ask more and to dispose of; else that is closed. */
  readonly onAnswer?: ((instance: PlannedInstance, connection: Connection) => void) | undefined
}

/**
 * Starts instances whose conf files are there, all at once, writes down what runs, and waits until each answers.
 *
 * @returns their pids
 * @throws RedislabError as `waitUntilAnswers`; by then all that were started are on record
 */
export async function startInstances(
  directory: string,
  record: DeploymentRecord,
  instances: readonly PlannedInstance[],
  {host, withinMs, signal, onAnswer}: StartInstancesOptions,
): Promise<readonly number[]> {
  if (instances.length === 0) return []
  const all = await settleAll(
    instances.map(async (instance) => {
      const spawned = await spawnInstance(host, record, instance, directory)
      record.processes[instance.name] = {process: spawned.identity, stopped: false}
      return {instance, spawned}
    }),
  )
  // At once: a process that is not on record is nobody's.
  await writeRecord(directory, record)
  const options = {
    host,
    server: record.server,
    runDirectory: directory,
    access: record,
    withinMs,
    signal,
  }
  await settleAll(
    all.map(({instance, spawned}) =>
      waitUntilAnswers(instance, spawned, {
        ...options,
        onAnswer: onAnswer && ((connection) => onAnswer(instance, connection)),
      }),
    ),
  )
  if (record.plan.settings.timing === 'fast')
    await quickenSentinels(
      instances.filter(({kind}) => kind === 'sentinel'),
      record,
    )
  return all.map(({spawned}) => spawned.identity.pid)
}
