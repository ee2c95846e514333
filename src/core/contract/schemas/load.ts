import {z} from 'zod'
import {lockStrategyNames} from '../../load/lock-strategies.ts'
import type {LoadReport} from '../../load/report.ts'
import {exactly} from './exactly.ts'
import {count, milliseconds, moment, name} from './words.ts'

const errors = z
  .record(z.string(), count)
  .describe('Failures by kind: the word of Redis (READONLY, OOM, …), or timeout, refused, reset, closed, …')

export const latency = z.strictObject({
  p50: milliseconds,
  p90: milliseconds,
  p99: milliseconds,
  p999: milliseconds,
  max: milliseconds,
})

export const outage = z
  .strictObject({
    ms: milliseconds,
    lastSuccess: moment.nullable().describe('Null when nothing had succeeded before.'),
    firstSuccess: moment.nullable().describe('Null when nothing succeeded any more.'),
  })
  .describe('A time without any success in which something failed.')

export const stretch = z
  .strictObject({at: moment.describe('Its beginning.'), ms: milliseconds, succeeded: count, errors})
  .describe('What happened in one stretch of time.')

const common = {
  deployment: name,
  masterName: name.describe('The master group that the clients used.'),
  rate: z.number().nullable().describe('Operations a second that were wanted; null for as many as possible.'),
  concurrency: count.describe('How many clients.'),
  at: z
    .string()
    .nullable()
    .describe('The instance that the clients stayed at; null when they followed the master.'),
  checkedOn: name.nullable().describe('The instance on which the data was checked afterwards.'),
  notChecked: z.string().nullable().describe('Why nothing was checked.'),
  otherMasters: z.array(name).describe('Others that said they were master too.'),
  startedAt: moment,
  endedAt: moment,
  durationMs: milliseconds,
  succeeded: count.describe('Operations.'),
  failed: count,
  errors,
  latencyMs: latency.nullable().describe('Of what succeeded, milliseconds; null when nothing did.'),
  outageMs: milliseconds.describe('The longest outage; 0 when there was none.'),
  outage: outage.nullable().describe('The longest outage.'),
  outages: count.describe('How many lasted 100 ms or longer.'),
  longestGapMs: milliseconds.describe('The longest time between two successes.'),
  overTime: z.array(stretch),
}

const ackedWrites = z.strictObject({
  ...common,
  kind: z.literal('acked-writes'),
  acknowledged: count.describe('Writes that Redis answered with OK.'),
  surviving: count.nullable().describe('Of these, how many are there; null where that was not checked.'),
  lost: count.nullable().describe('Of these, how many are not there; null where that was not checked.'),
  unknown: count.describe('Writes that were sent and never answered.'),
  unknownSurviving: count.nullable(),
  refused: count.describe('Writes that Redis refused, or that were never sent.'),
  lostFrom: moment.nullable().describe('When the first of the lost writes was acknowledged.'),
  lostTo: moment.nullable().describe('When the last of the lost writes was acknowledged.'),
})

const reads = z.strictObject({
  ...common,
  kind: z.literal('reads'),
  right: count,
  missing: count.describe('Keys that were written before the load and were not there.'),
  wrong: count.describe('Keys with another value than was written.'),
})

const locks = z.strictObject({
  ...common,
  kind: z.literal('locks'),
  strategy: z.enum(lockStrategyNames),
  acquired: count,
  contended: count.describe('Attempts while somebody else held the lock.'),
  doubleHeld: count.describe('Acquired while another client still believed that it held the lock.'),
  mostHolders: count.describe('The most clients that believed to hold the same lock at one moment.'),
  fencingBroken: count.describe('Acquired with a fencing number that was not higher than an earlier one.'),
  lostWhileHeld: count.describe(
    'Locks that were gone, or of somebody else, when they were released in time.',
  ),
  renewed: count.describe('How often a watchdog extended a lock.'),
})

const blockedPops = z.strictObject({
  ...common,
  kind: z.literal('blocked-pops'),
  acknowledged: count.describe('Pushes that Redis answered.'),
  popped: count,
  left: count.nullable(),
  lost: count.nullable(),
  unknown: count.describe('Pushes that were sent and never answered.'),
  duplicated: count.describe('Items that were popped more than once.'),
  unblocked: count.describe('Pops that the server ended with UNBLOCKED.'),
})

const pubsub = z.strictObject({
  ...common,
  kind: z.literal('pubsub'),
  subscribers: count,
  published: count.describe('Messages that Redis took.'),
  received: count.describe('Over all subscribers.'),
  missed: count,
  duplicated: count,
  gaps: count.describe('Runs of messages that a subscriber missed.'),
  longestGap: count.describe('The most messages in one gap.'),
})

export const loadReport = exactly<LoadReport>()(
  z.discriminatedUnion('kind', [ackedWrites, reads, locks, blockedPops, pubsub]),
).describe('What the clients of a load saw.')
