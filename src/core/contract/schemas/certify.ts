import {z} from 'zod'
import type {CertificateComparison} from '../../certify/compare.ts'
import {type Certificate, reasonKinds, verdicts} from '../../certify/result.ts'
import {exactly} from './exactly.ts'
import {count, milliseconds, serverInfo} from './words.ts'

const errors = z.record(z.string(), z.int())
const verdict = z.enum(verdicts).nullable()

const reported = z
  .strictObject({
    succeeded: count,
    failed: count,
    errors,
    longestMs: milliseconds.nullable(),
  })
  .describe('What the client said of its operations, in lines of JSON.')

const scenario = z.strictObject({
  id: z.string().describe('The scenario, as --scenario takes it.'),
  number: count,
  title: z.string(),
  suite: z.enum(['sentinel', 'cluster']),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  passed: z.boolean(),
  verdict: verdict.describe('How the client came through; null where the scenario was skipped.'),
  reasons: z
    .array(z.strictObject({kind: z.enum(reasonKinds), text: z.string()}))
    .describe('Everything for which it does not pass.'),
  skipped: z.string().nullable().describe('Why it was skipped.'),
  broken: z
    .exactOptional(z.literal(true))
    .describe('Only where the scenario itself did not go as it should: then nothing is certified.'),
  known: z.boolean().describe('Whether it failed and --known says so.'),
  recovered: z.boolean().describe('Whether it does its work again, without help.'),
  outageMs: milliseconds.nullable().describe('The longest time without work; null while that lasts.'),
  floorMs: milliseconds.describe('For how long no server took writes.'),
  silentMs: milliseconds.describe('How long an instance that was replaced took its writes.'),
  silentWrites: count,
  acknowledged: count.describe('Writes that servers acknowledged.'),
  lost: count.describe('Those of them that are gone.'),
  errors: errors.describe('Error replies of servers, by kind.'),
  reported: reported.nullable(),
  storms: z.array(
    z.strictObject({
      kind: z.enum(['topology-queries', 'connections']),
      perSecond: z.number(),
      seconds: count,
    }),
  ),
  connections: z.strictObject({before: count, after: count}),
  process: z.strictObject({
    exitCode: z.int().nullable(),
    signal: z.string().nullable(),
    cpuMs: milliseconds.nullable(),
    descriptors: count.nullable(),
  }),
  evidence: z.array(z.string()),
  advice: z.string(),
  bugs: z.array(z.string()),
  durationMs: milliseconds,
  server: serverInfo,
})

export const certificate = exactly<Certificate>()(
  z.strictObject({
    client: z.string().describe('The command.'),
    suite: z.string(),
    mode: z.enum(['sentinel', 'cluster', 'all']),
    passed: z.boolean().describe('Whether no scenario failed that was not expected to.'),
    durationMs: milliseconds,
    scenarios: z.array(scenario),
  }),
)

const compared = z
  .strictObject({
    id: z.string(),
    passed: z.boolean(),
    verdict,
    outageMs: milliseconds.nullable(),
    silentMs: milliseconds,
    lost: count,
  })
  .nullable()

const comparison = exactly<CertificateComparison>()(
  z.strictObject({
    before: z.string(),
    after: z.string(),
    scenarios: z.array(
      z.strictObject({
        id: z.string(),
        before: compared,
        after: compared,
        change: z.enum(['better', 'worse', 'same', 'other']),
      }),
    ),
  }),
).describe('With --compare.')

export const certify = z.union([certificate, comparison])
