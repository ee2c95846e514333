import {rowOf} from '../../core/evidence/sentinel-directives.ts'
import {parseInfo} from '../../core/redis/info.ts'
import {formatAddress} from '../../core/topology/plan.ts'
import type {InstanceKind} from '../../core/words.ts'
import {Connection} from '../redis/connection.ts'
import type {Endpoint} from '../redis/endpoint.ts'
import {isReply} from '../redis/is-reply.ts'
import {whyNoAnswer} from '../redis/why-no-answer.ts'

/** One command, and what was answered; an error of Redis is an answer, too. */
export interface Reply {
  readonly words: readonly string[]
  readonly reply: unknown
}

/** What one instance that redislab did not start was asked, and answered. */
export interface AskedNode {
  /** Where it was reached. */
  readonly reachedAt: string
  readonly kind: InstanceKind
  /** Milliseconds since 1970. */
  readonly at: number
  readonly replies: readonly Reply[]
  /** Of a server that of this run of its process, of a sentinel its own: what others name it by. */
  readonly runId: string | undefined
  /** Why it could not be asked, or not to the end. */
  readonly problem?: string
}

/** How long a node may take to connect, and for a reply. */
const timeoutMs = 4000

const ofServer = [
  ['ROLE'],
  ['CONFIG', 'GET', '*'],
  ['ACL', 'LIST'],
  ['ACL', 'LOG', '32'],
  ['CLIENT', 'LIST'],
  ['SLOWLOG', 'GET', '32'],
  ['LATENCY', 'LATEST'],
]
const ofClusterNode = ['INFO', 'NODES', 'SLOTS', 'SHARDS'].map((word) => ['CLUSTER', word])
const ofSentinel = [
  ['SENTINEL', 'CONFIG', 'GET', '*'],
  ['ACL', 'LIST'],
  ['SENTINEL', 'MYID'],
  // Without more words it only tells its periods; unknown before 7.0.
  ['SENTINEL', 'DEBUG'],
  ['SENTINEL', 'MASTERS'],
]

/**
 * Asks an instance all that a diagnosis needs, one command after another. Never throws: one that cannot be asked is an answer.
 *
 * @param kind what it is taken for while it has not answered
 */
export async function askNode(
  endpoint: Endpoint,
  kind: InstanceKind,
  {signal, extent = 'all'}: {signal?: AbortSignal | undefined; extent?: 'all' | 'counters'} = {},
): Promise<AskedNode> {
  const replies: Reply[] = []
  const at = Date.now()
  let is = kind
  const found = (problem?: string): AskedNode => ({
    reachedAt: formatAddress(endpoint),
    kind: is,
    at,
    replies,
    runId: (is === 'sentinel' ? sentinelIdIn(replies) : undefined) ?? fieldOf(replies, 'run_id'),
    ...(problem === undefined ? {} : {problem}),
  })
  try {
    using connection = await Connection.open(endpoint, {timeoutMs})
    const ask = async (words: readonly string[]) => {
      signal?.throwIfAborted()
      const reply = await callOne(connection, words)
      replies.push({words, reply})
      return reply
    }
    /** The name of a user that was refused something: before 7.2 the refusal does not say it. */
    const askWho = async () => {
      if (replies.some(({reply}) => isRefusal(reply))) await ask(['ACL', 'WHOAMI'])
    }
    const info = await ask(['INFO'])
    if (info instanceof Error) return found(whyNoAnswer(info))
    const mode = fieldOf(replies, 'redis_mode') ?? fieldOf(replies, 'server_mode')
    is = mode === 'sentinel' ? 'sentinel' : 'redis'
    if (extent === 'counters') return found()
    if (is === 'redis') {
      for (const words of ofServer) await ask(words)
      if (mode === 'cluster') for (const words of ofClusterNode) await ask(words)
      await askWho()
      return found()
    }
    let masters: unknown
    for (const words of ofSentinel) masters = await ask(words)
    for (const name of namesIn(masters))
      for (const word of ['REPLICAS', 'SENTINELS', 'CKQUORUM', 'GET-MASTER-ADDR-BY-NAME'])
        await ask(['SENTINEL', word, name])
    await askWho()
    return found()
  } catch (error) {
    signal?.throwIfAborted()
    return found(whyNoAnswer(error))
  }
}

async function callOne(connection: Connection, [command = '', ...args]: readonly string[]): Promise<unknown> {
  try {
    return await connection.call(command, ...args)
  } catch (error) {
    if (isReply(error)) return error
    throw error
  }
}

function isRefusal(reply: unknown): boolean {
  return reply instanceof Error && /^NOPERM\b/.test(reply.message)
}

/** The reply to a command; undefined where it was not asked, or refused. */
export function replyTo(replies: readonly Reply[], ...words: readonly string[]): unknown {
  const found = replies.find((it) => it.words.join(' ') === words.join(' '))?.reply
  return found instanceof Error ? undefined : found
}

/** A field of the INFO that an instance answered. */
export function fieldOf(replies: readonly Reply[], name: string): string | undefined {
  return parseInfo(String(replyTo(replies, 'INFO') ?? '')).get(name)
}

/** Undefined before Redis 6.2, and for a user that may not ask: then that of its process has to do. */
function sentinelIdIn(replies: readonly Reply[]): string | undefined {
  const reply = replyTo(replies, 'SENTINEL', 'MYID')
  return typeof reply === 'string' ? reply : undefined
}

/** The names of the masters in a reply of SENTINEL MASTERS. */
export function namesIn(masters: unknown): readonly string[] {
  return (Array.isArray(masters) ? masters : []).flatMap((row) => rowOf(row).get('name') ?? [])
}
