import {z} from 'zod'
import {failover} from './failover.ts'
import {milliseconds, moment, name} from './words.ts'

export const event = z
  .object({
    kind: z.string().describe('What programs match on: +sdown, replica-synced, …'),
    severity: z.enum(['info', 'notice', 'warning', 'error']),
  })
  .catchall(z.union([z.string(), z.number()]))
  .describe('What kind of event it is, with its own fields. Only of known lines.')

const level = z.enum(['debug', 'verbose', 'notice', 'warning', 'raw'])
export const logLevel = level.describe('raw: not a log line of its own, such as a row of a stack trace.')
const writer = ['master', 'replica', 'sentinel', 'child', 'unknown'] as const
export const writerRole = z.enum(writer).describe('What the instance was when it wrote the line.')

export const meaning = {
  meaning: z.string().describe('What it means, in a sentence.').exactOptional(),
  advice: z.string().describe('What to do about it.').exactOptional(),
}

export const timelineEntry = z
  .strictObject({
    at: moment,
    instance: name.nullable().describe('Null for what redislab did: event says to which instances.'),
    role: z.enum([...writer, 'redislab']).describe('What wrote it.'),
    level: logLevel,
    message: z.string(),
    source: z.enum(['redislab', 'log', 'probe', 'load']),
    event: event.exactOptional(),
    ...meaning,
    offsetMs: milliseconds
      .describe('Milliseconds since the fault, or the first sign, that it belongs to.')
      .exactOptional(),
  })
  .describe('An entry of the timeline.')

export const timeline = z.strictObject({
  entries: z.array(timelineEntry).describe('In the order of time; the last 10000.'),
  failovers: z.array(failover),
})
