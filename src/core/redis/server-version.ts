import type {ServerInfo} from '../words.ts'

/** Servers that redislab knows by name. */
export type Flavour = ServerInfo['flavour'] | 'keydb'

export type ServerVersion = Pick<ServerInfo, 'flavour' | 'version'>

/** What a server says of itself. */
export interface ReportedVersion {
  readonly flavour: Flavour
  readonly version: string
}

/** The oldest versions that redislab supports; null where it supports none. */
export const oldestSupported = {redis: '6.2.0', valkey: '7.2.0', keydb: null} as const

const titles: Readonly<Record<Flavour, string>> = {redis: 'Redis', valkey: 'Valkey', keydb: 'KeyDB'}

/**
 * Reads the output of `redis-server --version`, such as
 * `Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=…` or `Valkey server v=8.1.1 …`.
 * Valkey 7.2 prints no name: `Server v=7.2.7 sha=…` (valkey 7.2: server.c, version).
 *
 * @returns undefined when it is not the output of a server that redislab knows
 */
export function parseServerVersion(output: string): ReportedVersion | undefined {
  const named = /^(Redis|Valkey|KeyDB) server v=(\d+(?:\.\d+)*[\w.+~-]*)(?=\s|$)/m.exec(output)
  const nameless = /^Server v=(7\.2\.\d+(?:-rc\d+)?) sha=\w+:\d+ malloc=\S+ bits=\d+ build=\w+$/m.exec(output)
  const [title = 'valkey', version] = named?.slice(1) ?? [undefined, nameless?.[1]]
  if (version === undefined) return undefined
  return {flavour: title.toLowerCase() as Flavour, version}
}

/**
 * What a Valkey server gives as its redis_version, for clients that look there: always the last Redis that it shares a
 * history with (valkey: version.h). Undefined for Redis, which says its own.
 */
export function claimedRedisVersion({flavour}: ReportedVersion): string | undefined {
  return flavour === 'valkey' ? '7.2.4' : undefined
}

/** Compares dotted versions by number: negative when `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) =>
    version.split('.').map((part) => Number.parseInt(part, 10) || 0),
  )
  for (let index = 0; index < 3; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Why redislab does not run a server, as the end of a sentence; undefined when it does. */
export function whyUnsupported({flavour, version}: ReportedVersion): string | undefined {
  const oldest = oldestSupported[flavour]
  if (oldest === null) return `redislab does not support ${titles[flavour]}`
  if (compareVersions(version, oldest) >= 0) return undefined
  return `redislab needs ${titles[flavour]} ${oldest.replace(/\.0$/, '')} or later`
}

/**
 * What depends on the version of the server, decided here and nowhere else: the first versions that have it; null where none has. (What
 * servers log in other words, wording.ts and the catalogue know; which claims hold on which, the labs say.)
 */
const since = {
  /** `--check-system`. */
  checkSystem: {redis: '7.0.0', valkey: '7.2.0'},
  /** `enable-debug-command` is there, and says no by default. */
  debugCommandGate: {redis: '7.0.0', valkey: '7.2.0'},
  /** `enable-protected-configs` and `enable-module-command` are there, and say no by default. */
  protectedConfigs: {redis: '7.0.0', valkey: '7.2.0'},
  /** `bind-source-addr`; before, connections are made from the first address of `bind`. */
  bindSource: {redis: '7.0.0', valkey: '7.2.0'},
  /** The name of the conf file is made absolute and taken for a pattern (config.c: loadServerConfig). */
  confIsPattern: {redis: '7.0.0', valkey: '7.2.0'},
  /** SENTINEL DEBUG: the periods of a sentinel that no conf can set. */
  sentinelDebug: {redis: '7.0.0', valkey: '7.2.0'},
  /** SIGUSR2 makes threads write their stacks into the log; before, it ends a server. */
  stackSignal: {redis: '7.4.0', valkey: '8.0.0'},
  /** CLUSTER SETSLOT is answered when the replicas know of it (valkey: blockClientForReplicaAck). */
  setslotWaits: {redis: null, valkey: '8.0.0'},
  /** Nodes of a cluster know the id of their shard, and keep it in nodes.conf. */
  shardIds: {redis: '7.2.0', valkey: '7.2.0'},
  /** SENTINEL FAILOVER … COORDINATED, for which sentinels send FAILOVER to masters (valkey 9.0: sentinel.c). */
  coordinatedFailover: {redis: null, valkey: '9.0.0'},
  /** `shutdown-on-sigterm failover`: a master of a cluster hands over before it ends (valkey 9.0: cluster_legacy.c, clusterAutoFailoverOnShutdown). */
  shutdownFailover: {redis: null, valkey: '9.0.0'},
  /** `cluster-announce-hostname` (redis 7.0: cluster.c). */
  announcedHostnames: {redis: '7.0.0', valkey: '7.2.0'},
  /** CLUSTER MIGRATION IMPORT (redis 8.4: cluster_asm.c), CLUSTER MIGRATESLOTS (valkey 9.0: cluster_migrateslots.c): slots move whole. */
  atomicSlots: {redis: '8.4.0', valkey: '9.0.0'},
  /**
   * A replica downloads a copy in a thread of its own, and looks once a second whether it is complete; unless it loads it
   * straight from the socket (valkey 9.1: replicationCron).
   */
  downloadThread: {redis: null, valkey: '9.1.0'},
} as const

/** What a server has or has not. */
export type ServerFeature = keyof typeof since
export type ServerFeatures = Readonly<Record<ServerFeature, boolean>>

/** The first versions that have it, as a person says it: `Redis 8.4 or later, Valkey 9.0 or later`. */
export function firstServersWith(feature: ServerFeature): string {
  const flavours = ['redis', 'valkey'] as const
  return flavours
    .flatMap((flavour) => {
      const version = since[feature][flavour]
      return version === null ? [] : [`${titles[flavour]} ${version.replace(/\.0$/, '')} or later`]
    })
    .join(', ')
}

/** `Redis 8.0.2` */
export function nameServer({flavour, version}: ServerVersion): string {
  return `${titles[flavour]} ${version}`
}

export function featuresOf({flavour, version}: ServerVersion): ServerFeatures {
  const has = (feature: ServerFeature) => {
    const first = since[feature][flavour]
    return first !== null && compareVersions(version, first) >= 0
  }
  return {
    checkSystem: has('checkSystem'),
    debugCommandGate: has('debugCommandGate'),
    protectedConfigs: has('protectedConfigs'),
    bindSource: has('bindSource'),
    confIsPattern: has('confIsPattern'),
    sentinelDebug: has('sentinelDebug'),
    stackSignal: has('stackSignal'),
    setslotWaits: has('setslotWaits'),
    shardIds: has('shardIds'),
    coordinatedFailover: has('coordinatedFailover'),
    shutdownFailover: has('shutdownFailover'),
    announcedHostnames: has('announcedHostnames'),
    atomicSlots: has('atomicSlots'),
    downloadThread: has('downloadThread'),
  }
}
