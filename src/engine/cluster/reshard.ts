import {adminOf} from '../../core/config/access.ts'
import type {ReshardReport} from '../../core/contract/reshard-report.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {featuresOf} from '../../core/redis/server-version.ts'
import {masterlessError} from '../../core/status/masterless.ts'
import type {DeploymentStatus} from '../../core/status/status.ts'
import type {Plan, PlannedInstance} from '../../core/topology/plan.ts'
import {expandSlots, formatSlots, toRanges} from '../../core/topology/slots.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {openDoor} from '../links/relay-process.ts'
import {appendJournal} from '../state/journal.ts'
import {findEmptied} from './emptied.ts'
import {closeSlots, type KeysMove, type Move, moveKeys, openSlots} from './move-slots.ts'
import {Nodes} from './nodes.ts'

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

/** How many slots are opened and closed together. */
const slotsAtOnce = 100
/** Over one connection each slot would wait until the replicas know of the one before. */
const connectionsWhereItWaits = 25

/**
 * Moves slots to another master while clients go on, as `redis-cli --cluster reshard` does: the slot is opened on both
 * sides, its keys are migrated, and then everybody is told. Slots that were open already are finished.
 *
 * @throws RedislabError WRONG_STATE when it is no cluster, a slot has no master, or a node refuses; OPTION_INVALID when
 * the target is not one master; DEPLOYMENT_BUSY
 */
export async function reshard(deployment: Deployment, options: ReshardOptions): Promise<ReshardReport> {
  // Two that move the same slot at once would leave it without a master.
  return deployment.exclusively(() => reshardLocked(deployment, options), {signal: options.signal})
}

/** The same for who holds the lock of the deployment. */
export async function reshardLocked(deployment: Deployment, options: ReshardOptions): Promise<ReshardReport> {
  const {slots, signal, onProgress, mostKeys = Number.POSITIVE_INFINITY} = options
  const status = await deployment.status({signal})
  requireCluster(status)
  const {plan} = deployment.record
  const to = await findMaster(deployment, options.to)
  const {moves, already} = planMoves(slots, {to, status, plan}, mostKeys)
  const masters = mastersOf(status, plan)
  const {setslotWaits} = featuresOf(deployment.record.server)
  using nodes = new Nodes(deployment.record, {connectionsEach: setslotWaits ? connectionsWhereItWaits : 1})
  const ways = new Map<string, KeysMove['way']>()
  const startedAt = new Date()
  let keys = 0
  const moved: number[] = []
  const open = new Set<number>()
  try {
    for (const move of moves) {
      signal?.throwIfAborted()
      const {from} = move
      // Before anything is begun: without a way to the target nothing would come of it.
      const way = ways.get(from.name) ?? (await openDoor(deployment.directory, from, to))
      ways.set(from.name, way)
      for (const slot of move.slots) open.add(slot)
      await openSlots(nodes, move)
      const done = await moveKeys(nodes, {
        ...move,
        way,
        most: mostKeys - keys,
        login: adminOf(to, deployment.record),
      })
      keys += done.keys
      // Who counts keys wants to see a slot that is open, even an empty one.
      const closed = keys < mostKeys ? done.empty : []
      await closeSlots(nodes, {...move, slots: closed}, masters)
      for (const slot of closed) open.delete(slot)
      moved.push(...closed)
      onProgress?.({slotsDone: moved.length, slots: slots.length, keys})
      if (keys >= mostKeys) break
    }
  } finally {
    if (moved.length + open.size > 0) {
      await appendJournal(deployment.directory, startedAt, {
        kind: 'slots-moved',
        slots: formatSlots(toRanges([...moved, ...open])),
        to: to.name,
        keys,
        open: open.size,
      })
    }
  }
  return {
    to: to.name,
    moved: formatSlots(toRanges(moved)),
    movedCount: moved.length,
    already: formatSlots(toRanges(already)),
    alreadyCount: already.length,
    open: formatSlots(toRanges([...open])),
    openCount: open.size,
    keys,
    emptied: await findEmptied(deployment, [...new Set(moves.map(({from}) => from.name))]),
  }
}

interface Destination {
  readonly to: PlannedInstance
  readonly status: DeploymentStatus
  readonly plan: Plan
}

/** The name of the master that each slot has. */
export function ownersOf({masters}: DeploymentStatus): ReadonlyMap<number, string> {
  return new Map(
    masters.flatMap(({instance, shard}) =>
      instance === null ? [] : expandSlots(shard?.slots ?? '').map((slot) => [slot, instance] as const),
    ),
  )
}

/** Slots of the same owner together, a few at once; one by one where keys are counted. */
function planMoves(
  slots: readonly number[],
  {to, status, plan}: Destination,
  mostKeys: number,
): {readonly moves: readonly Move[]; readonly already: readonly number[]} {
  const owners = ownersOf(status)
  const atOnce = Number.isFinite(mostKeys) ? 1 : slotsAtOnce
  const moves: {slots: number[]; from: PlannedInstance; to: PlannedInstance}[] = []
  const already: number[] = []
  for (const slot of slots) {
    const from = plan.instances.find(({name}) => name === owners.get(slot))
    if (from === undefined) throw masterlessError(status, slot)
    const last = moves.at(-1)
    if (from.name === to.name) already.push(slot)
    else if (last?.from.name === from.name && last.slots.length < atOnce) last.slots.push(slot)
    else moves.push({slots: [slot], from, to})
  }
  return {moves, already}
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
 * Takes so many slots from a master, its first ones; all of them by default.
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

function mastersOf({masters}: DeploymentStatus, {instances}: Plan): readonly PlannedInstance[] {
  const names = new Set(masters.map(({instance}) => instance))
  return instances.filter(({name}) => names.has(name))
}

/** @throws RedislabError OPTION_INVALID when the target is not one master */
export async function findMaster(deployment: Deployment, target: string): Promise<PlannedInstance> {
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
