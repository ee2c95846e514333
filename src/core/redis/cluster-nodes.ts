import type {SlotRange} from '../topology/slots.ts'
import type {ClusterListing} from './cluster-listing.ts'
import {addressOf} from './info.ts'

/** A slot that is on its way from one node to another, as the node that says so has it. */
export interface OpenSlot {
  readonly slot: number
  /** `migrating`: to the node named; `importing`: from it. */
  readonly state: 'migrating' | 'importing'
  /** The id of the other node. */
  readonly other: string
}

/** One line of CLUSTER NODES: what one node knows of another, or of itself. */
export interface ClusterNode {
  readonly id: string
  /** `host:port` */
  readonly address: string
  readonly flags: readonly string[]
  /** Of replicas: the id of the master. */
  readonly masterId?: string
  readonly configEpoch: number
  readonly isConnected: boolean
  readonly slots: readonly SlotRange[]
  /** Only of the node that was asked. */
  readonly open: readonly OpenSlot[]
}

/** What a node of a cluster says of the cluster. */
export interface ClusterView {
  /** cluster_state: `ok`, or `fail` when it refuses to serve. */
  readonly state: string
  readonly currentEpoch: number
  readonly slotsAssigned: number
  readonly slotsOk: number
  readonly nodes: readonly ClusterNode[]
  /** CLUSTER SLOTS, and of 7.0 and later CLUSTER SHARDS. */
  readonly listings: readonly ClusterListing[]
}

/**
 * Reads a reply of CLUSTER NODES: `id ip:port@busport[,hostname] flags master ping pong epoch link-state slots…`
 * (cluster.c: clusterGenNodeDescription).
 */
export function parseClusterNodes(text: string): readonly ClusterNode[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(' '))
    .filter(({length}) => length >= 8)
    .map(([id = '', where = '', flags = '', master = '-', , , epoch = '0', link, ...slots]) => ({
      id,
      address: parseAddress(where),
      flags: flags.split(','),
      ...(master === '-' ? {} : {masterId: master}),
      configEpoch: Number(epoch),
      isConnected: link === 'connected',
      // A node that is in no shard of its CLUSTER SHARDS lists its slots twice after that (measured with Redis 8.0).
      slots: [...new Set(slots)].flatMap(parseRange),
      open: slots.flatMap(parseOpen),
    }))
}

/** `127.0.0.1:6380@16380,hostname` and `:0@0` for a node without an address. */
function parseAddress(where: string): string {
  const [address = ''] = where.split('@')
  const separator = address.lastIndexOf(':')
  return addressOf(address.slice(0, separator), address.slice(separator + 1))
}

function parseRange(text: string): readonly SlotRange[] {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text)
  return match === null ? [] : [{first: Number(match[1]), last: Number(match[2] ?? match[1])}]
}

/** `[866->-id]` of a slot that migrates to a node, `[866-<-id]` of one that is imported from it. */
function parseOpen(text: string): readonly OpenSlot[] {
  const match = /^\[(\d+)-([<>])-([0-9a-f]+)\]$/.exec(text)
  if (match === null) return []
  const [, slot, direction, other = ''] = match
  return [{slot: Number(slot), state: direction === '>' ? 'migrating' : 'importing', other}]
}
