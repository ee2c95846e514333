import {z} from 'zod'
import type {Value} from '../../lab/expression.ts'
import type {ClaimResult, ExpectationResult, LabResult, StepResult} from '../../lab/result.ts'
import {topics} from '../../lab/topics.ts'
import {exactly} from './exactly.ts'
import {failover, phases} from './failover.ts'
import {loadReport} from './load.ts'
import {timelineEntry} from './timeline.ts'
import {count, milliseconds, moment, name, serverInfo} from './words.ts'

export const value: z.ZodType<Value> = z
  .lazy(() =>
    z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)]),
  )
  .describe('What was measured: a number, a text, or what has fields.')

export const stepResult = exactly<StepResult>()(
  z.strictObject({
    number: count.describe('The place of the step in the file, from 1.'),
    line: count.describe('Its line in the file.'),
    id: z.string().nullable(),
    text: z.string().describe('What was done, as one would type it.'),
    status: z.enum(['passed', 'failed', 'skipped']),
    at: moment,
    durationMs: milliseconds,
    result: z.string().nullable().describe('A reply, or what was measured.'),
    problem: z
      .strictObject({
        expected: z.string(),
        seen: z.string().describe('What was there instead.'),
        log: z.array(z.string()).describe('The last lines of the timeline before it.'),
      })
      .describe('Of a failed step.')
      .exactOptional(),
  }),
).describe('What a step did.')

export const expectationResult = exactly<ExpectationResult>()(
  z.strictObject({
    text: z.string(),
    passed: z.boolean(),
    measured: z.string().describe('What was measured of what it is about.'),
  }),
)

export const claimResult = exactly<ClaimResult>()(
  z.strictObject({
    id: z.string(),
    text: z.string(),
    verdict: z.enum(['confirmed', 'refuted', 'not-shown']),
    expected: z
      .enum(['confirmed', 'refuted'])
      .nullable()
      .describe('The verdict that the file expects on such a server; null where it says nothing.'),
    evidence: z.string().describe('What the verdict rests on.'),
    because: z.string().exactOptional(),
  }),
)

export const outcome = {
  passed: z.boolean(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  reason: z
    .string()
    .nullable()
    .describe('Of a skipped lab: what is missing. Of a failed one: what went wrong, in a sentence.'),
  durationMs: milliseconds,
}

const labResultFields = z.strictObject({
  lab: name.describe('The name of the lab.'),
  title: z.string(),
  topic: z.enum(topics).nullable(),
  ...outcome,
  isCut: z
    .literal(true)
    .describe('The program beside which the lab ran ended first: nothing was judged.')
    .exactOptional(),
  server: serverInfo,
  kept: name.nullable().describe('The deployment that was left running; null when everything is gone.'),
  steps: z.array(stepResult),
  expectations: z.array(expectationResult),
  claims: z.array(claimResult),
  measured: z.record(z.string(), value).describe('Everything that was measured, by the names in the file.'),
  phases: phases.exactOptional(),
  load: loadReport.describe('Of the only load; of several, the first.').exactOptional(),
  loads: z.record(z.string(), loadReport).describe('By the names in the file.').exactOptional(),
})

exactly<Omit<LabResult, 'timeline'>>()(labResultFields)

const timeline = z.array(timelineEntry).describe('What happened, in the order of time.')

export const labResult = z
  .strictObject({...labResultFields.shape, timeline})
  .describe('What a run of a lab came to.')

/** The file that `exec --lab NAME --report FILE` writes. */
export const besideLab = z.strictObject({
  program: z.strictObject({
    command: z.array(z.string()),
    exitCode: z.int(),
    signal: z.string().nullable().describe('The signal that ended it.'),
    durationMs: milliseconds,
  }),
  failovers: z.array(failover),
  ...labResult.shape,
})
