import {z} from 'zod'
import {event, logLevel, meaning, writerRole} from './timeline.ts'
import {moment, name} from './words.ts'

export const logLine = z
  .strictObject({
    at: moment,
    instance: name,
    role: writerRole,
    level: logLevel,
    message: z.string(),
    event: event.exactOptional(),
    ...meaning,
  })
  .describe('A line of a log. event and meaning are there whenever the line is known.')

export const logs = z.strictObject({lines: z.array(logLine).describe('In the order of time.')})
