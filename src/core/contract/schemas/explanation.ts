import {z} from 'zod'
import type {UnreadLog} from '../../timeline/entries/unread-log.ts'
import {exactly} from './exactly.ts'
import {failover, phases} from './failover.ts'
import {timelineEntry} from './timeline.ts'
import {count, milliseconds, moment, name} from './words.ts'

export const reason = z
  .strictObject({
    text: z.string().describe('A sentence.'),
    evidence: z.array(timelineEntry).describe('The lines that show it.'),
  })
  .describe('One reason why something happened, or did not.')

export const explainedFields = {
  summary: z.string().describe('What happened, in one sentence.'),
  ...failover.shape,
}

export const explainedFailover = z
  .strictObject({...explainedFields, reasons: z.array(reason)})
  .describe('A failover, or why there was none, with the reasons.')

const unreadLog = exactly<UnreadLog>()(
  z.strictObject({instance: name, why: z.enum(['missing', 'empty', 'unknown-form', 'not-given'])}),
)

export const slotMove = z
  .strictObject({
    summary: z.string().describe('What happened, in one sentence.'),
    id: z.string().describe("The server's name of it."),
    slots: z.string(),
    from: name,
    to: name,
    outcome: z.enum(['moved', 'failed', 'cancelled', 'under-way']),
    at: moment.describe('When it began.'),
    ms: milliseconds.nullable().describe('Until it was over; null while it is not.'),
    writePauseMs: milliseconds
      .nullable()
      .describe('For how long the master that gave them took no writes; null where that is not known.'),
    keys: count.nullable().describe('How many keys arrived, where the server says so.'),
    reason: z.string().nullable().describe('Why it failed.'),
    reasons: z.array(reason),
  })
  .describe('Slots that moved whole, or were to (reshard --atomic).')

export const explanation = z.strictObject({
  unread: z.array(unreadLog).describe('Logs that say nothing, and why.'),
  incidents: z.array(explainedFailover).describe('The last one; with --all each one, in the order of time.'),
  moves: z
    .array(slotMove)
    .describe('Slots that moved whole, or were to: the last one, or with --all each one, if there was one.')
    .exactOptional(),
})

export const awaitedFailover = z.strictObject({
  outcome: failover.shape.outcome,
  oldMaster: failover.shape.oldMaster,
  newMaster: failover.shape.newMaster,
  phases,
  failovers: z.array(explainedFailover).describe('The failover that was awaited.'),
})
