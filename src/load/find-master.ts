import {messageOf} from '../core/errors/message-of.ts'
import type {DeploymentStatus, MasterStatus} from '../core/status/status.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {Connection} from '../engine/redis/connection.ts'
import {endpointOf} from '../engine/redis/endpoint.ts'
import {waitFor} from '../engine/time/wait.ts'

export type FoundMaster =
  | {
      readonly connection: Connection
      readonly instance: string
      readonly otherMasters: readonly string[]
      readonly problem: null
    }
  | {
      readonly connection: undefined
      readonly instance: null
      readonly otherMasters: readonly string[]
      readonly problem: string
    }

/** With sentinels, or in a cluster, a failover may be under way. Else nobody but a person changes anything. */
const withinMs = {watched: 15_000, other: 3000} as const

/** The master of a group, once there is exactly one and all sentinels agree; what is wrong when there is none in time. */
export async function findMaster(deployment: Deployment, masterName: string): Promise<FoundMaster> {
  using observer = deployment.observer()
  let problem = 'there is no master'
  const {mode} = deployment.record.plan
  const instance = await waitFor(
    async () => {
      const status = await deployment.statusBy(observer)
      const master = status.masters.find(({name}) => name === masterName)
      problem = problemOf(master, status)
      return problem === '' ? (master?.instance ?? undefined) : undefined
    },
    {withinMs: mode === 'sentinel' || mode === 'cluster' ? withinMs.watched : withinMs.other, everyMs: 100},
  )
  if (instance === undefined) return {connection: undefined, instance: null, otherMasters: [], problem}
  return connectTo(deployment, instance, [])
}

/** An instance that is known to be the master, as it is now: nothing is waited for. */
export async function takeMaster(deployment: Deployment, instance: string): Promise<FoundMaster> {
  const {masters, instances} = await deployment.status()
  const status = instances.find(({name}) => name === instance)
  const claimedBy = masters.find(({name}) => name === status?.masterName)?.claimedBy ?? []
  const otherMasters = claimedBy.filter((name) => name !== instance)
  if (status?.state !== 'running') {
    const problem = `${instance} is ${status?.state ?? 'gone'}`
    return {connection: undefined, instance: null, otherMasters, problem}
  }
  return connectTo(deployment, instance, otherMasters)
}

async function connectTo(
  {record}: Deployment,
  instance: string,
  otherMasters: readonly string[],
): Promise<FoundMaster> {
  const planned = record.plan.instances.find(({name}) => name === instance)
  if (planned === undefined) throw new TypeError(`${instance} is not in the plan`)
  // Past the relay: what is kept does not depend on links.
  try {
    const connection = await Connection.open(endpointOf(planned, record), {timeoutMs: 10_000})
    return {connection, instance, otherMasters, problem: null}
  } catch (error) {
    const why = messageOf(error)
    const problem = `${instance} cannot be asked: ${why}`
    return {connection: undefined, instance: null, otherMasters, problem}
  }
}

function problemOf(master: MasterStatus | undefined, {mode}: DeploymentStatus): string {
  if (master === undefined || master.claimedBy.length === 0) return 'there is no master'
  if (master.claimedBy.length > 1) return `${master.claimedBy.join(' and ')} both say that they are master`
  if (mode === 'sentinel' && master.sentinelsAgree === false) return 'the sentinels do not agree on a master'
  return ''
}
