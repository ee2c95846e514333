import {RedislabError} from '../errors/errors.ts'
import {expandSlots, formatSlots, hasSlot, slotCount, toRanges} from '../topology/slots.ts'
import type {DeploymentStatus} from './status.ts'

/** Slots that no master serves now. */
export interface MasterlessSlots {
  readonly slots: string
  readonly slotCount: number
  /** The shard that has them; null when nobody has. */
  readonly shard: string | null
  /** Its instances, and how they are. */
  readonly instances: readonly {readonly name: string; readonly state: string}[]
}

/** Slots that no master serves: those of shards whose nodes are all down, and those that nobody has. */
export function findMasterless({masters, instances}: DeploymentStatus): readonly MasterlessSlots[] {
  const owned = new Set(masters.flatMap(({shard}) => expandSlots(shard?.slots ?? '')))
  const nobodys = Array.from({length: slotCount}, (_, slot) => slot).filter((slot) => !owned.has(slot))
  return [
    ...masters.flatMap(({name, instance, shard}) =>
      instance !== null || shard === undefined || shard.slotCount === 0
        ? []
        : [
            {
              slots: shard.slots,
              slotCount: shard.slotCount,
              shard: name,
              instances: instances
                .filter(({masterName}) => masterName === name)
                .map((it) => ({name: it.name, state: it.state})),
            },
          ],
    ),
    ...(nobodys.length === 0
      ? []
      : [{slots: formatSlots(toRanges(nobodys)), slotCount: nobodys.length, shard: null, instances: []}]),
  ]
}

/** A slot that cannot be moved, since nobody serves it; and what can be done about it. */
export function masterlessError(status: DeploymentStatus, slot: number): RedislabError {
  const found = findMasterless(status).find(({slots}) => hasSlot(slots, slot))
  return new RedislabError(
    'WRONG_STATE',
    `The slot ${slot} has no master now: ${found === undefined ? 'nodes do not agree on it' : describeMasterless(found)}.`,
    {
      suggestions: found === undefined ? [] : [mendMasterless(found)],
      details: {slot},
    },
  )
}

/** Why slots have no master, as the end of a sentence. */
export function describeMasterless({shard, instances}: MasterlessSlots): string {
  if (shard === null) return 'assigned to no node'
  return `${shard} has none (${instances.map(({name, state}) => `${name} is ${state}`).join(', ')})`
}

/** What gives slots a master again. */
export function mendMasterless({shard, slots, instances}: MasterlessSlots): string {
  if (shard === null) {
    const [first = ''] = expandSlots(slots)
    return `Give them to a master: redislab cli n1 -- CLUSTER ADDSLOTS ${first} …`
  }
  const running = instances.find(({state}) => state === 'running')
  if (running !== undefined) {
    return `Have its replica take over, asking nobody: redislab failover ${running.name} --takeover`
  }
  const [ended = instances[0]] = instances.filter(({state}) => state !== 'paused')
  return ended?.state === 'paused'
    ? `Let it go on: redislab resume ${ended.name}`
    : `Bring one back, with what it has on disk: redislab start ${ended?.name ?? ''}`
}
