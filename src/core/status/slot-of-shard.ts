import type {MasterGroup} from '../topology/plan.ts'
import {expandSlots} from '../topology/slots.ts'
import type {MasterStatus} from './status.ts'

/** A slot that a shard serves; of one whose master is down, one that it had at first. */
export function slotOfShard(
  group: string,
  masters: readonly MasterStatus[],
  planned: readonly MasterGroup[],
): number {
  const slots = masters.find(({name}) => name === group)?.shard?.slots ?? ''
  return expandSlots(slots)[0] ?? planned.find(({name}) => name === group)?.slots?.first ?? 0
}
