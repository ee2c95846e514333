import type {PlannedInstance} from '../../core/topology/plan.ts'
import {replicationLevels} from '../../core/topology/replication-levels.ts'
import {instanceDirectory} from '../instances/instance-process.ts'
import {introduceSentinels} from '../instances/introduce.ts'
import {startInstances} from '../instances/start-instances.ts'
import {waitUntilGone} from '../instances/take-down.ts'
import {settleAll} from '../time/settle.ts'
import type {ResetContext} from './context.ts'
import {quickenCron} from './quick-cron.ts'
import {restoreConf, restoreFolder} from './restore-conf.ts'
import {takeRoleBack} from './roles.ts'

/** Instances that are being started as at first, ahead of the others. */
export interface Ahead {
  readonly names: readonly string[]
  /** Fails as the start does. */
  readonly started: Promise<unknown>
}

/**
 * Starts planned masters that are dead, as at first. Everybody else waits for these: they may start while it is found out what
 * else is to be done.
 */
export async function startDeadMasters(context: ResetContext): Promise<Ahead> {
  const {host, record} = context
  const {instances, mode} = record.plan
  const [masters = []] = mode === 'cluster' ? [] : replicationLevels(instances)
  const isAlive = await Promise.all(
    masters.map(async ({name}) => {
      const identity = record.processes[name]?.process ?? null
      return identity !== null && (await host.look(identity)) !== undefined
    }),
  )
  const dead = masters.filter((_, index) => !isAlive[index])
  const start = async () => {
    await prepare(context, dead)
    await startPrepared(context, dead)
  }
  const started = start()
  // It is told to who waits for it.
  started.catch(() => {})
  return {names: dead.map(({name}) => name), started}
}

/**
 * Ends some instances at once and starts them as at first, in the order of the start; each of the others is given its
 * role back when it is its turn.
 */
export async function respawn(
  context: ResetContext,
  names: readonly string[],
  ahead: Ahead = {names: [], started: Promise.resolve()},
): Promise<void> {
  const {record} = context
  const {instances, mode, settings} = record.plan
  const isRestarted = ({name}: PlannedInstance) => names.includes(name) && !ahead.names.includes(name)
  const restarted = instances.filter(isRestarted)
  const start = (some: readonly PlannedInstance[]) => startPrepared(context, some)
  await prepare(context, restarted)
  const sentinels = instances.filter(({kind}) => kind === 'sentinel')
  const data = instances.filter(({kind}) => kind === 'redis')
  for (const level of mode === 'cluster' ? [data] : replicationLevels(data)) {
    const isKept = (instance: PlannedInstance) =>
      !isRestarted(instance) && !ahead.names.includes(instance.name)
    const kept = mode === 'cluster' ? [] : level.filter(isKept)
    await settleAll<unknown>([
      ahead.started,
      start(level.filter(isRestarted)),
      ...kept.map((instance) => takeRoleBack(context, instance)),
    ])
  }
  await start(sentinels.filter(isRestarted))
  if (!sentinels.some(isRestarted)) return
  delete record.sentinelEpoch
  if (settings.timing !== 'redis') await introduceSentinels(record.plan, record)
}

/** Has instances ended, and their folders as they were before the first start. */
async function prepare(context: ResetContext, instances: readonly PlannedInstance[]): Promise<void> {
  const {directory, record} = context
  await end(context, instances)
  await Promise.all(
    instances.map(async (instance) => {
      await restoreFolder(directory, record, instance)
      await quickenCron(context, instance)
    }),
  )
}

async function startPrepared(context: ResetContext, instances: readonly PlannedInstance[]): Promise<void> {
  const {host, record, directory, withinMs, signal} = context
  await startInstances(directory, record, instances, {host, withinMs, signal})
  // They have read it.
  await Promise.all(instances.filter(({kind}) => kind === 'redis').map((one) => restoreConf(directory, one)))
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
