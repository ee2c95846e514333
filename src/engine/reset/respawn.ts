import type {PlannedInstance} from '../../core/topology/plan.ts'
import {replicationLevels} from '../../core/topology/replication-levels.ts'
import {instanceDirectory} from '../instances/instance-process.ts'
import {introduceSentinels} from '../instances/introduce.ts'
import {startInstances} from '../instances/start-instances.ts'
import {waitUntilGone} from '../instances/take-down.ts'
import {settleAll} from '../time/settle.ts'
import type {ResetContext} from './context.ts'
import {restoreFolder} from './restore-conf.ts'
import {takeRoleBack} from './roles.ts'

/**
 * Ends some instances at once and starts them as at first, in the order of the start; each of the others is given its
 * role back when it is its turn.
 */
export async function respawn(context: ResetContext, names: readonly string[]): Promise<void> {
  const {host, record, directory, withinMs, signal} = context
  const {instances, mode, settings} = record.plan
  const isRestarted = ({name}: PlannedInstance) => names.includes(name)
  const restarted = instances.filter(isRestarted)
  const start = (some: readonly PlannedInstance[]) =>
    startInstances(directory, record, some, {host, withinMs, signal})
  await end(context, restarted)
  await Promise.all(restarted.map((instance) => restoreFolder(directory, record, instance)))
  const sentinels = instances.filter(({kind}) => kind === 'sentinel')
  const data = instances.filter(({kind}) => kind === 'redis')
  for (const level of mode === 'cluster' ? [data] : replicationLevels(data)) {
    const kept = mode === 'cluster' ? [] : level.filter((instance) => !isRestarted(instance))
    await settleAll<unknown>([
      start(level.filter(isRestarted)),
      ...kept.map((instance) => takeRoleBack(context, instance)),
    ])
  }
  await start(sentinels.filter(isRestarted))
  if (sentinels.some(isRestarted) && settings.timing !== 'redis')
    await introduceSentinels(record.plan, record)
}

/** By SIGKILL, which also ends frozen ones. */
async function end(
  {host, record, directory}: ResetContext,
  instances: readonly PlannedInstance[],
): Promise<void> {
  const identities = instances.flatMap(({name}) => record.processes[name]?.process ?? [])
  await Promise.all(identities.map((identity) => host.signal(identity, 'SIGKILL')))
  await waitUntilGone(host, identities)
  // What they wrote elsewhere would come back at their start, over what they are given here.
  await host.bring(
    instances.map(({name, onHost}) => ({directory: instanceDirectory(directory, name), onHost})),
  )
}
