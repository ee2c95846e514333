import {z} from 'zod'
import {caseKinds} from '../../rehearsal/rehearsal.ts'
import {count, milliseconds, name} from './words.ts'

export const rehearsal = z
  .strictObject({
    of: z.string().describe('What was rehearsed.'),
    topology: z.string(),
    timing: z.strictObject({
      kind: z.enum(['kept', 'fast']),
      factor: count.describe('By how much all timers are shorter than in the original; 1 for not at all.'),
      downAfterMs: milliseconds.describe('In the rehearsal.'),
      originalDownAfterMs: milliseconds,
    }),
    hosts: z.array(z.strictObject({host: z.string(), instances: z.array(name)})),
    cases: z.array(
      z.strictObject({
        kind: z.enum(caseKinds),
        title: z.string(),
        hosts: z.array(z.string()),
        instances: z.array(name),
        masters: z.array(name).describe('The masters among them.'),
        survived: z.boolean().describe('Whether writes were taken again.'),
        isProtected: z
          .boolean()
          .nullable()
          .describe('Whether a further failover would be possible; null where it is not about votes.'),
        unserved: z
          .string()
          .nullable()
          .describe(
            'Of a cluster: the slots that nobody serves, as 0-5460,5462; empty where all are served.',
          ),
        outageMs: milliseconds.nullable().describe('As measured; null when it did not end.'),
        originalOutageMs: milliseconds
          .nullable()
          .describe('About what it would be with the timers of the original.'),
        acknowledged: count.describe('Writes that were answered with OK.'),
        lost: count
          .nullable()
          .describe('Those that were not there afterwards; null where it could not be looked.'),
        why: z.string(),
      }),
    ),
    pairsLeftOut: count,
    survived: z.boolean().describe('Whether every loss of a single host or instance was survived.'),
    summary: z.array(z.string()).describe('What was not survived, a sentence each.'),
    remarks: z.array(z.string()).describe('What is not as in the original, or is not known.'),
    durationMs: milliseconds,
  })
  .describe('A rehearsal: what a standard set of failures came to.')
