import type {ReshardReport} from '../../core/reshard-report.ts'
import {regroupPlan} from '../../core/topology/change-plan.ts'
import type {Deployment} from '../deployment.ts'
import {writeRecord} from '../state/record.ts'

/**
 * Which of the masters that slots were taken from have none left. Redis makes such a master a replica of who got its last
 * one (cluster.c, unless cluster-allow-replica-migration is off): its shard is no more, and the plan follows.
 */
export async function findEmptied(
  deployment: Deployment,
  givers: readonly string[],
): Promise<ReshardReport['emptied']> {
  if (givers.length === 0) return []
  const status = await deployment.status()
  const emptied = status.instances.flatMap(({name, role, replicaOf}) => {
    if (!givers.includes(name)) return []
    const slots = status.masters.find(({instance}) => instance === name)?.shard?.slotCount ?? 0
    return role === 'master' && slots > 0 ? [] : [{name, replicaOf: replicaOf ?? null}]
  })
  if (emptied.every(({replicaOf}) => replicaOf === null)) return emptied
  const upstreams = new Map(
    status.instances.flatMap(({name, replicaOf}) => (replicaOf === undefined ? [] : [[name, replicaOf]])),
  )
  const {record, directory} = deployment
  const names = emptied.map(({name}) => name)
  await writeRecord(directory, {...record, plan: regroupPlan(record.plan, upstreams, names)})
  return emptied
}
