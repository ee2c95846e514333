import type {InstanceThen} from '../../core/picture/moment.ts'
import type {InstanceStatus, MasterStatus} from '../../core/status/status.ts'
import {type LiveInstances, parseTarget, resolveTarget} from '../../core/status/targets.ts'
import type {Plan} from '../../core/topology/plan.ts'
import type {InstanceState, Role} from '../../core/words.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {findLeader} from '../logs/find-leader.ts'
import {findLastLine} from './last-line.ts'
import {readStatusThen} from './status-then.ts'

/**
 * The names of the instances that targets mean in an opened deployment: nobody can be asked who has a role, but its logs tell
 * who had it at their end.
 *
 * @throws RedislabError OPTION_INVALID, TARGET_NOT_FOUND, TARGET_AMBIGUOUS
 */
export async function findTargetsThen(
  deployment: Deployment,
  targets: readonly string[],
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<readonly string[]> {
  const {directory, record} = deployment
  const {plan} = record
  const names = new Set(plan.instances.map(({name}) => name))
  // Names of an opened deployment are those of its files, which need not look like targets.
  const parsed = targets.map((text) => (names.has(text) ? text : parseTarget(text)))
  if (parsed.every((target) => typeof target === 'string')) return targets
  const end = await findLastLine(deployment)
  const instances = end === undefined ? [] : await readStatusThen(deployment, end, {signal})
  const leader = await findLeader(directory, record)
  const live: LiveInstances = {
    instances: plan.instances.map((instance) => statusOf(instance, instances)),
    masters: plan.masters.map((group) => masterOf(group.name, plan, instances)),
    when: 'at the end of these logs',
    ...(leader === undefined ? {} : {leader}),
  }
  return parsed.flatMap((target) =>
    typeof target === 'string' ? [target] : resolveTarget(target, live).map(({name}) => name),
  )
}

function statusOf(
  {name, kind, masterName}: Plan['instances'][number],
  instances: readonly InstanceThen[],
): InstanceStatus {
  const then = instances.find((one) => one.name === name)
  return {
    name,
    kind,
    role: roleOf(then),
    state: stateOf(then),
    address: then?.address ?? '',
    pid: null,
    ...(masterName === undefined ? {} : {masterName}),
  }
}

function roleOf(then: InstanceThen | undefined): Role {
  if (then?.kind === 'sentinel') return 'sentinel'
  if (then?.state === 'master') return 'master'
  return then?.state === 'replica' || then?.state === 'loading' ? 'replica' : 'unknown'
}

function stateOf(then: InstanceThen | undefined): InstanceState {
  const state = then?.state
  return state === 'dead' || state === 'stopped' || state === 'paused' ? state : 'running'
}

/** Of several whose logs end while they are masters, the one that all name who say whom they take for it. */
function masterOf(group: string, plan: Plan, instances: readonly InstanceThen[]): MasterStatus {
  const members = new Set(plan.instances.filter((one) => one.masterName === group).map(({name}) => name))
  const claimants = instances.filter(({name, state}) => members.has(name) && state === 'master')
  const named = new Set(
    instances.flatMap(({kind, views}) =>
      kind === 'sentinel' ? views.filter((view) => view.group === group).map(({master}) => master) : [],
    ),
  )
  const [believed] = named.size === 1 ? named : []
  const agreed = claimants.filter(({name}) => name === believed)
  const claimedBy = agreed.length === 1 ? agreed : claimants
  const [master] = claimedBy.length === 1 ? claimedBy : []
  return {
    name: group,
    instance: master?.name ?? null,
    address: master?.address ?? null,
    claimedBy: claimedBy.map(({name}) => name),
  }
}
