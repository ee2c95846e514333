import type {DeploymentStatus, MasterStatus} from '../core/status/status.ts'
import type {Deployment} from '../engine/deployment.ts'
import {Connection} from '../engine/redis/connection.ts'
import {waitFor} from '../engine/wait.ts'

export type FoundMaster =
  | {readonly connection: Connection; readonly instance: string; readonly problem: null}
  | {readonly connection: undefined; readonly instance: null; readonly problem: string}

/** With sentinels a failover may be under way. Without, nobody but a person changes anything. */
const withinMs = {sentinel: 15_000, other: 3000} as const

/** The master of a group, once there is exactly one and all sentinels agree; what is wrong when there is none in time. */
export async function findMaster(deployment: Deployment, masterName: string): Promise<FoundMaster> {
  using observer = deployment.observer()
  let problem = 'there is no master'
  const {mode, instances} = deployment.record.plan
  const instance = await waitFor(
    async () => {
      const status = await deployment.statusBy(observer)
      const master = status.masters.find(({name}) => name === masterName)
      problem = problemOf(master, status)
      return problem === '' ? (master?.instance ?? undefined) : undefined
    },
    {withinMs: mode === 'sentinel' ? withinMs.sentinel : withinMs.other, everyMs: 100},
  )
  const planned = instances.find(({name}) => name === instance)
  if (planned === undefined) return {connection: undefined, instance: null, problem}
  const {host, port, name} = planned
  const {password} = deployment.record
  try {
    const endpoint = {host, port, ...(password === undefined ? {} : {password})}
    return {connection: await Connection.open(endpoint, {timeoutMs: 10_000}), instance: name, problem: null}
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return {connection: undefined, instance: null, problem: `${name} cannot be asked: ${why}`}
  }
}

function problemOf(master: MasterStatus | undefined, {mode}: DeploymentStatus): string {
  if (master === undefined || master.claimedBy.length === 0) return 'there is no master'
  if (master.claimedBy.length > 1) return `${master.claimedBy.join(' and ')} both say that they are master`
  if (mode === 'sentinel' && master.sentinelsAgree === false) return 'the sentinels do not agree on a master'
  return ''
}
