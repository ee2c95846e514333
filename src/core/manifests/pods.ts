import type {Plan, PlannedInstance} from '../topology/plan.ts'

/** Instances that one StatefulSet runs: a master with its replicas, or all sentinels. */
export interface PodGroup {
  /** The name of the StatefulSet; its pods are numbered. */
  readonly name: string
  readonly kind: PlannedInstance['kind']
  /** In the order of their pods. */
  readonly instances: readonly PlannedInstance[]
}

/**
 * A StatefulSet for each master with its replicas, so that these can be kept on different hosts, and one for the sentinels.
 *
 * @param name what all are named after
 */
export function groupPods(name: string, {masters, instances}: Plan): readonly PodGroup[] {
  const sentinels = instances.filter(({kind}) => kind === 'sentinel')
  const groups = masters.map((group, index) => ({
    name: masters.length === 1 ? name : `${name}-${index + 1}`,
    kind: 'redis' as const,
    instances: instances.filter(({masterName}) => masterName === group.name),
  }))
  return sentinels.length === 0
    ? groups
    : [...groups, {name: sentinelsOf(name), kind: 'sentinel', instances: sentinels}]
}

/** The name of the service and of the StatefulSet of sentinels. */
export function sentinelsOf(name: string): string {
  return `${name}-sentinel`
}

/** The pod of an instance: `redis-0`, `redis-2-1`, `redis-sentinel-0`. */
export function podOf(name: string, plan: Plan, instance: PlannedInstance): string {
  const groups = groupPods(name, plan)
  for (const group of groups) {
    const index = group.instances.findIndex((other) => other.name === instance.name)
    if (index !== -1) return `${group.name}-${index}`
  }
  throw new TypeError(`${instance.name} is in no group`)
}

/** By this name a pod is found from all namespaces, also before it is ready: its service says so. */
export function podHost(name: string, plan: Plan, instance: PlannedInstance, namespace: string): string {
  const service = instance.kind === 'sentinel' ? sentinelsOf(name) : name
  return `${podOf(name, plan, instance)}.${service}.${namespace}.svc`
}
