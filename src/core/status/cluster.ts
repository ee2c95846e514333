import {slotsOfGroup} from '../topology/keep-slots.ts'
import {formatAddress, type MasterGroup, type Plan, type PlannedInstance} from '../topology/plan.ts'
import {countSlots, formatSlots, type SlotRange} from '../topology/slots.ts'
import type {Observations} from './observation.ts'
import type {MasterStatus, ShardStatus} from './status.ts'

/**
 * The shard that a node of a cluster belongs to now: that of its master, which may not be the one it began with, since
 * replicas migrate. What nobody says is as the plan has it.
 */
export function shardOf(
  plan: Plan,
  instance: PlannedInstance,
  observations: Observations,
): string | undefined {
  const own = ownNode(instance, observations)
  const master = plan.instances.find(({nodeId}) => nodeId !== undefined && nodeId === own?.masterId)
  return master === undefined || master === instance
    ? shardOfMaster(plan, instance, own?.slots ?? [])
    : shardOfMaster(plan, master, ownNode(master, observations)?.slots ?? [])
}

/** A replica may have migrated before it took over: then it has slots of another shard, and none of its first one. */
function shardOfMaster(
  {masters}: Plan,
  {masterName, replicaOf}: PlannedInstance,
  slots: readonly SlotRange[],
): string | undefined {
  const first = masters.find(({name}) => name === masterName)
  if (replicaOf === undefined || first?.slots === undefined || overlap(slots, slotsOfGroup(first)) > 0)
    return masterName
  const [other] = masters
    .map((group) => ({name: group.name, count: overlap(slots, slotsOfGroup(group))}))
    .toSorted((a, b) => b.count - a.count)
  return other === undefined || other.count === 0 ? masterName : other.name
}

/** How many slots two have in common. */
function overlap(slots: readonly SlotRange[], planned: readonly SlotRange[]): number {
  return countSlots(
    slots
      .flatMap(({first, last}) =>
        planned.map((other) => ({first: Math.max(first, other.first), last: Math.min(last, other.last)})),
      )
      .filter((range) => range.first <= range.last),
  )
}

/** A shard as its nodes see it now. */
export function describeShard(plan: Plan, group: MasterGroup, observations: Observations): MasterStatus {
  const claiming = plan.instances.filter(
    (instance) =>
      shardOf(plan, instance, observations) === group.name &&
      observations.get(instance.name)?.replication?.role === 'master',
  )
  const serving = claiming.filter((instance) => serves(instance, observations))
  // Of two, one that serves; then the one with the newer configuration: the other has not heard yet that it was replaced.
  const [master] = claiming.toSorted(
    (a, b) =>
      Number(serving.includes(b)) - Number(serving.includes(a)) ||
      epochOf(b, observations) - epochOf(a, observations),
  )
  return {
    name: group.name,
    instance: master?.name ?? null,
    address: master === undefined ? null : formatAddress(master),
    claimedBy: claiming.map(({name}) => name),
    shard: {
      ...(master === undefined
        ? describeOrphaned(plan, group, observations)
        : describeOwn(plan, master, observations)),
      servedBy: serving.map(({name}) => name),
    },
  }
}

function serves(instance: PlannedInstance, observations: Observations): boolean {
  const hasSlots = (ownNode(instance, observations)?.slots ?? []).length > 0
  return hasSlots && observations.get(instance.name)?.cluster?.state === 'ok'
}

type OwnSlots = Omit<ShardStatus, 'servedBy'>

/** Without a master that answers: the slots that the others say its nodes have. */
function describeOrphaned(plan: Plan, {name}: MasterGroup, observations: Observations): OwnSlots {
  const members = new Set(
    plan.instances
      .filter((instance) => shardOf(plan, instance, observations) === name)
      .map(({nodeId}) => nodeId),
  )
  const views = [...observations.values()].map(
    ({cluster}) => cluster?.nodes.filter(({id}) => members.has(id)).flatMap((node) => node.slots) ?? [],
  )
  const slots = views.find(({length}) => length > 0) ?? []
  return {slots: formatSlots(slots), slotCount: countSlots(slots), configEpoch: null, open: []}
}

function describeOwn(plan: Plan, master: PlannedInstance, observations: Observations): OwnSlots {
  const own = ownNode(master, observations)
  const slots: readonly SlotRange[] = own?.slots ?? []
  return {
    slots: formatSlots(slots),
    slotCount: countSlots(slots),
    configEpoch: own?.configEpoch ?? null,
    open: (own?.open ?? []).map(({slot, state, other}) => ({
      slot,
      state,
      other: plan.instances.find(({nodeId}) => nodeId === other)?.name ?? other,
    })),
  }
}

function epochOf(instance: PlannedInstance, observations: Observations): number {
  return ownNode(instance, observations)?.configEpoch ?? 0
}

function ownNode({name}: PlannedInstance, observations: Observations) {
  return observations.get(name)?.cluster?.nodes.find(({flags}) => flags.includes('myself'))
}
