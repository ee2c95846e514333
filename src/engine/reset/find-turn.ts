import type {MonitoredMaster} from '../../core/redis/sentinel-reply.ts'
import {formatAddress, type MasterGroup, type Plan, type PlannedInstance} from '../../core/topology/plan.ts'
import type {AskedSentinel} from './ask-sentinel.ts'

/** How sentinels are told of the master of the plan, instead of being started again. */
export interface Turn {
  readonly group: MasterGroup
  /** Whom they all take for the master now. */
  readonly from: PlannedInstance
  /** The latest that any of them knows. */
  readonly epoch: number
}

/**
 * Whether sentinels can be turned to the master of the plan by hello messages: they agree on another master, who was promoted,
 * and each knows exactly the instances of the plan. They forget then how it came to that, and keep each other (sentinel.c,
 * sentinelProcessHelloMessage and sentinelResetMasterAndChangeAddress). What a sentinel knows too much would stay, and one alone
 * has no other one that the message could come from.
 *
 * @param sentinels undefined for each that must be started again
 * @returns undefined when they must all be started again
 */
export function findTurn(plan: Plan, sentinels: readonly (AskedSentinel | undefined)[]): Turn | undefined {
  const [group, another] = plan.masters
  const [first] = sentinels
  const told = first?.monitored.get(group?.name ?? '')?.told
  const from = plan.instances.find((instance) => formatAddress(instance) === told)
  if (group === undefined || another !== undefined || sentinels.length < 2 || from === undefined)
    return undefined
  if (from.name === group.instance || from.masterName !== group.name) return undefined
  // One that was pointed elsewhere by --set is not told of the master of the plan.
  if (plan.settings.sentinelSet.some(({name}) => name.startsWith('sentinel monitor '))) return undefined
  const epochs = sentinels.map((sentinel) =>
    sentinel !== undefined && isSettled(plan, sentinel, {group, from}) ? sentinel.currentEpoch : Number.NaN,
  )
  const latest = Math.max(...epochs)
  return Number.isNaN(latest) ? undefined : {group, from, epoch: latest}
}

/** Whether a sentinel has the new master, and knows whom it should besides. */
function isSettled(
  plan: Plan,
  {instance, monitored, isTilted, hasPeriods, currentEpoch}: AskedSentinel,
  {group, from}: Pick<Turn, 'group' | 'from'>,
): boolean {
  const known = monitored.get(group.name)
  if (known === undefined || monitored.size > 1 || isTilted || !hasPeriods) return false
  const members = plan.instances.filter(({kind, masterName}) => kind === 'redis' && masterName === group.name)
  const others = plan.instances.filter(({kind, name}) => kind === 'sentinel' && name !== instance.name)
  return (
    known.told === formatAddress(from) &&
    isQuiet(known) &&
    known.configEpoch <= currentEpoch &&
    isSame(
      members.map(formatAddress),
      [known.view, ...known.replicas].map(({address}) => address),
    ) &&
    isSame(
      others.map((one) => `${formatAddress(one)} ${one.sentinelId}`),
      known.sentinels.map(({address, runId}) => `${address} ${runId}`),
    )
  )
}

/**
 * Whether a sentinel has no doubts about its master. While the leader still has replicas follow the new master, it lists the
 * old one, and tells of the new one already.
 */
function isQuiet({view, told}: MonitoredMaster): boolean {
  const {flags} = view
  // The one that it has just turned to it reaches with the next tick of its timer.
  if (view.address === told) return flags.every((flag) => flag === 'master' || flag === 'disconnected')
  return flags.includes('failover_in_progress')
}

function isSame(wanted: readonly string[], found: readonly string[]): boolean {
  return wanted.length === found.length && wanted.every((one) => found.includes(one))
}
