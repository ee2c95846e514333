import type {PlannedInstance} from '../core/topology/plan.ts'
import type {Host} from './host/host.ts'
import {spawnInstance, waitUntilAnswers} from './instance-process.ts'
import type {Connection} from './redis/connection.ts'
import {settleAll} from './settle.ts'
import {writeRecord} from './state/record.ts'
import type {DeploymentRecord} from './state/record-schema.ts'

export interface StartInstancesOptions {
  readonly host: Host
  /** Milliseconds for each to answer. */
  readonly withinMs: number
  readonly signal?: AbortSignal | undefined
  /** What else to ask each, over the connection on which it answered. */
  readonly ask?: ((instance: PlannedInstance, connection: Connection) => Promise<void>) | undefined
}

/**
 * Starts instances whose conf files are there, all at once, writes down what runs, and waits until each answers.
 *
 * @throws RedislabError as `waitUntilAnswers`; by then all that were started are on record
 */
export async function startInstances(
  directory: string,
  record: DeploymentRecord,
  instances: readonly PlannedInstance[],
  {host, withinMs, signal, ask}: StartInstancesOptions,
): Promise<void> {
  if (instances.length === 0) return
  const all = await settleAll(
    instances.map(async (instance) => {
      const spawned = await spawnInstance(host, record.server, instance, directory)
      record.processes[instance.name] = {process: spawned.identity, stopped: false}
      return {instance, spawned}
    }),
  )
  await writeRecord(directory, record)
  const options = {host, runDirectory: directory, password: record.password, withinMs, signal}
  await settleAll(
    all.map(({instance, spawned}) =>
      waitUntilAnswers(instance, spawned, {
        ...options,
        ask: ask && ((connection) => ask(instance, connection)),
      }),
    ),
  )
}
