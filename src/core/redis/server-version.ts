import type {ServerInfo} from '../status/status.ts'

export type ServerVersion = Pick<ServerInfo, 'flavour' | 'version'>

/**
 * Reads the output of `redis-server --version`, such as
 * `Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=…` or `Valkey server v=8.1.1 …`.
 *
 * @returns undefined when it is not the output of a Redis or Valkey server
 */
export function parseServerVersion(output: string): ServerVersion | undefined {
  const match = /^(Redis|Valkey) server v=(\d+(?:\.\d+)*\S*)/m.exec(output)
  if (match?.[2] === undefined) return undefined
  return {flavour: match[1] === 'Valkey' ? 'valkey' : 'redis', version: match[2]}
}

/** The oldest versions that redislab supports. */
export const oldestSupported = {redis: '6.2.0', valkey: '7.2.0'} as const

/**
 * What a Valkey server gives as its redis_version, for clients that look there: always the last Redis that it shares a
 * history with (valkey: version.h). Undefined for Redis, which says its own.
 */
export function claimedRedisVersion({flavour}: ServerVersion): string | undefined {
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

/** What depends on the version of the server, decided here and nowhere else. */
export interface ServerFeatures {
  /** `--check-system` (Redis 7.0, all Valkey). */
  readonly checkSystem: boolean
  /** `shutdown-timeout`, and `SHUTDOWN NOW FORCE` (7.0). */
  readonly shutdownTimeout: boolean
  /** `enable-debug-command` is there and says no unless told (7.0). */
  readonly debugCommandGate: boolean
  /** `bind-source-addr` (7.0); before, connections are made from the first address of `bind`. */
  readonly bindSource: boolean
}

export function featuresOf({flavour, version}: ServerVersion): ServerFeatures {
  const sinceRedis7 = flavour === 'valkey' || compareVersions(version, '7.0.0') >= 0
  return {
    checkSystem: sinceRedis7,
    shutdownTimeout: sinceRedis7,
    debugCommandGate: sinceRedis7,
    bindSource: sinceRedis7,
  }
}
