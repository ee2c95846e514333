import {z} from 'zod'
import type {UnreadLog} from '../../timeline/entries/unread-log.ts'
import {exactly} from './exactly.ts'
import {failover, phases} from './failover.ts'
import {timelineEntry} from './timeline.ts'
import {name} from './words.ts'

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

export const explanation = z.strictObject({
  unread: z.array(unreadLog).describe('Logs that say nothing, and why.'),
  incidents: z.array(explainedFailover).describe('The last one; with --all each one, in the order of time.'),
})

export const awaitedFailover = z.strictObject({
  outcome: failover.shape.outcome,
  oldMaster: failover.shape.oldMaster,
  newMaster: failover.shape.newMaster,
  phases,
  failovers: z.array(explainedFailover).describe('The failover that was awaited.'),
})
