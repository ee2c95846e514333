import {RedislabError} from '../errors/errors.ts'
import type {Directive, InstanceKind, Mode} from '../words.ts'
import {loopbackAddress} from './loopback.ts'
import {dealSlots, type SlotRange} from './slots.ts'
import {type PlannedHost, spread} from './spread.ts'
import {formatTopology, modeOf, type Topology} from './topology.ts'

/**
 * `lab`: short timers, sentinels introduced to each other. `fast`: for tests, shorter ones yet, as only SENTINEL DEBUG can set
 * them. `redis`: what Redis ships with, natural discovery.
 */
export type Timing = 'lab' | 'fast' | 'redis'

/** How a deployment behaves: what the templates and the start-up read. Times in milliseconds. */
export interface Settings {
  readonly timing: Timing
  readonly downAfterMs: number
  readonly failoverTimeoutMs: number
  readonly parallelSyncs: number
  readonly persist: 'none' | 'rdb' | 'aof'
  readonly set: readonly Directive[]
  readonly sentinelSet: readonly Directive[]
}

export interface PlannedInstance {
  /** `n1 n2 …` for data instances, `s1 s2 …` for sentinels: a name never says a role, since roles move. */
  readonly name: string
  readonly kind: InstanceKind
  /** Where everybody reaches it: the address that is announced, in all replies and in all conf files. */
  readonly host: string
  readonly port: number
  /** With `--hosts`: the name of the host that it runs on. `host` is then the address of that; with links it is that of the relay. */
  readonly onHost?: string
  /** With links: where it really listens, a loopback address that is its own, or the address of its host. The relay stands before it. */
  readonly bound?: {readonly host: string; readonly port: number}
  /** Of an opened deployment: other addresses by which it was known, earlier or elsewhere. */
  readonly alsoAt?: readonly {readonly host: string; readonly port: number}[]
  /** Of data instances: the master group. */
  readonly masterName?: string
  /** Of replicas: the instance it replicates from at first. */
  readonly replicaOf?: string
  /** In a cluster: the id it is known by to the others, 40 hex digits. */
  readonly nodeId?: string
  /** Of sentinels: the id it is known by to the others, 40 hex digits. */
  readonly sentinelId?: string
}

/** What sentinels monitor under one name, or a shard of a cluster: a master and its replicas. */
export interface MasterGroup {
  readonly name: string
  /** The instance that is master at first. */
  readonly instance: string
  readonly quorum?: number
  /** Of a shard: the slots that it has at first. */
  readonly slots?: SlotRange
  /** Of a shard of a twin whose slots are in several pieces: the others. */
  readonly moreSlots?: readonly SlotRange[]
}

/** A topology with names, addresses and quorum filled in: pure data, no process yet. */
export interface Plan {
  readonly name: string
  readonly topology: string
  readonly mode: Mode
  /** It was opened from evidence: what settings say counts only where a conf says it, too. */
  readonly isEvidenced?: true
  /** It is the twin of another deployment: what is odd in that one is so here. */
  readonly isTwin?: true
  /** With `--hosts`: all that were named, also those that have no instance yet. */
  readonly hosts?: readonly PlannedHost[]
  readonly masters: readonly MasterGroup[]
  readonly instances: readonly PlannedInstance[]
  readonly settings: Settings
}

export interface PlanOptions {
  readonly name: string
  readonly host: string
  /** Other hosts that the instances run on, instead of this machine. */
  readonly hosts?: readonly PlannedHost[] | undefined
  /** With other hosts and links: the address of this machine at which they reach the relay. */
  readonly relayAddress?: string | undefined
  /** The first port of the data instances; the others follow it. */
  readonly port: number
  readonly sentinelPort: number
  /** How many sentinels must agree that a master is down; a majority of them by default. */
  readonly quorum?: number | undefined
  /** Of the groups, one for each master. @default mymaster, or mymaster-1, mymaster-2, … */
  readonly masterNames?: readonly string[] | undefined
  readonly settings: Settings
  /** With links: the block of loopback addresses that the instances get theirs from. */
  readonly loopbackBlock?: number | undefined
  /** One id for each sentinel, 40 hex digits: randomness comes from outside. */
  readonly sentinelIds: readonly string[]
  /** One id for each node of a cluster, 40 hex digits. */
  readonly nodeIds?: readonly string[]
}

/**
 * Fills a topology in. Replicas are dealt to the masters in turn; all sentinels watch all masters.
 *
 * @throws RedislabError OPTION_INVALID when the quorum, the ports or a setting cannot be
 */
export function makePlan(topology: Topology, options: PlanOptions): Plan {
  const {masters, replicas, sentinels} = topology
  const quorum = sentinels > 0 ? (options.quorum ?? Math.floor(sentinels / 2) + 1) : undefined
  checkQuorum(options.quorum, sentinels)
  checkPorts(options, masters + replicas, sentinels)
  checkSettings(options.settings)
  if (topology.cluster) checkBusPorts(options, masters + replicas)

  const groups = topology.cluster ? makeShards(masters) : makeGroups(masters, quorum, options.masterNames)
  const {port, sentinelPort} = options
  const places = options.hosts === undefined ? undefined : spread(topology, options.hosts)
  const reach = (place: PlannedHost | undefined) =>
    place === undefined
      ? {host: options.host}
      : {host: options.relayAddress ?? place.address, onHost: place.name}
  // The same port on another address: what an instance says of its port in its log is what everybody knows it by.
  const bind = (index: number, own: number, place: PlannedHost | undefined) => {
    const host = place === undefined ? ownAddress(index) : options.relayAddress && place.address
    return host === undefined ? {} : {bound: {host, port: own}}
  }
  const ownAddress = (index: number) =>
    options.loopbackBlock === undefined ? undefined : loopbackAddress(options.loopbackBlock, index)
  const data = Array.from({length: masters + replicas}, (_, index): PlannedInstance => {
    const group = groups[index % masters] as MasterGroup
    const upstream = topology.chain ? index - masters : index % masters
    return {
      name: `n${index + 1}`,
      kind: 'redis',
      ...reach(places?.data[index]),
      port: port + index,
      ...bind(index, port + index, places?.data[index]),
      masterName: group.name,
      ...(topology.cluster ? {nodeId: options.nodeIds?.[index] ?? missingId()} : {}),
      ...(index < masters ? {} : {replicaOf: `n${upstream + 1}`}),
    }
  })
  const watchers = Array.from(
    {length: sentinels},
    (_, index): PlannedInstance => ({
      name: `s${index + 1}`,
      kind: 'sentinel',
      ...reach(places?.sentinels[index]),
      port: sentinelPort + index,
      ...bind(data.length + index, sentinelPort + index, places?.sentinels[index]),
      sentinelId: options.sentinelIds[index] ?? missingId(),
    }),
  )
  return {
    name: options.name,
    topology: formatTopology(topology),
    mode: modeOf(topology),
    ...(options.hosts === undefined ? {} : {hosts: options.hosts}),
    masters: groups,
    instances: [...data, ...watchers],
    settings: options.settings,
  }
}

function makeGroups(
  masters: number,
  quorum: number | undefined,
  names = nameMasters('mymaster', masters),
): readonly MasterGroup[] {
  return Array.from({length: masters}, (_, index) => ({
    name: names[index] ?? missingName(),
    instance: `n${index + 1}`,
    ...(quorum === undefined ? {} : {quorum}),
  }))
}

/** One master has the name itself; several are numbered: orders-1, orders-2, … */
export function nameMasters(name: string, masters: number): readonly string[] {
  return masters === 1 ? [name] : Array.from({length: masters}, (_, index) => `${name}-${index + 1}`)
}

function makeShards(masters: number): readonly MasterGroup[] {
  return dealSlots(masters).map((slots, index) => ({
    name: `shard-${index + 1}`,
    instance: `n${index + 1}`,
    slots,
  }))
}

/** Nodes of a cluster talk to each other on a port of their own, so far above the one for clients (cluster.h). */
export const busPortOffset = 10_000

/** The ports of an instance: the one for clients, and of a node of a cluster that of the bus. */
export function portsOf({port, nodeId}: PlannedInstance): readonly number[] {
  return nodeId === undefined ? [port] : [port, port + busPortOffset]
}

/** `host:port`, with IPv6 addresses in brackets. */
export function formatAddress({host, port}: {readonly host: string; readonly port: number}): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** Where an instance really listens; without links that is where everybody reaches it. */
export function listenAddress({host, port, bound}: PlannedInstance): {
  readonly host: string
  readonly port: number
} {
  return bound ?? {host, port}
}

/** Whether a relay stands between the instances of a plan. */
export function hasLinks({instances}: Plan): boolean {
  return instances.some(({bound}) => bound !== undefined)
}

/** Whether the instances of a plan run on other hosts than this machine. */
export function hasHosts({instances}: Plan): boolean {
  return instances.some(({onHost}) => onHost !== undefined)
}

/** The name of the instance at an address, or the address itself when it is nobody's. */
export function nameAddress(plan: Plan, address: string): string {
  return plan.instances.find((instance) => formatAddress(instance) === address)?.name ?? address
}

/** @throws RedislabError OPTION_INVALID when so many of the sentinels cannot agree */
export function checkQuorum(quorum: number | undefined, sentinels: number): void {
  if (quorum === undefined) return
  if (sentinels === 0) {
    throw new RedislabError('OPTION_INVALID', 'A quorum was given, but the topology has no sentinels.', {
      suggestions: ['Add sentinels to the topology (1m2r3s), or leave --quorum out.'],
    })
  }
  if (!Number.isInteger(quorum) || quorum < 1 || quorum > sentinels) {
    throw new RedislabError(
      'OPTION_INVALID',
      `A quorum of ${quorum} is not possible with ${sentinels} sentinel${sentinels === 1 ? '' : 's'}.`,
      {
        suggestions: [
          sentinels === 1 ? 'Choose --quorum 1, or leave it out.' : `Choose --quorum from 1 to ${sentinels}.`,
        ],
      },
    )
  }
}

/** Sentinel refuses a time of zero; with no resync at once it would leave the replicas with the old master. */
function checkSettings({downAfterMs, failoverTimeoutMs, parallelSyncs}: Settings): void {
  const counts = {
    'down-after': [downAfterMs, 'ms'],
    'failover-timeout': [failoverTimeoutMs, 'ms'],
    'parallel-syncs': [parallelSyncs, ''],
  } as const
  for (const [option, [count, unit]] of Object.entries(counts)) {
    if (count >= 1) continue
    throw new RedislabError('OPTION_INVALID', `--${option} is ${count}${unit}, which no sentinel takes.`, {
      suggestions: [`Give it 1${unit} at least.`],
    })
  }
}

function checkPorts({port, sentinelPort}: PlanOptions, data: number, sentinels: number): void {
  const blocks = [
    {what: '--port', first: port, count: data},
    {what: '--sentinel-port', first: sentinelPort, count: sentinels},
  ].filter(({count}) => count > 0)
  for (const {what, first, count} of blocks) {
    if (!Number.isInteger(first) || first < 1 || first + count - 1 > 65_535) {
      throw new RedislabError(
        'OPTION_INVALID',
        `${what} ${first}: ${count} ports from there do not fit between 1 and 65535.`,
        {suggestions: [`Choose a port from 1024 to ${65_536 - count}.`]},
      )
    }
  }
  if (sentinels > 0 && port < sentinelPort + sentinels && sentinelPort < port + data) {
    throw new RedislabError(
      'OPTION_INVALID',
      `The ports ${port} to ${port + data - 1} of the data instances and ${sentinelPort} to ${sentinelPort + sentinels - 1} of the sentinels overlap.`,
      {suggestions: ['Move one of them with --port or --sentinel-port.']},
    )
  }
}

/** @throws RedislabError OPTION_INVALID when the ports for clients and those for the bus do not fit */
function checkBusPorts({port}: PlanOptions, count: number): void {
  if (port + count - 1 + busPortOffset <= 65_535 && count <= busPortOffset) return
  throw new RedislabError(
    'OPTION_INVALID',
    `--port ${port}: the nodes of a cluster talk to each other ${busPortOffset} ports above, which is past 65535.`,
    {suggestions: [`Choose a port from 1024 to ${65_536 - busPortOffset - count}.`]},
  )
}

function missingName(): never {
  throw new TypeError('makePlan needs one name for each master')
}

function missingId(): never {
  throw new TypeError('makePlan needs one id for each sentinel, and for each node of a cluster')
}
