import {z} from 'zod/mini'
import type {Plan} from '../../core/topology/plan.ts'

export const schemaVersion = 1

const login = z.strictObject({user: z.string(), password: z.string()})

/** Users of the data instances: core/config/access.ts. */
const aclSchema = z.strictObject({
  admin: login,
  sentinel: login,
  replica: login,
  client: z.exactOptional(login),
  file: z.string(),
})

const directive = z.strictObject({
  name: z.string(),
  value: z.string(),
  /** Only of this instance. */
  instance: z.exactOptional(z.string()),
})

const slotRange = z.strictObject({first: z.number(), last: z.number()})

const planSchema = z.strictObject({
  name: z.string(),
  topology: z.string(),
  mode: z.enum(['standalone', 'replication', 'sentinel', 'cluster']),
  isEvidenced: z.exactOptional(z.literal(true)),
  isTwin: z.exactOptional(z.literal(true)),
  hosts: z.exactOptional(z.array(z.strictObject({name: z.string(), address: z.string()}))),
  masters: z.array(
    z.strictObject({
      name: z.string(),
      instance: z.string(),
      quorum: z.exactOptional(z.number()),
      slots: z.exactOptional(slotRange),
      moreSlots: z.exactOptional(z.readonly(z.array(slotRange))),
    }),
  ),
  instances: z.array(
    z.strictObject({
      // It names a folder. Of an opened deployment it is what its files, or an address, say.
      name: z.string().check(z.regex(/^\w[\w.:@[\]-]{0,127}$/)),
      kind: z.enum(['redis', 'sentinel']),
      host: z.string(),
      port: z.number(),
      onHost: z.exactOptional(z.string()),
      alsoAt: z.exactOptional(z.array(z.strictObject({host: z.string(), port: z.number()}))),
      bound: z.exactOptional(z.strictObject({host: z.string(), port: z.number()})),
      masterName: z.exactOptional(z.string()),
      replicaOf: z.exactOptional(z.string()),
      nodeId: z.exactOptional(z.string()),
      sentinelId: z.exactOptional(z.string()),
    }),
  ),
  settings: z.strictObject({
    timing: z.enum(['lab', 'fast', 'redis']),
    downAfterMs: z.number(),
    failoverTimeoutMs: z.number(),
    parallelSyncs: z.number(),
    persist: z.enum(['none', 'rdb', 'aof']),
    set: z.array(directive),
    sentinelSet: z.array(directive),
  }),
})

/** A process of ours: its pid, and what tells it from another process that has the same pid later. */
const processSchema = z.strictObject({pid: z.number(), startedAt: z.string()})

/** A fault that undoes another: core/faults/faults.ts. */
const healSchema = z.discriminatedUnion('kind', [
  z.strictObject({kind: z.enum(['start', 'stop', 'pause', 'resume'])}),
  z.strictObject({kind: z.literal('set'), directives: z.readonly(z.array(directive))}),
])
const linkEnds = {from: z.string(), to: z.string()}

const healerSchema = z.pipe(
  z.strictObject({
    process: processSchema,
    at: z.string(),
    /** What undoes it, by instance. */
    heals: z.exactOptional(z.record(z.string(), healSchema)),
    /** Which parts of rules of links are healed. */
    parts: z.exactOptional(
      z.readonly(z.array(z.strictObject({...linkEnds, part: z.enum(['cut', 'shape'])}))),
    ),
    /** As earlier versions wrote it; some of them without `heals`. */
    instances: z.exactOptional(z.array(z.string())),
  }),
  z.transform(({process, at, heals = {}, parts = []}) => ({process, at, heals, parts})),
)

const linksSchema = z.strictObject({
  /** The link relay; null before it was started and after it was stopped. */
  process: z.nullable(processSchema),
  rules: z.array(
    z.strictObject({
      ...linkEnds,
      cut: z.optional(z.enum(['stall', 'reset', 'refuse'])),
      delayMs: z.optional(z.number()),
      jitterMs: z.optional(z.number()),
      bytesPerSecond: z.optional(z.number()),
    }),
  ),
  /** As earlier versions wrote them. */
  healers: z.exactOptional(z.array(healerSchema)),
})

const storedSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  createdAt: z.string(),
  /** When it was last put back to how it began. */
  resetAt: z.exactOptional(z.string()),
  /** The epoch at which the last reset left the sentinels; 0 when they were started since, as at first. */
  sentinelEpoch: z.exactOptional(z.number()),
  /** The process that takes it down when its owner has ended. */
  watcher: z.exactOptional(processSchema),
  server: z.strictObject({
    flavour: z.enum(['redis', 'valkey']),
    version: z.string(),
    path: z.string(),
    /** Each instance is a container of it. */
    image: z.exactOptional(
      z.strictObject({
        name: z.string(),
        id: z.string(),
        engine: z.enum(['docker', 'podman']),
        context: z.exactOptional(z.string()),
      }),
    ),
  }),
  plan: planSchema,
  password: z.exactOptional(z.string()),
  /** Sentinels that a redislab of 0.1.0 started have none, whatever `password` is. */
  sentinelPassword: z.exactOptional(z.string()),
  acl: z.exactOptional(aclSchema),
  /** What redislab speaks TLS with, as PEM. */
  tls: z.exactOptional(z.strictObject({ca: z.string(), certificate: z.string(), key: z.string()})),
  /** By instance name. `stopped`: it was stopped with `stop`, and is not meant to run. */
  processes: z.record(
    z.string(),
    z.strictObject({
      process: z.nullable(processSchema),
      stopped: z.boolean(),
      /** When redislab paused it. */
      pausedAt: z.exactOptional(z.string()),
    }),
  ),
  /** Processes that will undo something later (`--for`). */
  healers: z.array(healerSchema),
  /** With `--links`. */
  links: z.exactOptional(linksSchema),
  /** It is a twin: of what, what was read of that, and who stands for whom. */
  twin: z.exactOptional(
    z.strictObject({
      of: z.string(),
      sources: z.array(z.strictObject({path: z.string(), file: z.string()})),
      instances: z.array(
        z.strictObject({
          name: z.string(),
          original: z.string(),
          address: z.nullable(z.string()),
          host: z.nullable(z.string()),
        }),
      ),
    }),
  ),
  /** It was opened, and nothing of it was started: what was read, and what is kept of it in which file. */
  opened: z.exactOptional(
    z.strictObject({
      sources: z.array(
        z.strictObject({
          path: z.string(),
          file: z.string(),
          /** It holds what an instance answered. */
          isAsked: z.exactOptional(z.literal(true)),
        }),
      ),
      /** It runs elsewhere and can be asked. No password is kept. */
      live: z.exactOptional(
        z.strictObject({
          /** As they were typed, without user and password. */
          addresses: z.array(z.string()),
          /** Where an address that others know is reached from here. */
          map: z.array(z.strictObject({announced: z.string(), reachable: z.string()})),
          /** How TLS is spoken: the CA as PEM, empty for those that the machine trusts; files of an own certificate. */
          tls: z.exactOptional(
            z.strictObject({
              ca: z.string(),
              cert: z.exactOptional(z.string()),
              key: z.exactOptional(z.string()),
            }),
          ),
        }),
      ),
      /** What was said of its clocks, and the year of lines that say none. */
      clocks: z.strictObject({
        zones: z.array(z.strictObject({instance: z.optional(z.string()), zone: z.string()})),
        year: z.nullable(z.number()),
        align: z.boolean(),
        /** Which instances have clocks that nothing links to the others': their times cannot be compared. */
        alone: z.optional(z.array(z.string())),
      }),
    }),
  ),
})

/** Reads what this version writes, and what earlier ones did: those kept the healers of links apart. */
export const recordSchema = z.pipe(
  storedSchema,
  z.transform(({links, healers, ...record}) => {
    if (links === undefined) return {...record, healers}
    const {healers: ofLinks = [], ...rest} = links
    return {...record, links: rest, healers: [...healers, ...ofLinks]}
  }),
)

/** What is on disk of a deployment: `deployment.json` in its run directory. */
type Stored = z.infer<typeof storedSchema>
export type DeploymentRecord = Omit<Stored, 'plan' | 'links'> & {
  readonly plan: Plan
  links?: Omit<NonNullable<Stored['links']>, 'healers'>
}
