import type {Credentials} from '../../core/config/access.ts'
import {isError} from '../../core/errors/is-error.ts'
import {isReplicaByNow} from '../../core/redis/replica-by-now.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {migrateWithinMs, type Nodes} from './nodes.ts'

/** Slots that go from one master to another. */
export interface Move {
  readonly slots: readonly number[]
  readonly from: PlannedInstance
  readonly to: PlannedInstance
}

/** Keys of one MIGRATE: while it runs, both nodes do nothing else. */
const keysAtOnce = 100

/** The one that imports first: from the moment that the other one migrates, it sends clients there. */
export async function openSlots(nodes: Nodes, {slots, from, to}: Move): Promise<void> {
  await together(slots, (slot) => setSlot(nodes, to, slot, 'IMPORTING', from))
  await together(slots, (slot) => setSlot(nodes, from, slot, 'MIGRATING', to))
}

export interface KeysMove extends Pick<Move, 'slots' | 'from'> {
  /** Where the target is reached from there. */
  readonly way: {readonly host: string; readonly port: number}
  readonly most: number
  /** By which the target lets the source in. */
  readonly login: Credentials
}

/**
 * Moves at most so many keys of slots that are open, slot by slot, from each database into the one of the same number: a node counts,
 * lists and migrates keys of the selected one alone, and throws away what a slot still holds in the others when that goes.
 */
export async function moveKeys(
  nodes: Nodes,
  move: KeysMove,
): Promise<{keys: number; empty: readonly number[]}> {
  const {slots, from, most} = move
  const databases = await nodes.databasesWithKeys(from)
  // A slot that migrates gets no new key: clients are sent on for what is not there.
  const counts = await Promise.all(
    databases.map((database) =>
      together(slots, (slot) => nodes.callIn(database, from, 'CLUSTER', 'COUNTKEYSINSLOT', slot)),
    ),
  )
  const empty: number[] = []
  let moved = 0
  for (const [index, slot] of slots.entries()) {
    let isEmpty = true
    for (const database of databases) {
      if (!isEmpty || counts[database]?.[index] === 0) continue
      const done = await moveKeysOf(nodes, {...move, slot, database, most: most - moved})
      moved += done.keys
      isEmpty = done.isEmpty
    }
    if (isEmpty) empty.push(slot)
  }
  return {keys: moved, empty}
}

/** The keys of one slot in one database. */
async function moveKeysOf(
  nodes: Nodes,
  {
    from,
    way,
    most,
    login: {user, password},
    slot,
    database,
  }: Omit<KeysMove, 'slots'> & {readonly slot: number; readonly database: number},
): Promise<{keys: number; isEmpty: boolean}> {
  const access =
    password === undefined ? [] : user === undefined ? ['AUTH', password] : ['AUTH2', user, password]
  const where = [way.host, way.port, '', database, migrateWithinMs, ...access] as const
  let moved = 0
  while (moved < most) {
    const count = Math.min(keysAtOnce, most - moved)
    const reply = await nodes.callIn(database, from, 'CLUSTER', 'GETKEYSINSLOT', slot, count)
    const keys = reply as readonly string[]
    if (keys.length === 0) return {keys: moved, isEmpty: true}
    await nodes.callIn(database, from, 'MIGRATE', ...where, 'KEYS', ...keys)
    moved += keys.length
  }
  return {keys: moved, isEmpty: false}
}

/** The new owner first, so that there is never nobody who has the slots. */
export async function closeSlots(
  nodes: Nodes,
  {slots, to, from}: Move,
  masters: readonly PlannedInstance[],
): Promise<void> {
  const tell = (node: PlannedInstance) => together(slots, (slot) => setSlot(nodes, node, slot, 'NODE', to))
  await tell(to)
  await tell(from).catch(ignoreReplica)
  const others = masters.filter(({name}) => name !== to.name && name !== from.name)
  await Promise.all(others.map((node) => tell(node).catch(ignoreReplica)))
}

/** Valkey waits 2 s for its replicas each time. */
const setSlotAttempts = 5

/**
 * CLUSTER SETSLOT. From version 8 on Valkey has its replicas carry it out first, and answers NOREPLICAS when one of them takes too
 * long, as one does that was added just before: nothing has changed at the master then (cluster_legacy.c: clusterCommandSetSlot).
 */
async function setSlot(
  nodes: Nodes,
  node: PlannedInstance,
  slot: number,
  state: 'IMPORTING' | 'MIGRATING' | 'NODE',
  other: PlannedInstance,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await nodes.call(node, 'CLUSTER', 'SETSLOT', slot, state, idOf(other))
      return
    } catch (error) {
      const isLate = isError(error) && error.message.includes('NOREPLICAS')
      if (!isLate || attempt === setSlotAttempts) throw error
    }
  }
}

/** What it is not told any more, it hears by gossip. */
function ignoreReplica(error: unknown): void {
  if (!(isError(error) && isReplicaByNow(error.message))) throw error
}

/** Sent at once, and so carried out together: a node writes its nodes.conf once, not for each slot. */
function together<Reply>(slots: readonly number[], call: (slot: number) => Promise<Reply>): Promise<Reply[]> {
  return Promise.all(slots.map(call))
}

function idOf({nodeId = ''}: PlannedInstance): string {
  return nodeId
}
