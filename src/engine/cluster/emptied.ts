import type {ReshardReport} from '../../core/contract/reshard-report.ts'
import type {DeploymentStatus} from '../../core/status/status.ts'
import {regroupPlan} from '../../core/topology/change-plan.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {waitUntilJoined} from '../observe/wait-until-joined.ts'
import {writeRecord} from '../state/record.ts'
import {waitFor} from '../time/wait.ts'

/**
 * Which of the masters that slots were taken from have none left. Redis makes such a master a replica of who got its last
 * one (cluster.c, unless cluster-allow-replica-migration is off): its shard is no more, and the plan follows.
 */
export async function findEmptied(
  deployment: Deployment,
  givers: readonly string[],
): Promise<ReshardReport['emptied']> {
  if (givers.length === 0) return []
  const before = await deployment.status()
  if (givers.every((name) => slotsOf(before, name) > 0)) return []
  const status = await statusOfAwake(deployment)
  const emptied = status.instances.flatMap(({name, role, replicaOf}) => {
    // Of one that has ended meanwhile nothing is known.
    if (!givers.includes(name) || role === 'unknown') return []
    return role === 'master' && slotsOf(status, name) > 0 ? [] : [{name, replicaOf: replicaOf ?? null}]
  })
  if (emptied.every(({replicaOf}) => replicaOf === null)) return emptied
  const upstreams = new Map(
    status.instances.flatMap(({name, replicaOf}) => (replicaOf === undefined ? [] : [[name, replicaOf]])),
  )
  const {record, directory} = deployment
  const names = emptied.map(({name}) => name)
  const regrouped = {...record, plan: regroupPlan(record.plan, upstreams, names)}
  await writeRecord(directory, regrouped)
  const moved = regrouped.plan.instances.filter(
    ({name, masterName}) =>
      record.plan.instances.find((it) => it.name === name)?.masterName !== masterName && upstreams.has(name),
  )
  // What is still missing then, status says: the slots are where they should be.
  await waitUntilJoined(regrouped, moved, {withinMs: joinedWithinMs})
  return emptied
}

function slotsOf({masters}: DeploymentStatus, name: string): number {
  return masters.find(({instance}) => instance === name)?.shard?.slotCount ?? 0
}

const awakeWithinMs = 10_000
const joinedWithinMs = 10_000

/**
 * The status once all that run answer, as far as they do within 10 s. A replica of Valkey 8 whose master learns of its last slot
 * goes to the new master in the middle of that, begins to synchronise twice, and stands still until its read has timed out:
 * for 5 s (replication.c: repl_syncio_timeout).
 */
async function statusOfAwake(deployment: Deployment): Promise<DeploymentStatus> {
  const isAwake = ({instances}: DeploymentStatus) => instances.every(({problem}) => problem === undefined)
  const awake = await waitFor(
    async () => {
      const status = await deployment.status()
      return isAwake(status) ? status : undefined
    },
    {withinMs: awakeWithinMs, everyMs: 50},
  )
  return awake ?? deployment.status()
}
