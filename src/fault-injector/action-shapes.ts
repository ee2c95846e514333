import {z} from 'zod/mini'

/** Suites write numbers as numbers or as text. */
const number = z.pipe(
  z.union([z.number(), z.string().check(z.regex(/^\d+$/))]),
  z.transform((value) => Number(value)),
)

/** So long a network may be away, in seconds: longer, and clients of it would wait for nothing. */
const maxDelay = 600

/** What `POST /action` takes. What an action does not read is ignored: suites send more than any one server needs. */
export const actionRequestSchema = z.object({
  type: z.string(),
  parameters: z._default(z.record(z.string(), z.unknown()), {}),
})

export type ActionRequest = z.infer<typeof actionRequestSchema>

/** An action of a sequence: `params`, where a single action has `parameters`. */
export const partSchema = z.object({
  type: z.string(),
  params: z.optional(z.record(z.string(), z.unknown())),
  parameters: z.optional(z.record(z.string(), z.unknown())),
})

export const databaseConfigSchema = z.object({
  name: z.string(),
  shards_count: z._default(number, 1),
  replication: z._default(z.boolean(), true),
  oss_cluster: z._default(z.boolean(), false),
})

export type DatabaseConfig = z.infer<typeof databaseConfigSchema>

export const parametersSchema = z.object({
  bdb_id: z.optional(number),
  /** From 1 on. */
  node_id: z.optional(number),
  /** From 1 on. */
  shard_id: z.optional(number),
  /** A signal by its number. */
  signal: z.optional(number),
  method: z._default(z.enum(['reboot', 'stop', 'start']), 'reboot'),
  action: z._default(z.enum(['restart', 'stop', 'start']), 'restart'),
  /** Seconds. */
  delay: z._default(
    number.check(
      z.refine((seconds) => seconds >= 0 && seconds <= maxDelay, `a number of seconds from 0 to ${maxDelay}`),
    ),
    5,
  ),
  delete_all: z._default(z.boolean(), false),
  database_config: z.optional(databaseConfigSchema),
  actions: z.optional(z.array(partSchema)),
})

export type ActionParameters = z.infer<typeof parametersSchema>
