import {slotsOfGroup} from '../topology/keep-slots.ts'
import type {Plan} from '../topology/plan.ts'
import {formatSlots} from '../topology/slots.ts'
import type {DeploymentStatus} from './status.ts'

/**
 * Who is not what the plan made them, a phrase each. Unlike `ready`, which asks only that a failover would work, whichever
 * instance is master.
 */
export function findAstray(plan: Plan, {masters, instances}: DeploymentStatus): readonly string[] {
  const wrongMasters = plan.masters.flatMap((group) => {
    const {name, instance} = group
    const now = masters.find((master) => master.name === name)
    if (now?.instance !== instance)
      return [`the master of ${name} is ${now?.instance ?? 'nobody'}, not ${instance}`]
    const planned = formatSlots(slotsOfGroup(group))
    return planned === '' || now.shard?.slots === planned
      ? []
      : [`${instance} has the slots ${now.shard?.slots || 'none'}, not ${planned}`]
  })
  const wrongReplicas = plan.instances.flatMap(({name, replicaOf}) => {
    const now = instances.find((instance) => instance.name === name)
    if (replicaOf === undefined || now?.replicaOf === replicaOf) return []
    return [`${name} is a replica of ${now?.replicaOf ?? 'nobody'}, not of ${replicaOf}`]
  })
  return [...wrongMasters, ...wrongReplicas]
}

/** Replicas that have not got everything yet. */
export function findBehind({instances}: DeploymentStatus): readonly string[] {
  return instances
    .filter(({role, lagBytes}) => role === 'replica' && lagBytes !== 0)
    .map(({name, lagBytes}) => `${name} is ${lagBytes ?? '?'} bytes behind`)
}
