import {Cluster, Redis, type RedisOptions} from 'ioredis'
import type {Credentials, Tls} from '../../core/config/access.ts'
import {messageOf} from '../../core/errors/message-of.ts'
import {waitFor} from '../time/wait.ts'
import type {Endpoint} from './endpoint.ts'
import {isReply} from './is-reply.ts'
import {SentCommand} from './sent-command.ts'
import {QuietSentinelConnector} from './sentinel-connector.ts'
import {tlsOptions} from './tls-options.ts'

/** How an application finds the master: through sentinels, or by an address that somebody wrote down. */
export type MasterFinder =
  | ({
      readonly kind: 'sentinels'
      readonly sentinels: readonly Endpoint[]
      readonly masterName: string
      readonly sentinelPassword?: string | undefined
    } & Entry)
  | {readonly kind: 'address'; readonly endpoint: Endpoint}
  /** In a cluster: by the slot of the key. Each node knows who has it. */
  | ({readonly kind: 'cluster'; readonly nodes: readonly Endpoint[]} & Entry)

/** How the data instances let one in. */
type Entry = Credentials & {readonly tls?: Tls | undefined}

export interface FollowingClientOptions {
  /** Milliseconds for each command. @default 1000 */
  readonly timeoutMs?: number
}

/** The outcome of a command that failed. Only `unknown` leaves open whether it was carried out. */
export type FailedOutcome = 'refused' | 'not-sent' | 'unknown'

/** A command that failed, with the kind of the failure in a word: Redis's own (READONLY), or timeout, refused, closed … */
export class CallFailure extends Error {
  override readonly name = 'CallFailure'
  readonly kind: string
  readonly outcome: FailedOutcome

  constructor(kind: string, outcome: FailedOutcome, cause: unknown) {
    super(messageOf(cause), {cause})
    this.kind = kind
    this.outcome = outcome
  }
}

const reconnectAfterMs = 50

/**
 * A client such as an application has: it follows the master through the sentinels, connects again when it must, and
 * subscribes again by itself. What it does not do is to send a command a second time: a failure is told at once, and
 * whether it was carried out.
 */
export class FollowingClient implements Disposable {
  readonly #client: Redis | Cluster
  /** Why there is no connection, in a word. */
  #problem = 'disconnected'
  #failures = 0
  #isDisposed = false
  readonly #channels = new Set<string>()
  readonly #refreshing: NodeJS.Timeout | undefined

  private constructor(client: Redis | Cluster) {
    this.#client = client
    // Not by the option slotsRefreshInterval: ioredis 6.0 goes on with it for ever when it is closed while it asks.
    if (client instanceof Cluster) {
      const refresh = () => client.status === 'ready' && client.refreshSlotsCache()
      this.#refreshing = setInterval(refresh, slotsRefreshMs).unref()
    }
    client.on('ready', () => {
      this.#problem = 'disconnected'
      if (client instanceof Redis) void this.#subscribeAgain(client)
    })
    client.on('error', (error: NodeJS.ErrnoException) => {
      this.#problem = connectionProblemOf(error) ?? this.#problem
      this.#failures += 1
    })
    // ioredis 6.0 ends for good when +switch-master comes while it is connecting: its failover detector closes the
    // connector, and that looks to it as if it had been told to close.
    client.on('end', () => {
      setTimeout(() => {
        if (!this.#isDisposed) client.connect().catch(() => {})
      }, reconnectAfterMs).unref()
    })
  }

  /** Does not wait: until there is a connection, commands fail as not sent. */
  static open(finder: MasterFinder, {timeoutMs = 1000}: FollowingClientOptions = {}): FollowingClient {
    if (finder.kind === 'cluster') return new FollowingClient(openCluster(finder, timeoutMs))
    return new FollowingClient(
      new Redis({
        ...finderOptions(finder),
        connectTimeout: 1000,
        commandTimeout: timeoutMs,
        disconnectTimeout: 0,
        retryStrategy: () => reconnectAfterMs,
        // Nothing is kept for later and nothing is sent twice: an answer that did not come is a fact to be counted.
        enableOfflineQueue: false,
        autoResendUnfulfilledCommands: false,
        maxRetriesPerRequest: 0,
        // Its own way of doing that lets a failure go unheard, which ends the process: #subscribeAgain.
        autoResubscribe: false,
        disableClientInfo: true,
        protocol: 2,
      }),
    )
  }

  /** @throws CallFailure */
  async call(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    return this.#send(command, args.map(String))
  }

  /**
   * Listens to a channel for as long as the client lives, over connections that come and go.
   *
   * @throws CallFailure when it cannot be subscribed to now
   */
  async subscribe(channel: string, onMessage: (message: string) => void): Promise<void> {
    await this.#send('subscribe', [channel])
    this.#channels.add(channel)
    this.#client.on('message', (from: string, message: string) => {
      if (from === channel) onMessage(message)
    })
  }

  /** How often it could not connect, or lost its connection. */
  get failures(): number {
    return this.#failures
  }

  get isReady(): boolean {
    return this.#client.status === 'ready'
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true
    clearInterval(this.#refreshing)
    this.#client.disconnect()
  }

  async #send(name: string, args: readonly string[]): Promise<unknown> {
    const command = new SentCommand(name, args)
    try {
      return await command.sendOver(this.#client)
    } catch (error) {
      throw this.#toFailure(error, command.isUnanswered)
    }
  }

  /** On a new connection. One that does not take the subscription would stay deaf: it is given up for another. */
  async #subscribeAgain(client: Redis): Promise<void> {
    if (this.#channels.size === 0) return
    const {stream} = client
    try {
      await client.subscribe(...this.#channels)
    } catch {
      if (client.stream === stream && client.status === 'ready') client.disconnect(true)
    }
  }

  #toFailure(error: unknown, isUnanswered: boolean): CallFailure {
    if (isReply(error)) {
      const word = /^-?([A-Z]+)\b/.exec(messageOf(error))?.[1] ?? 'ERR'
      return new CallFailure(word, 'refused', error)
    }
    if (!isUnanswered) return new CallFailure(this.#problem, 'not-sent', error)
    return new CallFailure(messageOf(error) === 'Command timed out' ? 'timeout' : 'closed', 'unknown', error)
  }
}

/**
 * Waits until all clients have found whom they follow.
 *
 * @param failures after so many of one client it is waited no longer
 * @returns false when they have not in time
 */
export async function untilReady(
  clients: readonly FollowingClient[],
  {
    withinMs,
    failures = Number.POSITIVE_INFINITY,
    signal,
  }: {
    readonly withinMs: number
    readonly failures?: number | undefined
    readonly signal?: AbortSignal | undefined
  },
): Promise<boolean> {
  const isOver = async () => {
    if (clients.every((client) => client.isReady)) return true
    return clients.some((client) => !client.isReady && client.failures >= failures) ? false : undefined
  }
  return (await waitFor(isOver, {withinMs, everyMs: 5, signal})) === true
}

/** How often a client of a cluster asks again who has which slots: a master that is dead does not say MOVED. */
const slotsRefreshMs = 200

function openCluster(
  {nodes, ...entry}: Extract<MasterFinder, {readonly kind: 'cluster'}>,
  timeoutMs: number,
): Cluster {
  return new Cluster(
    nodes.map(({host, port}) => ({host, port})),
    {
      clusterRetryStrategy: () => reconnectAfterMs,
      slotsRefreshTimeout: 500,
      // As above: nothing is kept for later, and nothing is sent twice but where a node said that it did not do it.
      enableOfflineQueue: false,
      retryDelayOnFailover: 0,
      retryDelayOnClusterDown: 0,
      redisOptions: {
        ...entryOptions(entry),
        connectTimeout: 1000,
        commandTimeout: timeoutMs,
        disconnectTimeout: 0,
        autoResendUnfulfilledCommands: false,
        maxRetriesPerRequest: 0,
        disableClientInfo: true,
        protocol: 2,
      },
    },
  )
}

function finderOptions(finder: Exclude<MasterFinder, {readonly kind: 'cluster'}>) {
  if (finder.kind === 'address') {
    const {host, port, ...entry} = finder.endpoint
    return {host, port, ...entryOptions(entry)}
  }
  const {sentinels, masterName, sentinelPassword, tls} = finder
  return {
    sentinels: sentinels.map(({host, port}) => ({host, port})),
    name: masterName,
    role: 'master' as const,
    // An old master that has become a replica: look for the new one, without sending again.
    reconnectOnError: (error: Error) => (error.message.startsWith('READONLY') ? (1 as const) : false),
    ...entryOptions(finder),
    ...(sentinelPassword === undefined ? {} : {sentinelPassword}),
    // Its options for data instances are not for sentinels, and it uses them only when this is said.
    ...(tls === undefined ? {} : {enableTLSForSentinelMode: true, sentinelTLS: tlsOptions(tls)}),
    // Told by +switch-master, it leaves a master that hangs without waiting for a timeout.
    failoverDetector: true,
    // Its options are those above; ioredis types them wider.
    Connector: QuietSentinelConnector as unknown as RedisOptions['Connector'],
    sentinelCommandTimeout: 500,
    sentinelRetryStrategy: () => reconnectAfterMs,
    sentinelReconnectStrategy: () => reconnectAfterMs,
  }
}

function entryOptions({user, password, tls}: Entry) {
  return {
    ...(user === undefined ? {} : {username: user}),
    ...(password === undefined ? {} : {password}),
    ...(tls === undefined ? {} : {tls: tlsOptions(tls)}),
  }
}

/** Undefined for what is no news. */
function connectionProblemOf({code, message}: NodeJS.ErrnoException): string | undefined {
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'refused',
    ECONNRESET: 'reset',
    EPIPE: 'reset',
    ETIMEDOUT: 'connect-timeout',
  }
  const word = words[code ?? '']
  if (word !== undefined) return word
  // ioredis says so also whenever it has asked the last one of its list; only with an error did one not answer.
  if (message.startsWith('All sentinels are unreachable')) {
    return message.includes('Last error:') ? 'no-sentinel' : undefined
  }
  return 'disconnected'
}
