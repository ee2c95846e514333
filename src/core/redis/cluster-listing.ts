import {numberOf, textOf} from '../text/text-of.ts'
import type {SlotRange} from '../topology/slots.ts'

/** A node as CLUSTER SLOTS or CLUSTER SHARDS lists it. */
export interface ListedNode {
  readonly id: string
  readonly role: 'master' | 'replica'
  /** `online`, `loading` or `fail`; CLUSTER SLOTS says none, and leaves out the replicas that are not online. */
  readonly health?: string
}

/** The nodes that have some slots, and these slots. */
export interface ListedShard {
  readonly slots: readonly SlotRange[]
  readonly nodes: readonly ListedNode[]
}

/** What a node answers to one of the commands by which clients find the other nodes. */
export interface ClusterListing {
  readonly command: 'CLUSTER SLOTS' | 'CLUSTER SHARDS'
  readonly shards: readonly ListedShard[]
}

/**
 * Reads a reply of CLUSTER SLOTS: `[first, last, master, replica…]` for each range, where a node is `[host, port, id, …]`
 * (cluster.c: clusterCommandSlots). The ranges of a master are put together.
 */
export function parseClusterSlots(reply: unknown): ClusterListing {
  const shards = new Map<string, {slots: SlotRange[]; nodes: readonly ListedNode[]}>()
  for (const [first, last, ...nodes] of listOf(reply).map(listOf)) {
    const [master = '', ...replicas] = nodes.map((node) => textOf(listOf(node)[2]))
    const range = {first: numberOf(first), last: numberOf(last)}
    const shard = shards.get(master)
    if (shard === undefined) {
      const listed = replicas.map((id): ListedNode => ({id, role: 'replica'}))
      shards.set(master, {slots: [range], nodes: [{id: master, role: 'master'}, ...listed]})
    } else {
      shard.slots.push(range)
    }
  }
  return {command: 'CLUSTER SLOTS', shards: [...shards.values()]}
}

/** Reads a reply of CLUSTER SHARDS, since 7.0: name–value lists of `slots` and `nodes` (cluster.c: clusterCommandShards). */
export function parseClusterShards(reply: unknown): ClusterListing {
  const shards = listOf(reply).map((entry): ListedShard => {
    const fields = fieldsOf(entry)
    const bounds = listOf(fields.get('slots')).map(numberOf)
    return {
      slots: bounds.flatMap((first, index) =>
        index % 2 === 0 ? [{first, last: bounds[index + 1] ?? first}] : [],
      ),
      nodes: listOf(fields.get('nodes')).map(parseListedNode),
    }
  })
  return {command: 'CLUSTER SHARDS', shards}
}

function parseListedNode(entry: unknown): ListedNode {
  const fields = fieldsOf(entry)
  return {
    id: textOf(fields.get('id')),
    role: fields.get('role') === 'master' ? 'master' : 'replica',
    health: textOf(fields.get('health')),
  }
}

function fieldsOf(entry: unknown): ReadonlyMap<string, unknown> {
  const flat = listOf(entry)
  return new Map(
    flat.flatMap((name, index) => (index % 2 === 0 ? [[textOf(name), flat[index + 1]] as const] : [])),
  )
}

function listOf(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : []
}
