import {z} from 'zod/mini'
import {snapshotSchema} from './snapshot.ts'

const started = z.object({
  kind: z.literal('deployment-started'),
  topology: z.string(),
  readyMs: z.number(),
})
const stopped = z.object({kind: z.literal('deployment-stopped')})
/** Between these two redislab itself puts everything back: what instances say meanwhile belongs to no incident. */
const resetBegun = z.object({kind: z.literal('reset-begun')})
const reset = z.object({kind: z.literal('deployment-reset'), ms: z.number()})
const fault = z.object({
  kind: z.literal('fault-injected'),
  /** `kill`, `pause`, `start`, … */
  fault: z.string(),
  instances: z.readonly(z.array(z.string())),
  /** With `--hosts`: the hosts of which these are all instances. */
  hosts: z.optional(z.readonly(z.array(z.string()))),
  /** Of kill. */
  signal: z.optional(z.string()),
  /** Of failover: how; in a cluster a replica is told to take over. Of stop: the master hands over first. */
  manner: z.optional(z.enum(['agreed', 'force', 'takeover', 'coordinated', 'handover'])),
  /** Of sleep, in milliseconds. */
  durationMs: z.optional(z.number()),
  /** Of set; secrets are concealed. */
  directives: z.optional(z.readonly(z.array(z.object({name: z.string(), value: z.string()})))),
  /** Of partition, delay and heal: on which links, and what holds there since. */
  links: z.optional(z.readonly(z.array(z.object({from: z.string(), to: z.string()})))),
  cut: z.optional(z.enum(['stall', 'reset', 'refuse'])),
  delayMs: z.optional(z.number()),
  jitterMs: z.optional(z.number()),
  bytesPerSecond: z.optional(z.number()),
  /** After how many milliseconds it is to be undone. */
  forMs: z.optional(z.number()),
  /** It undoes an earlier fault, whose time (`--for`) is over. */
  heal: z.optional(z.boolean()),
  /** What the instances answered just before. */
  seen: z.optional(snapshotSchema),
})

const failure = z.object({
  kind: z.literal('fault-failed'),
  /** The fault that was said to be injected just before, and the instances that it could not be done to. */
  fault: z.string(),
  instances: z.readonly(z.array(z.string())),
  /** In the words of the error. */
  reason: z.string(),
})

const loadStarted = z.object({
  kind: z.literal('load-started'),
  /** `acked-writes`, `locks`, … */
  load: z.string(),
  /** On which of several master groups. */
  masterName: z.exactOptional(z.string()),
  rate: z.nullable(z.number()),
  concurrency: z.number(),
})
const loadEnded = z.object({
  kind: z.literal('load-ended'),
  load: z.string(),
  masterName: z.exactOptional(z.string()),
  succeeded: z.number(),
  failed: z.number(),
  outageMs: z.number(),
  lost: z.exactOptional(z.nullable(z.number())),
})

/**
 * What the probe of a watched fault noticed: whether an instance takes writes. Of a deployment that runs elsewhere: whether it answers,
 * and whether its link is up.
 */
const probe = z.object({
  kind: z.enum([
    'probe-writable',
    'probe-refused',
    'probe-silent',
    'probe-denied',
    'probe-answers',
    'probe-link-down',
    'probe-link-up',
  ]),
  instance: z.string(),
  message: z.string(),
  /** For how long no write had got through to anybody. */
  outageMs: z.exactOptional(z.number()),
})

/** What the probe of a watched fault heard from a node of a cluster about another node. */
const view = z.object({
  /** `probe-pfail`: it does not answer. `probe-agrees`: it has the slots now, and clients are sent to it. */
  kind: z.enum(['probe-pfail', 'probe-agrees']),
  instance: z.string(),
  /** The name of the other node. */
  node: z.string(),
  message: z.string(),
})

/** Slots of a cluster that were moved, or opened and left so. */
const resharded = z.object({
  kind: z.literal('slots-moved'),
  /** `0-100,866` */
  slots: z.string(),
  to: z.string(),
  keys: z.number(),
  /** How many of them are left half-way. */
  open: z.number(),
  /** They moved whole. */
  atomic: z.exactOptional(z.boolean()),
})

/** Slots that are to move whole. How that ends stands in the logs, and here as far as it was waited for. */
const reshardBegun = z.object({
  kind: z.enum(['reshard-begun', 'reshard-cancelled']),
  slots: z.string(),
  from: z.string(),
  to: z.string(),
  /** What the server calls it. */
  id: z.string(),
})

/** An instance that came to be one of the deployment, or left it. */
const added = z.object({
  kind: z.literal('instance-added'),
  instance: z.string(),
  role: z.enum(['master', 'replica']),
  /** Of replicas. */
  replicaOf: z.exactOptional(z.string()),
})
const removed = z.object({kind: z.literal('instance-removed'), instance: z.string()})

const entrySchema = z.discriminatedUnion('kind', [
  started,
  stopped,
  resetBegun,
  reset,
  fault,
  failure,
  probe,
  view,
  loadStarted,
  loadEnded,
  resharded,
  reshardBegun,
  added,
  removed,
])
/** The kinds of all entries of a journal. */
export const journalKinds: readonly string[] = [...(entrySchema._zod.propValues['kind'] ?? [])].map(String)

const stampSchema = z.object({at: z.iso.datetime()})

/** What redislab itself did and noticed, for the timeline. */
export type JournalEntry = z.infer<typeof entrySchema>
export type FaultEntry = z.infer<typeof fault>
export type FaultFailure = z.infer<typeof failure>
export type ProbeEntry = z.infer<typeof probe>
export type ViewEntry = z.infer<typeof view>

export interface TimedJournalEntry {
  /** Milliseconds since 1970: the moment before it was done. */
  readonly at: number
  readonly entry: JournalEntry
}

export function formatJournalLine(at: Date, entry: JournalEntry): string {
  return JSON.stringify({at: at.toISOString(), ...entry})
}

/**
 * Reads one line of the journal. A line that was torn when redislab was killed may have the next one behind it.
 *
 * @returns undefined for what is not an entry, or one of a newer redislab
 */
export function parseJournalLine(line: string): TimedJournalEntry | undefined {
  const start = line.lastIndexOf('{"at":')
  if (start < 0) return undefined
  let json: unknown
  try {
    json = JSON.parse(line.slice(start))
  } catch {
    return undefined
  }
  const stamp = stampSchema.safeParse(json)
  const entry = entrySchema.safeParse(json)
  return stamp.success && entry.success ? {at: Date.parse(stamp.data.at), entry: entry.data} : undefined
}
