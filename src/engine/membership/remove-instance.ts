import type {RemoveReport} from '../../core/contract/membership-report.ts'
import type {ReshardReport} from '../../core/contract/reshard-report.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {currentMasters} from '../../core/status/current-masters.ts'
import type {DeploymentStatus, InstanceStatus} from '../../core/status/status.ts'
import {nameFlagOf} from '../../core/text/name-flag.ts'
import {regroupPlan, shrinkPlan} from '../../core/topology/change-plan.ts'
import {hasHosts, hasLinks, type Plan, type PlannedInstance} from '../../core/topology/plan.ts'
import {findMoves} from '../cluster/find-moves.ts'
import {checkCanLeave, moveReplicas} from '../cluster/leave.ts'
import {reshardLocked} from '../cluster/reshard.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {thisMachine} from '../host/this-machine.ts'
import {endByRequest} from '../instances/process-faults.ts'
import {writeRenderedConfs} from '../instances/write-confs.ts'
import {appendJournal} from '../state/journal.ts'
import {dropInstance} from './drop-instance.ts'

export interface RemoveOptions {
  /** Moves the slots of a master to the others first, an equal share to each. @default false */
  readonly reshard?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Takes an instance out of a deployment for good: it is stopped, in a cluster forgotten by all others, and its folder is
 * removed. A replica, or in a cluster a master without slots, whose replicas go to other masters.
 *
 * @throws RedislabError WRONG_STATE when it is a master that is needed, or somebody who would have to forget it does not
 * answer; OPTION_INVALID when the target is not one data instance; NOT_SUPPORTED, DEPLOYMENT_BUSY
 */
export async function removeInstance(
  deployment: Deployment,
  target: string,
  options: RemoveOptions = {},
): Promise<RemoveReport> {
  return deployment.exclusively(() => remove(deployment, target, options), {signal: options.signal})
}

async function remove(
  deployment: Deployment,
  target: string,
  {reshard = false, signal}: RemoveOptions,
): Promise<RemoveReport> {
  const at = new Date()
  const {name, role, address, pid} = await findOne(deployment, target)
  const isCluster = deployment.record.plan.mode === 'cluster'
  checkMode(deployment)
  const moves = isCluster && reshard ? await giveSlotsAway(deployment, name, signal) : []
  // What --reshard did has changed who is what.
  const status = await deployment.status({signal})
  const live = status.instances.find((it) => it.name === name) as InstanceStatus
  const {record, directory} = deployment
  if (isCluster) await checkCanLeave(record, status, live)
  else checkIsSpare(status, live)
  const replicas = isCluster ? await moveReplicas(record, status, live, {signal}) : []
  signal?.throwIfAborted()
  // From here on it goes on to the end: half of it would have to be done again.
  await appendJournal(directory, at, {kind: 'instance-removed', instance: name})
  const identity = record.processes[name]?.process ?? null
  if (identity !== null) await endByRequest(thisMachine, identity)
  const upstreams = new Map(replicas.map((it) => [it.name, it.replicaOf]))
  const plan = shrinkPlan(regroupPlan(record.plan, upstreams, [name]), name, currentMasters(status))
  const instance = record.plan.instances.find((it) => it.name === name)
  // While it is on record: whoever is ended before that can be removed once more.
  await writeRenderedConfs(directory, {...record, plan}, changedBetween(record.plan, plan))
  if (instance !== undefined) await dropInstance(directory, record, {instance, left: plan})
  const was = role === 'sentinel' ? 'unknown' : role
  return {removed: {name, role: was, address, pid}, replicas, moves, at: at.toISOString()}
}

/** Instances that replicate from another one than before: a reset is not to bring back who is gone. */
function changedBetween(before: Plan, after: Plan): readonly PlannedInstance[] {
  const upstreamBefore = new Map(before.instances.map(({name, replicaOf}) => [name, replicaOf]))
  return after.instances.filter(({name, replicaOf}) => upstreamBefore.get(name) !== replicaOf)
}

async function findOne(deployment: Deployment, target: string): Promise<InstanceStatus> {
  const found = await deployment.resolve([target])
  const [one, second] = found
  if (one !== undefined && second === undefined && one.kind === 'redis') return one
  const why =
    second === undefined ? 'is a sentinel, which this version cannot remove' : 'is more than one instance'
  throw new RedislabError('OPTION_INVALID', `${target} ${why}.`, {
    suggestions: ['Name a data instance: redislab remove n2'],
  })
}

function checkMode({record: {plan}, name}: Deployment): void {
  if (hasLinks(plan)) {
    throw new RedislabError('NOT_SUPPORTED', `${name} has links, and remove does not know these yet.`, {
      suggestions: [
        `Start it again, smaller: redislab up ${plan.topology} --links${hasHosts(plan) ? ' --hosts …' : ''} --replace`,
      ],
    })
  }
  if (plan.mode !== 'sentinel') return
  throw new RedislabError(
    'NOT_SUPPORTED',
    `${name} has sentinels, which would go on waiting for what is removed.`,
    {
      suggestions: ['Stop it instead: redislab stop TARGET'],
    },
  )
}

/** Outside a cluster: a replica, from which nobody replicates. */
function checkIsSpare({instances, deployment}: DeploymentStatus, {name, role, masterName}: InstanceStatus) {
  const isMaster =
    role === 'master' ||
    !instances.some((it) => it.role === 'master' && it.masterName === masterName && it.name !== name)
  const follower = instances.find(({replicaOf}) => replicaOf === name)
  if (!isMaster && follower === undefined) return
  const [message, suggestion] = isMaster
    ? [
        `${name} is the master of ${masterName}: without it nobody would be.`,
        `Take all of it down: redislab down${nameFlagOf(deployment)}`,
      ]
    : [
        `${follower?.name} replicates from ${name}.`,
        `Have it replicate from another one first: redislab cli ${follower?.name} -- REPLICAOF host port`,
      ]
  throw new RedislabError('WRONG_STATE', message, {suggestions: [suggestion]})
}

async function giveSlotsAway(
  deployment: Deployment,
  name: string,
  signal: AbortSignal | undefined,
): Promise<readonly ReshardReport[]> {
  const {masters} = await deployment.status({signal})
  if ((masters.find(({instance}) => instance === name)?.shard?.slotCount ?? 0) === 0) return []
  const reports: ReshardReport[] = []
  for (const {slots, to} of await findMoves(deployment, {from: name, to: 'all', signal})) {
    reports.push(await reshardLocked(deployment, {slots, to, signal}))
  }
  return reports
}
