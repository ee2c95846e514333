import {RedislabError} from '../../core/errors.ts'
import type {ReshardReport} from '../../core/reshard-report.ts'
import type {DeploymentStatus} from '../../core/status/status.ts'
import type {Plan, PlannedInstance} from '../../core/topology/plan.ts'
import {expandSlots, formatSlots, hasSlot, toRanges} from '../../core/topology/slots.ts'
import type {Deployment} from '../deployment.ts'
import {openDoor} from '../links/relay-process.ts'
import {appendJournal} from '../state/journal.ts'
import {migrateWithinMs, Nodes} from './nodes.ts'

export interface ReshardOptions {
  /** The slots to move. */
  readonly slots: readonly number[]
  /** The master that they go to: a target. */
  readonly to: string
  /** Stops after so many keys, and leaves what is not done open: MIGRATING and IMPORTING. @default all keys */
  readonly mostKeys?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Called after each slot. */
  readonly onProgress?: ((progress: ReshardProgress) => void) | undefined
}

export interface ReshardProgress {
  readonly slotsDone: number
  readonly slots: number
  readonly keys: number
}

/** Keys of one MIGRATE: while it runs, both nodes do nothing else. */
const keysAtOnce = 100

/**
 * Moves slots to another master while clients go on, as `redis-cli --cluster reshard` does: the slot is opened on both
 * sides, its keys are migrated, and then everybody is told. Slots that were open already are finished.
 *
 * @throws RedislabError WRONG_STATE when it is no cluster, a slot has no master, or a node refuses; OPTION_INVALID when
 * the target is not one master; DEPLOYMENT_BUSY
 */
export async function reshard(deployment: Deployment, options: ReshardOptions): Promise<ReshardReport> {
  // Two that move the same slot at once would leave it without a master.
  return deployment.exclusively(() => moveSlots(deployment, options), {signal: options.signal})
}

async function moveSlots(deployment: Deployment, options: ReshardOptions): Promise<ReshardReport> {
  const {slots, signal, onProgress, mostKeys = Number.POSITIVE_INFINITY} = options
  const status = await deployment.status({signal})
  requireCluster(status)
  const {plan, password} = deployment.record
  const to = await findMaster(deployment, options.to)
  using nodes = new Nodes(plan, password)
  const ways = new Map<string, KeysMove['way']>()
  const startedAt = new Date()
  let keys = 0
  const moved: number[] = []
  const open: number[] = []
  const already: number[] = []
  try {
    for (const slot of slots) {
      signal?.throwIfAborted()
      const from = ownerOf(slot, status, plan)
      if (from.name === to.name) {
        already.push(slot)
        continue
      }
      // Before anything is begun: without a way to the target nothing would come of it.
      const way = ways.get(from.name) ?? (await openDoor(deployment.directory, from, to))
      ways.set(from.name, way)
      await openSlot(nodes, {slot, from, to})
      open.push(slot)
      const done = await moveKeys(nodes, {slot, from, way, most: mostKeys - keys, password})
      keys += done.keys
      if (done.isEmpty && keys < mostKeys) {
        await closeSlot(nodes, {slot, from, to}, mastersOf(status, plan))
        open.pop()
        moved.push(slot)
      }
      onProgress?.({slotsDone: moved.length, slots: slots.length, keys})
      if (keys >= mostKeys) break
    }
  } finally {
    if (moved.length + open.length > 0) {
      await appendJournal(deployment.directory, startedAt, {
        kind: 'slots-moved',
        slots: formatSlots(toRanges([...moved, ...open])),
        to: to.name,
        keys,
        open: open.length,
      })
    }
  }
  return {
    to: to.name,
    moved: formatSlots(toRanges(moved)),
    movedCount: moved.length,
    already: formatSlots(toRanges(already)),
    alreadyCount: already.length,
    open: formatSlots(toRanges(open)),
    openCount: open.length,
    keys,
  }
}

/** Slots that are half-way, each with where it goes, so that it can be finished. */
export function openSlotsOf({
  masters,
}: DeploymentStatus): readonly {readonly slot: number; readonly to: string}[] {
  const migrating = masters.flatMap(({shard}) => shard?.open.filter(({state}) => state === 'migrating') ?? [])
  const importing = masters.flatMap(({shard, instance}) =>
    (shard?.open ?? []).flatMap(({slot, state}) =>
      state === 'importing' ? [{slot, to: instance ?? ''}] : [],
    ),
  )
  const known = new Set(importing.map(({slot}) => slot))
  return [
    ...importing,
    ...migrating.filter(({slot}) => !known.has(slot)).map(({slot, other}) => ({slot, to: other})),
  ]
}

/**
 * Takes so many slots from a master, its first ones; all of them unless told.
 *
 * @throws RedislabError OPTION_INVALID when it has not so many
 */
export function takeSlots(
  {masters}: DeploymentStatus,
  from: string,
  count: number | undefined,
): readonly number[] {
  const ranges = masters.find(({instance}) => instance === from)?.shard?.slots ?? ''
  const slots = expandSlots(ranges)
  if (count === undefined || slots.length >= count) return slots.slice(0, count)
  throw new RedislabError('OPTION_INVALID', `${from} has ${slots.length} slots, not ${count}.`, {
    suggestions: ['See who has which: redislab status'],
  })
}

interface Move {
  readonly slot: number
  readonly from: PlannedInstance
  readonly to: PlannedInstance
}

/** The one that imports first: from the moment that the other one migrates, it sends clients there. */
async function openSlot(nodes: Nodes, {slot, from, to}: Move): Promise<void> {
  await nodes.call(to, 'CLUSTER', 'SETSLOT', slot, 'IMPORTING', from.nodeId ?? '')
  await nodes.call(from, 'CLUSTER', 'SETSLOT', slot, 'MIGRATING', to.nodeId ?? '')
}

interface KeysMove extends Pick<Move, 'slot' | 'from'> {
  /** Where the target is reached from there. */
  readonly way: {readonly host: string; readonly port: number}
  readonly most: number
  readonly password: string | undefined
}

async function moveKeys(
  nodes: Nodes,
  {slot, from, way, most, password}: KeysMove,
): Promise<{keys: number; isEmpty: boolean}> {
  let moved = 0
  while (moved < most) {
    const count = Math.min(keysAtOnce, most - moved)
    const keys = (await nodes.call(from, 'CLUSTER', 'GETKEYSINSLOT', slot, count)) as readonly string[]
    if (keys.length === 0) return {keys: moved, isEmpty: true}
    const access = password === undefined ? [] : ['AUTH', password]
    await nodes.call(from, 'MIGRATE', way.host, way.port, '', 0, migrateWithinMs, ...access, 'KEYS', ...keys)
    moved += keys.length
  }
  return {keys: moved, isEmpty: false}
}

/** The new owner first, so that there is never nobody who has the slot. */
async function closeSlot(
  nodes: Nodes,
  {slot, to, from}: Move,
  masters: readonly PlannedInstance[],
): Promise<void> {
  const order = [to, from, ...masters.filter(({name}) => name !== to.name && name !== from.name)]
  for (const node of order) await nodes.call(node, 'CLUSTER', 'SETSLOT', slot, 'NODE', to.nodeId ?? '')
}

function ownerOf(slot: number, {masters}: DeploymentStatus, {instances}: Plan): PlannedInstance {
  const owner = masters.find(({shard}) => shard !== undefined && hasSlot(shard.slots, slot))
  const instance = instances.find(({name}) => name === owner?.instance)
  if (instance !== undefined) return instance
  throw new RedislabError('WRONG_STATE', `The slot ${slot} has no master now.`, {
    suggestions: ['See who has which: redislab status'],
  })
}

function mastersOf({masters}: DeploymentStatus, {instances}: Plan): readonly PlannedInstance[] {
  const names = new Set(masters.map(({instance}) => instance))
  return instances.filter(({name}) => names.has(name))
}

async function findMaster(deployment: Deployment, target: string): Promise<PlannedInstance> {
  const found = await deployment.resolve([target])
  // All of a shard stands for its master.
  const [master, second] = found.filter(({role}) => role === 'master')
  const planned = deployment.record.plan.instances.find(({name}) => name === master?.name)
  if (planned !== undefined && second === undefined) return planned
  const why =
    second === undefined ? 'is no master: slots go to masters' : 'is more than one master: slots go to one'
  throw new RedislabError('OPTION_INVALID', `${target} ${why}.`, {
    suggestions: ['See who is: redislab status'],
  })
}

/** @throws RedislabError WRONG_STATE */
export function requireCluster({mode, deployment}: DeploymentStatus): void {
  if (mode === 'cluster') return
  throw new RedislabError('WRONG_STATE', `${deployment} is no cluster: it has no slots.`, {
    suggestions: ['Start one: redislab up 3m3r --cluster'],
  })
}
