import {majorityOf} from './sentinels.ts'

/** An instance, and the host that it goes down with; undefined where nothing shows it: then it is never counted as lost. */
export interface Placed {
  /** `host:port` */
  readonly address: string
  readonly host: string | undefined
  /** It answers nobody as things are, and counts for a majority all the same. */
  readonly isGone?: boolean
}

/** A master, its replicas and the sentinels that watch it. */
export interface SentinelLayout {
  readonly kind: 'sentinel'
  readonly masterName: string
  readonly quorum: number
  readonly master: Placed
  /** Those that may be promoted; undefined where they are not known. */
  readonly promotable: readonly Placed[] | undefined
  /** All on record, living or not. */
  readonly sentinels: readonly Placed[]
}

/** A cluster: each master that has slots, with its replicas. */
export interface ClusterLayout {
  readonly kind: 'cluster'
  readonly shards: readonly {readonly master: Placed; readonly replicas: readonly Placed[]}[]
}

export type Layout = SentinelLayout | ClusterLayout

/** Why a loss is not survived. */
export type Shortage =
  /** Too few sentinels are left to agree (the quorum), or to elect one of them (the majority of all on record). */
  | {
      readonly kind: 'sentinels'
      readonly lost: number
      readonly left: number
      readonly all: number
      readonly majority: number
      readonly quorum: number
    }
  /** The master is lost, and no replica is left that could take over. */
  | {readonly kind: 'replicas'; readonly master: string; readonly lost: number}
  /** Too few masters are left to elect a replica, and those that are left stop serving. */
  | {
      readonly kind: 'masters'
      readonly lost: number
      readonly left: number
      readonly all: number
      readonly majority: number
    }
  /** The master of a shard is lost with all of its replicas. */
  | {readonly kind: 'shard'; readonly master: string; readonly lost: number}

/** What is left of a layout when hosts are lost at the same moment. */
export interface Loss {
  readonly hosts: readonly string[]
  /** Whether the master, or one of the masters, is among what is lost. */
  readonly takesMaster: boolean
  /** None: it survives, as far as the layout shows. */
  readonly shortages: readonly Shortage[]
}

/** All hosts of a layout, each once. */
export function hostsOf(layout: Layout): readonly string[] {
  const placed =
    layout.kind === 'sentinel'
      ? [layout.master, ...(layout.promotable ?? []), ...layout.sentinels]
      : layout.shards.flatMap(({master, replicas}) => [master, ...replicas])
  return [...new Set(placed.flatMap(({host}) => host ?? []))].toSorted()
}

/** What is lost of a layout when one host is lost, for each of its hosts. */
export function loseEach(layout: Layout): readonly Loss[] {
  return hostsOf(layout).map((host) => lose(layout, [host]))
}

/** What is lost of a layout when two hosts are lost at the same moment, for each pair of its hosts. */
export function losePairs(layout: Layout): readonly Loss[] {
  const hosts = hostsOf(layout)
  return hosts.flatMap((host, index) => hosts.slice(index + 1).map((other) => lose(layout, [host, other])))
}

/**
 * What is lost of a layout when these hosts are lost at the same moment.
 *
 * Under Sentinel a failover needs the quorum, and the votes of a majority of all sentinels on record (sentinel.c:
 * sentinelCheckObjectivelyDown, sentinelGetLeader); in a cluster the votes of a majority of the masters that have slots
 * (cluster.c: clusterHandleSlaveFailover).
 */
export function lose(layout: Layout, hosts: readonly string[]): Loss {
  const isLost = ({host}: Placed) => host !== undefined && hosts.includes(host)
  return layout.kind === 'sentinel' ? loseGroup(layout, hosts, isLost) : loseNodes(layout, hosts, isLost)
}

type IsLost = (placed: Placed) => boolean

function loseGroup(layout: SentinelLayout, hosts: readonly string[], isLost: IsLost): Loss {
  const {master, promotable, sentinels, quorum} = layout
  const all = sentinels.length
  const majority = majorityOf(all)
  const left = sentinels.filter((it) => !isLost(it) && !it.isGone).length
  const takesMaster = isLost(master)
  const shortages: Shortage[] = []
  if (left < Math.max(majority, quorum)) {
    shortages.push({kind: 'sentinels', lost: sentinels.filter(isLost).length, left, all, majority, quorum})
  }
  if (takesMaster && promotable?.every((it) => isLost(it) || it.isGone)) {
    shortages.push({kind: 'replicas', master: master.address, lost: promotable.filter(isLost).length})
  }
  return {hosts, takesMaster, shortages}
}

function loseNodes({shards}: ClusterLayout, hosts: readonly string[], isLost: IsLost): Loss {
  const lost = shards.filter(({master}) => isLost(master))
  const all = shards.length
  const majority = majorityOf(all)
  const left = shards.filter(({master}) => !isLost(master) && !master.isGone).length
  const shortages: Shortage[] = []
  if (lost.length > 0 && left < majority) {
    shortages.push({kind: 'masters', lost: lost.length, left, all, majority})
  }
  for (const {master, replicas} of lost) {
    if (replicas.every((it) => isLost(it) || it.isGone))
      shortages.push({kind: 'shard', master: master.address, lost: replicas.filter(isLost).length})
  }
  return {hosts, takesMaster: lost.length > 0, shortages}
}
