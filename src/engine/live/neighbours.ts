import {rowOf} from '../../core/evidence/sentinel-directives.ts'
import {parseClusterNodes} from '../../core/redis/cluster-nodes.ts'
import {addressOf, parseInfo} from '../../core/redis/info.ts'
import type {InstanceKind} from '../../core/words.ts'
import {type AskedNode, namesIn, replyTo} from './ask-node.ts'

/** An instance as another one names it. */
export interface Named {
  readonly address: string
  readonly kind: InstanceKind
  /** Of its process, where that is said. */
  readonly runId?: string | undefined
}

/** Whom an instance names: its master and replicas, the nodes of its cluster; of a sentinel all that it knows. */
export function namedBy({replies}: Pick<AskedNode, 'replies'>): readonly Named[] {
  return [...inInfo(String(replyTo(replies, 'INFO') ?? '')), ...inCluster(replies), ...inSentinel(replies)]
}

function inInfo(text: string): readonly Named[] {
  const fields = parseInfo(text)
  const host = fields.get('master_host')
  const master =
    host === undefined
      ? []
      : [{address: addressOf(host, fields.get('master_port') ?? ''), kind: 'redis' as const}]
  const replicas = [...fields].flatMap(([name, value]): readonly Named[] => {
    const place = /^slave\d+$/.test(name) ? /ip=([^,]+),port=(\d+)/.exec(value) : null
    return place === null ? [] : [{address: addressOf(place[1] ?? '', place[2] ?? ''), kind: 'redis'}]
  })
  return [...master, ...replicas]
}

function inCluster(replies: AskedNode['replies']): readonly Named[] {
  return parseClusterNodes(String(replyTo(replies, 'CLUSTER', 'NODES') ?? ''))
    .filter(
      ({flags, address}) => !flags.includes('noaddr') && !flags.includes('handshake') && isPlace(address),
    )
    .map(({address}) => ({address, kind: 'redis'}))
}

function inSentinel(replies: AskedNode['replies']): readonly Named[] {
  const masters = replyTo(replies, 'SENTINEL', 'MASTERS')
  const rows = namesIn(masters).flatMap((name) => [
    ...rowsOf(replyTo(replies, 'SENTINEL', 'REPLICAS', name), 'redis'),
    ...rowsOf(replyTo(replies, 'SENTINEL', 'SENTINELS', name), 'sentinel'),
  ])
  return [...rowsOf(masters, 'redis'), ...rows]
}

function rowsOf(reply: unknown, kind: InstanceKind): readonly Named[] {
  return (Array.isArray(reply) ? reply : []).flatMap((item): readonly Named[] => {
    const row = rowOf(item)
    const host = row.get('ip')
    const port = row.get('port')
    if (host === undefined || host === '' || port === undefined || port === '0') return []
    // Of a server the id of its process, of a sentinel its own: only the first is that of INFO.
    return [{address: addressOf(host, port), kind, runId: row.get('runid') || undefined}]
  })
}

/** How a node of a cluster is known to the others, by its own words. */
export function ownAddressIn({replies}: Pick<AskedNode, 'replies'>): string | undefined {
  const own = parseClusterNodes(String(replyTo(replies, 'CLUSTER', 'NODES') ?? '')).find(({flags}) =>
    flags.includes('myself'),
  )
  return own !== undefined && isPlace(own.address) ? own.address : undefined
}

/** Of a node that does not know its own address it is `:6379`. An IPv6 address begins with a colon, too: `::1:6379`. */
function isPlace(address: string): boolean {
  return /^(?!:\d+$).+:[1-9]\d*$/.test(address)
}
