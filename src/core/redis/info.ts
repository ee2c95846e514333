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

/** What a data instance says of replication: INFO replication. */
export interface ReplicationInfo {
  readonly role: 'master' | 'replica'
  readonly offset: number
  readonly replicationId: string
  /** Of a replica: its master's address, and whether the link is up. */
  readonly replicaOf?: string
  readonly linkUp?: boolean
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
        }),
    replicas: [...fields]
      .filter(([name]) => /^slave\d+$/.test(name))
      .map(([, value]) => parseListedReplica(value)),
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
