import {type ClusterListing, parseClusterShards, parseClusterSlots} from '../../core/redis/cluster-listing.ts'
import {type ClusterView, parseClusterNodes} from '../../core/redis/cluster-nodes.ts'
import {parseInfo, parseReplication} from '../../core/redis/info.ts'
import {
  type MonitoredMaster,
  parseSentinelMaster,
  parseSentinelViews,
  parseToldAddress,
} from '../../core/redis/sentinel-reply.ts'
import type {Observation} from '../../core/status/observation.ts'
import {textOf} from '../../core/text/text-of.ts'
import {nodeDefaults, todaysName} from '../../core/timeline/incidents/initial-values.ts'
import {Connection} from './connection.ts'
import type {Endpoint} from './endpoint.ts'
import {isReply} from './is-reply.ts'
import {connectionClosed, whyNoAnswer} from './why-no-answer.ts'

/** How an instance is asked. */
export type ObservedKind = 'redis' | 'sentinel' | 'cluster-node'

type Answer = Pick<Observation, 'replication' | 'cluster' | 'directives' | 'monitored' | 'tilt' | 'problem'>

export interface ObserverOptions {
  readonly timeoutMs?: number
  /** To begin with; another one is opened when it is lost. */
  readonly connection?: Connection | undefined
  /** What a sentinel is expected to monitor: it is asked of these at once, and of others when it has named them. */
  readonly masterNames?: readonly string[]
}

/**
 * Asks one instance again and again over one connection, which is opened again when it was lost. Never throws: an
 * instance that cannot be asked is an answer too.
 */
export class Observer implements Disposable {
  readonly #endpoint: Endpoint
  readonly #kind: ObservedKind
  readonly #timeoutMs: number
  readonly #masterNames: readonly string[]
  #connection: Connection | undefined

  constructor(
    kind: ObservedKind,
    endpoint: Endpoint,
    {timeoutMs = 1000, connection, masterNames = []}: ObserverOptions = {},
  ) {
    this.#kind = kind
    this.#endpoint = endpoint
    this.#timeoutMs = timeoutMs
    this.#masterNames = masterNames
    this.#connection = connection
  }

  async ask(): Promise<Answer> {
    const answer = await this.#askOnce()
    // A sentinel that reconfigures an instance ends the connections of its clients, ours too: that says nothing of it.
    return answer.problem === connectionClosed ? this.#askOnce() : answer
  }

  async #askOnce(): Promise<Answer> {
    try {
      this.#connection ??= await Connection.open(this.#endpoint, {timeoutMs: this.#timeoutMs})
      return await askers[this.#kind](this.#connection, this.#masterNames)
    } catch (error) {
      this[Symbol.dispose]()
      return {problem: whyNoAnswer(error)}
    }
  }

  /** The connection in use, if the last question was answered. */
  get connection(): Connection | undefined {
    return this.#connection
  }

  [Symbol.dispose](): void {
    this.#connection?.[Symbol.dispose]()
    this.#connection = undefined
  }
}

const askers = {redis: askRedis, sentinel: askSentinel, 'cluster-node': askClusterNode} as const

async function askClusterNode(connection: Connection): Promise<Answer> {
  const [answer, info, nodes, slots, shards] = await Promise.all([
    askReplication(connection, 'cluster-*'),
    connection.call('CLUSTER', 'INFO'),
    connection.call('CLUSTER', 'NODES'),
    connection.call('CLUSTER', 'SLOTS').then(parseClusterSlots),
    connection.call('CLUSTER', 'SHARDS').then(parseClusterShards, ignoreUnknown),
  ])
  const fields = parseInfo(String(info))
  const cluster: ClusterView = {
    state: fields.get('cluster_state') ?? 'unknown',
    currentEpoch: Number(fields.get('cluster_current_epoch')),
    slotsAssigned: Number(fields.get('cluster_slots_assigned')),
    slotsOk: Number(fields.get('cluster_slots_ok')),
    nodes: parseClusterNodes(String(nodes)),
    listings: shards === undefined ? [slots] : [slots, shards],
  }
  return {...answer, cluster}
}

/** Redis before 7.0 has no CLUSTER SHARDS. */
function ignoreUnknown(error: unknown): ClusterListing | undefined {
  if (isReply(error) && /unknown subcommand/i.test(error.message)) return undefined
  throw error
}

/** Those that decide about failovers; none where CONFIG is refused. */
function directivesOf(reply: unknown): Readonly<Record<string, string>> {
  const flat = Array.isArray(reply) ? reply.map(textOf) : []
  const pairs = flat.flatMap((name, index) =>
    index % 2 === 0 ? [[todaysName(name), flat[index + 1] ?? ''] as const] : [],
  )
  return Object.fromEntries(pairs.filter(([name]) => Object.hasOwn(nodeDefaults, name)))
}

function askRedis(connection: Connection): Promise<Answer> {
  return askReplication(connection, 'replica-priority')
}

async function askReplication(connection: Connection, directives: string): Promise<Answer> {
  const [info, config] = await Promise.all([
    connection.call('INFO', 'replication'),
    connection.call('CONFIG', 'GET', directives).catch(replyText),
  ])
  const replication = parseReplication(String(info))
  return replication === undefined
    ? {problem: 'its INFO has no replication section'}
    : {replication, directives: directivesOf(config)}
}

async function askSentinel(connection: Connection, expected: readonly string[]): Promise<Answer> {
  // Sent together and answered in one go.
  const answers = Promise.all([connection.call('SENTINEL', 'MASTERS'), connection.call('INFO', 'sentinel')])
  const asked = new Map(expected.map((name) => [name, askOfMaster(connection, name)]))
  // One that it does not monitor is refused.
  for (const answer of asked.values()) answer.catch(() => {})
  const [reply, info] = await answers
  const masters = (Array.isArray(reply) ? reply : []).map(parseSentinelMaster)
  const monitored = await Promise.all(
    masters.map(async (master): Promise<[string, MonitoredMaster]> => {
      const {name} = master.view
      return [name, {...master, ...(await (asked.get(name) ?? askOfMaster(connection, name)))}]
    }),
  )
  const tilt = parseInfo(String(info)).get('sentinel_tilt') === '1'
  return {monitored: new Map(monitored), ...(tilt ? {tilt} : {})}
}

async function askOfMaster(connection: Connection, name: string) {
  const [told, replicas, sentinels, quorumProblem] = await Promise.all([
    connection.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name),
    connection.call('SENTINEL', 'REPLICAS', name),
    connection.call('SENTINEL', 'SENTINELS', name),
    connection.call('SENTINEL', 'CKQUORUM', name).then(() => undefined, replyText),
  ])
  return {
    told: parseToldAddress(told),
    replicas: parseSentinelViews(replicas),
    sentinels: parseSentinelViews(sentinels),
    quorumOk: quorumProblem === undefined,
    ...(quorumProblem === undefined ? {} : {quorumProblem}),
  }
}

/** What Redis said instead of OK. Whatever is not Redis's own reply is thrown on. */
function replyText(error: unknown): string {
  if (isReply(error)) return error.message
  throw error
}
