import {z} from 'zod'
import type {Comparison} from '../../lab/comparison.ts'
import type {Spread} from '../../lab/statistics.ts'
import {exactly} from './exactly.ts'
import {claimResult, expectationResult, labResult, outcome, stepResult, value} from './lab-result.ts'
import {timelineEntry} from './timeline.ts'
import {count, milliseconds, moment, name} from './words.ts'

const comparison = exactly<Comparison>()(
  z.strictObject({
    lab: name,
    servers: z.array(z.string()).describe('Such as redis 7.0.15, in the order of the values.'),
    rows: z.array(
      z.strictObject({
        what: z.string().describe('outcome, the id of a claim, or the path of a measured value.'),
        values: z.array(z.union([z.string(), z.number()]).nullable()),
        differs: z.boolean().describe('Whether the servers do not agree. Of measured values, never.'),
      }),
    ),
  }),
)

const spread = exactly<Spread>()(
  z.strictObject({
    runs: count,
    min: z.number(),
    median: z.number(),
    max: z.number(),
    spread: z.number().describe('From the smallest to the largest.'),
  }),
)

export const labRuns = z
  .strictObject({
    passed: z.boolean().describe('Whether no lab failed.'),
    comparisons: z.array(comparison).describe('Each lab on each server.'),
    labs: z.array(labResult),
    repeats: z
      .record(
        name,
        z.strictObject({
          runs: count,
          passed: count.describe('How many passed.'),
          measured: z.record(z.string(), spread).describe('By path, such as phases.odownMs.'),
        }),
      )
      .describe('By lab.'),
  })
  .describe('Several labs, or one several times.')

export const labRun = z.union([labResult, labRuns])

const head = {at: moment, lab: name, round: count.describe('Which of several runs, from 1.')}

/** A line of `lab run --jsonl`. */
export const labEvent = z
  .discriminatedUnion('kind', [
    z.strictObject({...head, kind: z.literal('lab-started'), title: z.string(), topology: z.string()}),
    z.strictObject({...head, kind: z.literal('deployment-ready'), deployment: name, readyMs: milliseconds}),
    z.strictObject({
      ...head,
      kind: z.literal('step-started'),
      number: count,
      line: count,
      say: z.string().nullable(),
    }),
    z.strictObject({...head, kind: z.literal('step-ended'), step: stepResult}),
    z.strictObject({...head, kind: z.literal('entry'), entry: timelineEntry}),
    z.strictObject({...head, kind: z.literal('measured'), name, value}),
    z.strictObject({...head, kind: z.literal('claim'), claim: claimResult}),
    z.strictObject({...head, kind: z.literal('expectation'), expectation: expectationResult}),
    z.strictObject({...head, kind: z.literal('lab-ended'), ...outcome}),
  ])
  .describe('What happened in a lab.')
