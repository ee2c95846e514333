import {textOf} from '../text/text-of.ts'
import {addressOf} from './info.ts'

/** How a sentinel sees another instance: an entry of SENTINEL MASTERS, REPLICAS or SENTINELS. */
export interface SentinelView {
  readonly name: string
  readonly address: string
  readonly runId: string
  /** `master`, `slave`, `sentinel`, `s_down`, `o_down`, `disconnected`, … */
  readonly flags: readonly string[]
  /** Of replicas: whether the replica told the sentinel that its link to the master is up. */
  readonly linkUp: boolean
  /** Of replicas: the priority that the sentinel heard of last. */
  readonly priority?: number
}

/** What a sentinel knows of one master. */
export interface MonitoredMaster {
  readonly view: SentinelView
  /**
   * The address that it tells clients. While it carries out a failover that is the promoted replica already, though `view` is
   * still the old master (sentinel.c, sentinelGetCurrentMasterAddress).
   */
  readonly told: string
  readonly quorum: number
  readonly configEpoch: number
  readonly downAfterMs: number
  readonly failoverTimeoutMs: number
  readonly parallelSyncs: number
  /** How many other sentinels it counts, running or not. */
  readonly otherSentinels: number
  readonly replicas: readonly SentinelView[]
  readonly sentinels: readonly SentinelView[]
  /** Whether SENTINEL CKQUORUM says OK, and its words if not. */
  readonly quorumOk: boolean
  readonly quorumProblem?: string
}

/** Reads a reply that is a list of name–value lists. */
export function parseSentinelViews(reply: unknown): readonly SentinelView[] {
  return Array.isArray(reply) ? reply.map((entry) => toView(toFields(entry))) : []
}

/** Reads the reply of SENTINEL GET-MASTER-ADDR-BY-NAME; the empty text when it has no master to tell of. */
export function parseToldAddress(reply: unknown): string {
  const [host, port] = Array.isArray(reply) ? reply.map(textOf) : []
  return host === undefined || port === undefined ? '' : addressOf(host, port)
}

/** Reads one master of SENTINEL MASTERS (or SENTINEL MASTER) with the numbers that only masters have. */
export function parseSentinelMaster(
  reply: unknown,
): Omit<MonitoredMaster, 'told' | 'replicas' | 'sentinels' | 'quorumOk' | 'quorumProblem'> {
  const fields = toFields(reply)
  const numberOf = (name: string) => Number(fields.get(name) ?? 0)
  return {
    view: toView(fields),
    quorum: numberOf('quorum'),
    configEpoch: numberOf('config-epoch'),
    downAfterMs: numberOf('down-after-milliseconds'),
    failoverTimeoutMs: numberOf('failover-timeout'),
    parallelSyncs: numberOf('parallel-syncs'),
    otherSentinels: numberOf('num-other-sentinels'),
  }
}

function toFields(reply: unknown): ReadonlyMap<string, string> {
  const flat = Array.isArray(reply) ? reply.map(textOf) : []
  const fields = new Map<string, string>()
  for (let index = 0; index + 1 < flat.length; index += 2)
    fields.set(flat[index] ?? '', flat[index + 1] ?? '')
  return fields
}

function toView(fields: ReadonlyMap<string, string>): SentinelView {
  const priority = fields.get('slave-priority')
  return {
    name: fields.get('name') ?? '',
    address: addressOf(fields.get('ip') ?? '', fields.get('port') ?? ''),
    runId: fields.get('runid') ?? '',
    flags: (fields.get('flags') ?? '').split(',').filter(Boolean),
    linkUp: fields.get('master-link-status') === 'ok',
    ...(priority === undefined ? {} : {priority: Number(priority)}),
  }
}

interface GreetingSentinel {
  readonly host: string
  readonly port: number
  readonly sentinelId: string
  readonly currentEpoch?: number
}

interface GreetedMaster {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly configEpoch?: number
}

/**
 * The hello message by which sentinels find each other. A sentinel takes it on its own port too (sentinel.c,
 * sentinelPublishCommand), which is how redislab introduces them without waiting for the channel.
 *
 * @param sentinel whose message it is, and the current epoch as it knows it
 * @param master where it is, and since which epoch: a sentinel that knows an older one takes the address over
 * (sentinelProcessHelloMessage)
 */
export function formatHello(
  {host, port, sentinelId, currentEpoch = 0}: GreetingSentinel,
  master: GreetedMaster,
): string {
  return [
    host,
    port,
    sentinelId,
    currentEpoch,
    master.name,
    master.host,
    master.port,
    master.configEpoch ?? 0,
  ].join(',')
}

/** The channel of hello messages (SENTINEL_HELLO_CHANNEL). */
export const helloChannel = '__sentinel__:hello'
