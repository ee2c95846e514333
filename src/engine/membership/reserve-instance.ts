import {randomBytes} from 'node:crypto'
import {RedislabError} from '../../core/errors/errors.ts'
import {growPlan, type Upstream} from '../../core/topology/change-plan.ts'
import {placeNewcomer} from '../../core/topology/place-newcomer.ts'
import {busPortOffset, type Plan, type PlannedInstance, portsOf} from '../../core/topology/plan.ts'
import {findFreeBlock} from '../../core/topology/ports.ts'
import type {PlannedHost} from '../../core/topology/spread.ts'
import {keptTemplates} from '../files/templates.ts'
import {isListenedOn} from '../host/ports.ts'
import {instanceDirectory} from '../instances/instance-process.ts'
import {writeConfs, writeRenderedConfs} from '../instances/write-confs.ts'
import {removeDirectory} from '../state/home.ts'
import {takeLock} from '../state/lock.ts'
import {writeRecord} from '../state/record.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {enterRegister} from '../state/register.ts'
import {checkFree, listOthers, ownersOf} from '../up/owned-ports.ts'

export interface Place {
  readonly home: string
  readonly directory: string
}

/**
 * Chooses a port for an instance that is to be added, writes its conf and puts it on record: from here on it is one of
 * the deployment, with no process yet. Killed at whatever moment before that, nothing has changed.
 *
 * @returns it, as it starts, and the record with it. It starts as a replica of the present master; in the plan it is one of
 * the first master, as every other replica of that group.
 * @throws RedislabError PORT_TAKEN, TEMPLATE_INVALID, STATE_UNWRITABLE
 */
export async function reserveInstance(
  {home, directory}: Place,
  record: DeploymentRecord,
  {
    upstream,
    masters,
    signal,
  }: {
    readonly upstream: Upstream | undefined
    /** The names of those that are masters now. */
    readonly masters: readonly string[]
    readonly signal: AbortSignal | undefined
  },
): Promise<{readonly instance: PlannedInstance; readonly record: DeploymentRecord}> {
  // As up does: two that choose ports at the same time would choose the same ones.
  await using _lock = await takeLock(home, '.ports', {signal})
  await using _register = await enterRegister(home, {signal})
  const isNode = record.plan.mode === 'cluster'
  const place = placeNewcomer(record.plan, upstream?.name, masters)
  const port = await choosePort(home, record.plan, {isNode, place})
  const nodeId = isNode ? randomBytes(20).toString('hex') : undefined
  const {plan, instance: planned} = growPlan(record.plan, {port, nodeId, upstream, place})
  const instance = upstream === undefined ? planned : {...planned, replicaOf: upstream.name}
  const grown = {
    ...record,
    plan,
    processes: {...record.processes, [instance.name]: {process: null, stopped: false}},
  }
  const asItStarts = {
    ...grown,
    plan: {...plan, instances: plan.instances.with(plan.instances.indexOf(planned), instance)},
  }
  // What an earlier one of this name may have left.
  await removeDirectory(instanceDirectory(directory, instance.name))
  const templates = await keptTemplates(directory)
  await writeConfs(directory, asItStarts, {instances: [instance], templates, isNewcomer: true})
  if (planned.replicaOf !== instance.replicaOf) await writeRenderedConfs(directory, grown, [planned])
  await writeRecord(directory, grown)
  return {instance, record: grown}
}

/** The first free one above those that the data instances have. */
async function choosePort(
  home: string,
  plan: Plan,
  {isNode, place}: {readonly isNode: boolean; readonly place: PlannedHost | undefined},
): Promise<number> {
  const owned = new Set([
    ...ownersOf(await listOthers(home, plan.name)).keys(),
    ...plan.instances.flatMap(portsOf),
  ])
  const data = plan.instances.filter(({kind}) => kind === 'redis')
  const host = data[0]?.host ?? '127.0.0.1'
  const isFreeThere = async (port: number) =>
    place === undefined ? checkFree(host, port) : !(await isListenedOn(place.address, port))
  const isFree = async (port: number) => !owned.has(port) && (await isFreeThere(port))
  const first = Math.max(...data.map(({port}) => port)) + 1
  const last = isNode ? 65_535 - busPortOffset : 65_535
  const port = await findFreeBlock(
    first,
    1,
    async (one) => (await isFree(one)) && (!isNode || one > last || (await isFree(one + busPortOffset))),
  )
  if (port !== undefined && port <= last) return port
  throw new RedislabError('PORT_TAKEN', `There is no free port from ${first} to ${last}.`, {
    suggestions: ['Take deployments down that are no longer needed: redislab ls, redislab down.'],
  })
}
