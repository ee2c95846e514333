import {z} from 'zod/mini'
import {eventKind} from './event-kinds.ts'
import {wanted} from './wanted.ts'
import {expression, regexSource, targets, wantedError} from './words.ts'

/** What `await` waits for, and `never` must not see. Each kind is known by its first word. */
export const conditionSchemas = {
  event: z
    .strictObject({
      event: eventKind,
      of: z.exactOptional(targets),
      fields: z.exactOptional(z.record(z.string(), wanted)),
      since: z.exactOptional(z.string().check(z.describe('A mark, or start. Else: since the last fault.'))),
    })
    .check(z.describe('Something that a log line or redislab tells.')),
  log: z
    .strictObject({
      log: regexSource.check(z.describe('A regular expression for the text of a log line.')),
      of: z.exactOptional(targets),
      since: z.exactOptional(z.string()),
    })
    .check(z.describe('A line of a log.')),
  role: z
    .strictObject({role: z.enum(['master', 'replica']), of: targets})
    .check(z.describe('What instances are.')),
  state: z
    .strictObject({state: z.enum(['running', 'paused', 'dead', 'stopped']), of: targets})
    .check(z.describe('What happened to processes.')),
  ready: z.strictObject({ready: z.boolean()}).check(z.describe('Whether a failover would work.')),
  writable: z
    .strictObject({writable: z.boolean(), of: z.exactOptional(targets)})
    .check(z.describe('Whether the master, or an instance, takes a write.')),
  info: z.strictObject({info: z.string(), of: targets, is: wanted}).check(z.describe('A field of INFO.')),
  client: z
    .strictObject({
      client: z.string().check(z.describe('A client or an instance.')),
      command: z.union([z.string(), z.array(z.union([z.string(), z.number()]))]),
      field: z.exactOptional(z.string()),
      reply: z.exactOptional(wanted),
      error: z.exactOptional(wantedError),
    })
    .check(z.describe('A command, sent again and again until its reply is this.')),
  message: z
    .strictObject({message: regexSource, of: z.string().check(z.describe('A client that has subscribed.'))})
    .check(z.describe('A message of a channel.')),
  that: z
    .strictObject({that: expression})
    .check(z.describe('A condition on what was measured, such as writer.acknowledged > 100.')),
} as const

export type ConditionKind = keyof typeof conditionSchemas
export const conditionKinds = Object.keys(conditionSchemas) as readonly ConditionKind[]

export type Condition = {
  [Kind in ConditionKind]: {readonly kind: Kind} & Readonly<z.infer<(typeof conditionSchemas)[Kind]>>
}[ConditionKind]
