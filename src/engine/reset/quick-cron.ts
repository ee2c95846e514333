import {appendFile} from 'node:fs/promises'
import path from 'node:path'
import {filesOf} from '../../core/config/files.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {instanceDirectory} from '../instances/instance-process.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import {unwritable} from '../state/home.ts'
import {settleAll} from '../time/settle.ts'
import type {ResetContext} from './context.ts'

/** The largest that Redis takes. */
const quickHz = 500

const answerWithinMs = 5000

/**
 * Whether an instance starts with a quick cron. A master copies its data to one replica after the other, and notices with its
 * cron that a copy is done: 100 ms apart at the usual `hz` (server.c, checkChildrenDone), which is longer than it takes to copy nothing.
 */
function isQuickened({record, baseline}: ResetContext, {name, onHost}: PlannedInstance): boolean {
  const {instances, mode} = record.plan
  return (
    mode !== 'cluster' &&
    onHost === undefined &&
    baseline?.[name]?.['hz'] !== undefined &&
    instances.some(({replicaOf}) => replicaOf === name)
  )
}

/** Has an instance start with a quick cron, by the conf that it will read. */
export async function quickenCron(context: ResetContext, instance: PlannedInstance): Promise<void> {
  if (!isQuickened(context, instance)) return
  const {directory} = context
  const conf = path.join(instanceDirectory(directory, instance.name), filesOf(instance).conf)
  try {
    await appendFile(conf, `\nhz ${quickHz}\n`)
  } catch (error) {
    throw unwritable(directory, error)
  }
}

/**
 * Gives instances that were started the `hz` back with which they began.
 *
 * @returns false when one does not take it: then it is to be started again
 */
export async function slowCronDown(context: ResetContext, names: readonly string[]): Promise<boolean> {
  const {record, baseline} = context
  const started = record.plan.instances.filter(
    (instance) => names.includes(instance.name) && isQuickened(context, instance),
  )
  try {
    await settleAll(
      started.map(async (instance) => {
        using connection = await Connection.open(endpointOf(instance, record), {timeoutMs: answerWithinMs})
        await connection.call('CONFIG', 'SET', 'hz', baseline?.[instance.name]?.['hz'] ?? '')
      }),
    )
    return true
  } catch {
    // It has ended since, or does not answer any more: whatever the reason, it is not as it was.
    return false
  }
}
