import {compareVersions, type ServerVersion} from './server-version.ts'

/** From which version on a server writes which version of RDB (rdb.h: RDB_VERSION), the newest first. */
const since: Readonly<Record<ServerVersion['flavour'], readonly (readonly [string, number])[]>> = {
  redis: [
    ['8.6', 13],
    ['7.4', 12],
    ['7.2', 11],
    ['7.0', 10],
    ['5.0', 9],
  ],
  valkey: [
    ['9.0', 80],
    ['7.2', 11],
  ],
}

/** The version of RDB that a server writes, and puts below what DUMP and MIGRATE send; undefined before Redis 5. */
export function rdbVersionOf({flavour, version}: ServerVersion): number | undefined {
  return since[flavour].find(([first]) => compareVersions(version, first) >= 0)?.[1]
}

/**
 * Whether a server takes keys that another one sends with MIGRATE: not from a newer version of RDB than its own
 * (cluster.c: verifyDumpPayload). Undefined where a version is not known.
 */
export function takesKeysOf(target: ServerVersion, source: ServerVersion): boolean | undefined {
  const [own, sent] = [rdbVersionOf(target), rdbVersionOf(source)]
  if (own === undefined || sent === undefined) return undefined
  // From 12 to 79 are those of Redis alone, which Valkey does not read although it writes 80 (valkey: rdb.h, rdbIsForeignVersion).
  if (target.flavour === 'valkey' && sent >= 12 && sent < 80) return false
  return sent <= own
}
