/** The fields of an INFO reply, by name. Sections have no names in common. */
export function parseInfo(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const separator = line.indexOf(':')
    if (separator > 0 && !line.startsWith('#'))
      fields.set(line.slice(0, separator), line.slice(separator + 1))
  }
  return fields
}

/** A replica as its master lists it. */
export interface ListedReplica {
  readonly address: string
  /** `wait_bgsave`, `send_bulk` or `online`. */
  readonly state: string
  readonly offset: number
}

/** A full resynchronisation that a replica is in, in bytes. */
export interface FullSync {
  /** Of the copy, so far. */
  readonly receivedBytes: number
  /** Of the whole copy; not of one that comes straight from the memory of the master, whose size nobody knows before its end. */
  readonly totalBytes?: number
  /** Writes that arrived meanwhile over a connection of their own, and wait for the copy: Redis 8.0, Valkey 8.0. */
  readonly keptBytes?: number
}

/** What a data instance says of replication: INFO replication. */
export interface ReplicationInfo {
  readonly role: 'master' | 'replica'
  readonly offset: number
  readonly replicationId: string
  /** Of a replica: its master's address, and whether the link is up. */
  readonly replicaOf?: string
  readonly linkUp?: boolean
  readonly fullSync?: FullSync
  /** How often it has asked for the master's data since the link went down: Redis 8.2 (redis, #13990). */
  readonly syncAttempts?: number
  /** Those that replicate from it. */
  readonly replicas: readonly ListedReplica[]
}

/** @returns undefined when the text has no replication section */
export function parseReplication(text: string): ReplicationInfo | undefined {
  const fields = parseInfo(text)
  const role = fields.get('role')
  if (role === undefined) return undefined
  const isMaster = role === 'master'
  const offset = fields.get(isMaster ? 'master_repl_offset' : 'slave_repl_offset')
  return {
    role: isMaster ? 'master' : 'replica',
    offset: Number(offset ?? 0),
    replicationId: fields.get('master_replid') ?? '',
    ...(isMaster
      ? {}
      : {
          replicaOf: addressOf(fields.get('master_host') ?? '', fields.get('master_port') ?? ''),
          linkUp: fields.get('master_link_status') === 'up',
          ...syncOf(fields),
        }),
    replicas: [...fields]
      .filter(([name]) => /^slave\d+$/.test(name))
      .map(([, value]) => parseListedReplica(value)),
  }
}

/** What a replica without a link says of how it gets one. */
function syncOf(fields: ReadonlyMap<string, string>): Pick<ReplicationInfo, 'fullSync' | 'syncAttempts'> {
  if (fields.get('master_link_status') === 'up') return {}
  const count = (...names: readonly string[]) =>
    Math.max(0, ...names.map((name) => Number(fields.get(name) ?? 0)))
  const attempts = count('master_current_sync_attempts')
  const total = count('master_sync_total_bytes')
  const kept = count('replica_full_sync_buffer_size', 'replicas_repl_buffer_size')
  const fullSync = {
    receivedBytes: count('master_sync_read_bytes'),
    ...(total === 0 ? {} : {totalBytes: total}),
    ...(kept === 0 ? {} : {keptBytes: kept}),
  }
  return {
    ...(fields.get('master_sync_in_progress') === '1' ? {fullSync} : {}),
    ...(attempts === 0 ? {} : {syncAttempts: attempts}),
  }
}

/** `ip=127.0.0.1,port=6381,state=online,offset=42,lag=0` */
function parseListedReplica(value: string): ListedReplica {
  const fields = new Map(
    value.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
  return {
    address: addressOf(fields.get('ip') ?? '', fields.get('port') ?? ''),
    state: fields.get('state') ?? '',
    offset: Number(fields.get('offset') ?? 0),
  }
}

/** `host:port` as redislab writes it everywhere, IPv6 in brackets. */
export function addressOf(host: string, port: string | number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
