import {clientOf} from '../core/config/access.ts'
import {RedislabError} from '../core/errors/errors.ts'
import {slotOfShard} from '../core/status/slot-of-shard.ts'
import type {DeploymentStatus, InstanceStatus} from '../core/status/status.ts'
import {tagOfSlot} from '../core/topology/slots.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {clientEndpointOf} from '../engine/redis/endpoint.ts'
import type {MasterFinder} from '../engine/redis/following-client.ts'
import type {DeploymentRecord} from '../engine/state/record-schema.ts'

export interface Wish {
  /** The master group, where there are several. */
  readonly masterName?: string | undefined
  /** A target: its clients stay at this one instance. */
  readonly at?: string | undefined
  /** Nobody need be master now: then it is who was at first. */
  readonly beginsDown?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Called {
  readonly masterName: string
  readonly finder: MasterFinder
  /** The instance that the clients stay at; null when they follow the master. */
  readonly at: string | null
  /** In a cluster: what keys begin with, so that all of them belong to the shard. */
  readonly tag?: string
}

/**
 * How the clients of a load find whom they talk to: one instance that was named; else the master, through the sentinels
 * where there are some. Where there are none, it is the address of who is master now: nobody will tell of another.
 *
 * @throws RedislabError TARGET_AMBIGUOUS, TARGET_NOT_FOUND, OPTION_INVALID
 */
export async function whomToCall(deployment: Deployment, wish: Wish): Promise<Called> {
  const {masterName, at, beginsDown = false, signal} = wish
  if (at !== undefined) {
    const instance = await findOne(deployment, at, signal)
    const finder = {kind: 'address', endpoint: endpointOf(deployment, instance.name)} as const
    const called = {masterName: instance.masterName ?? '', finder, at: instance.name}
    if (deployment.record.plan.mode !== 'cluster') return called
    return {...called, tag: tagOf(await deployment.status({signal}), called.masterName, deployment.record)}
  }
  const group = chooseGroup(deployment, masterName)
  const {plan, sentinelPassword, tls} = deployment.record
  const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel')
  if (plan.mode === 'cluster') return callShard(await deployment.status({signal}), group, deployment.record)
  if (sentinels.length > 0) {
    const found = {kind: 'sentinels', sentinels, masterName: group, sentinelPassword} as const
    return {masterName: group, finder: {...found, ...clientOf(deployment.record), tls}, at: null}
  }
  const status = await deployment.status({signal})
  const planned = plan.masters.find(({name}) => name === group)?.instance
  const live = status.masters.find(({name}) => name === group)?.instance ?? (beginsDown ? planned : undefined)
  if (live == null) {
    throw new RedislabError('TARGET_NOT_FOUND', `No instance of ${group} is master now.`, {
      suggestions: ['See what there is: redislab status'],
    })
  }
  return {masterName: group, finder: {kind: 'address', endpoint: endpointOf(deployment, live)}, at: null}
}

async function findOne(
  deployment: Deployment,
  target: string,
  signal: AbortSignal | undefined,
): Promise<InstanceStatus> {
  const found = await deployment.resolve([target], {signal})
  const [only, second] = found
  if (only === undefined || second !== undefined) {
    throw new RedislabError('TARGET_AMBIGUOUS', `${target} are several: a load stays at one instance.`, {
      suggestions: [`Name one: ${found.map(({name}) => name).join(', ')}.`],
    })
  }
  if (only.kind === 'sentinel') {
    throw new RedislabError('OPTION_INVALID', `${only.name} is a sentinel and holds no data.`, {
      suggestions: ['Name a data instance: n1, master, replica.'],
    })
  }
  return only
}

function endpointOf({record}: Deployment, name: string) {
  const planned = record.plan.instances.find((instance) => instance.name === name)
  if (planned === undefined) throw new TypeError(`${name} is not in the plan`)
  return clientEndpointOf(planned, record)
}

function chooseGroup({record}: Deployment, wanted: string | undefined): string {
  const names = record.plan.masters.map(({name}) => name)
  const [first] = names
  if (wanted !== undefined && names.includes(wanted)) return wanted
  if (wanted !== undefined) {
    throw new RedislabError('TARGET_NOT_FOUND', `There is no master named "${wanted}" in this deployment.`, {
      suggestions: [`Its masters are ${names.join(', ')}.`],
    })
  }
  if (first === undefined || names.length > 1) {
    throw new RedislabError('TARGET_AMBIGUOUS', `There are ${names.length} masters to put a load on.`, {
      suggestions: [`Say which with --master: ${names.join(', ')}.`],
    })
  }
  return first
}

/** Clients of a cluster find the master of a key by themselves; the keys are chosen so that it is always the same shard. */
function callShard(status: DeploymentStatus, group: string, record: DeploymentRecord): Called {
  const {plan, tls} = record
  return {
    masterName: group,
    finder: {kind: 'cluster', nodes: plan.instances, ...clientOf(record), tls},
    at: null,
    tag: tagOf(status, group, record),
  }
}

function tagOf({masters}: DeploymentStatus, group: string, {plan}: DeploymentRecord): string {
  return `{${tagOfSlot(slotOfShard(group, masters, plan.masters))}}`
}
