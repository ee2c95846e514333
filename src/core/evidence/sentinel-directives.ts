import {textOf} from '../text/text-of.ts'

type Row = ReadonlyMap<string, string>

/** What a sentinel replied of one master. */
export interface MonitoredReplies {
  readonly master: Row
  readonly replicas: readonly Row[]
  readonly sentinels: readonly Row[]
}

/** The fields of a row of SENTINEL MASTERS, REPLICAS or SENTINELS, as RESP 2 has them: names and values in turn. */
export function rowOf(reply: unknown): Row {
  const flat = Array.isArray(reply) ? reply.map(textOf) : []
  return new Map(
    flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : [])),
  )
}

/**
 * What a sentinel replies of itself and its masters, as the lines that its conf holds of it (sentinel.c:
 * rewriteConfigSentinelOption): replies and confs are judged by the same rules so.
 *
 * @param settings the reply of SENTINEL CONFIG GET
 */
export function sentinelDirectives(
  myId: string | undefined,
  monitored: readonly MonitoredReplies[],
  settings: Row,
): readonly string[] {
  const own = [
    'resolve-hostnames',
    'announce-hostnames',
    'announce-ip',
    'announce-port',
    'sentinel-user',
  ].flatMap((name) => {
    const value = settings.get(name)
    return value === undefined || value === '' || value === '0' ? [] : [`sentinel ${name} ${value}`]
  })
  // Before 7.0 a sentinel does not say it, and could not have a name on record without it.
  const hasNames = monitored.some(({master}) => /[g-z]/i.test(master.get('ip') ?? ''))
  const resolves = hasNames && !settings.has('resolve-hostnames') ? ['sentinel resolve-hostnames yes'] : []
  return [
    ...(myId === undefined ? [] : [`sentinel myid ${myId}`]),
    ...own,
    ...resolves,
    ...monitored.flatMap(directivesOf),
  ]
}

function directivesOf({master, replicas, sentinels}: MonitoredReplies): readonly string[] {
  const name = master.get('name')
  const option = (own: string) => {
    const value = master.get(own)
    return value === undefined ? [] : [`sentinel ${own} ${name} ${value}`]
  }
  const place = (row: Row) => `${row.get('ip')} ${row.get('port')}`
  return [
    `sentinel monitor ${name} ${place(master)} ${master.get('quorum')}`,
    ...['down-after-milliseconds', 'failover-timeout', 'parallel-syncs', 'config-epoch'].flatMap(option),
    ...['notification-script', 'client-reconfig-script'].flatMap(option),
    ...replicas.map((row) => `sentinel known-replica ${name} ${place(row)}`),
    ...sentinels.map((row) => `sentinel known-sentinel ${name} ${place(row)} ${row.get('runid')}`),
  ]
}
