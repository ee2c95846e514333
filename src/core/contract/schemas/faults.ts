import {z} from 'zod'
import {clientTypes} from '../../faults/faults.ts'
import type {Outcome} from '../../timeline/verdict.ts'
import type {AffectedInstance, FaultReport, LinkFaultReport} from '../fault-report.ts'
import {exactly} from './exactly.ts'
import {explainedFields, reason} from './explanation.ts'
import {failover, phases} from './failover.ts'
import {link} from './links.ts'
import {loadReport} from './load.ts'
import {address, count, instanceKind, instanceState, milliseconds, moment, name, pid, role} from './words.ts'

export const affectedInstance = exactly<AffectedInstance>()(
  z.strictObject({
    name,
    address,
    role: role.describe('What it was before.'),
    pid: pid.describe('The process that the fault was done to; of a started instance, the new one.'),
    closed: z
      .partialRecord(z.enum(clientTypes), count)
      .describe('Of a disconnect: how many connections were closed, by the type of the client.')
      .exactOptional(),
    sentinel: name.describe('Of a failover: the sentinel that was asked for it.').exactOptional(),
    maxmemory: z.number().describe('Of a fill: the limit that was set, in bytes.').exactOptional(),
    used: z.number().describe('Of a fill: what was used then, in bytes.').exactOptional(),
    pausedMs: milliseconds.describe('Of a resumed instance: how long it was paused.').exactOptional(),
    tilt: z
      .boolean()
      .describe('Of a resumed sentinel: whether it does nothing for 30 s (TILT).')
      .exactOptional(),
  }),
)

const faultReport = exactly<FaultReport>()(
  z.strictObject({
    fault: z.enum([
      'kill',
      'stop',
      'start',
      'restart',
      'pause',
      'resume',
      'failover',
      'sleep',
      'disconnect',
      'set',
      'fill',
    ]),
    instances: z.array(affectedInstance),
    skipped: z
      .array(z.strictObject({name, state: instanceState, kind: instanceKind}))
      .describe('Those of a plural target that it could not be done to.'),
    at: moment.describe('When it was done.'),
    unrecorded: z
      .literal(true)
      .describe('The disk is full: it was done, and neither the journal nor the record says so.')
      .exactOptional(),
  }),
)

const linkFaultReport = exactly<LinkFaultReport>()(
  z.strictObject({
    fault: z.enum(['partition', 'delay', 'heal']),
    instances: z.array(affectedInstance).describe('The targets.'),
    links: z.array(link).describe('On which links it was done.'),
    at: moment.describe('When it was done.'),
  }),
)

const injected = {healsAt: moment.nullable().describe('When it is undone (--for); null when it is not.')}

export const watchedFailover = z
  .strictObject({
    ...explainedFields,
    load: loadReport.nullable().describe('What clients that wrote saw.'),
    reasons: z.array(reason),
  })
  .describe('A failover, or why there was none, with the reasons, and what clients saw.')

const watchedFields = {
  outcome: exactly<Outcome>()(z.enum(['failed-over', 'no-failover', 'reconnected', 'timed-out'])).describe(
    'How it ended.',
  ),
  oldMaster: failover.shape.oldMaster.nullable(),
  newMaster: failover.shape.newMaster,
  phases: phases.nullable(),
  load: loadReport.nullable().describe('What clients that wrote saw.'),
  failovers: z
    .array(watchedFailover)
    .describe('Of each master group that was hit; the fields above are those of the first.'),
  otherLoads: z.array(loadReport).describe('What clients of the other master groups saw.'),
}

export const injectedFault = z.strictObject({...faultReport.shape, ...injected}).describe('What a fault did.')
export const watchedFault = z
  .strictObject({...injectedFault.shape, ...watchedFields})
  .describe('With --watch: what a fault did, and how it ended.')
export const injectedLinkFault = z
  .strictObject({...linkFaultReport.shape, ...injected})
  .describe('What a fault of links did.')
export const watchedLinkFault = z
  .strictObject({...injectedLinkFault.shape, ...watchedFields})
  .describe('With --watch: what a fault of links did, and how it ended.')

export const fault = z.union([injectedFault, watchedFault])
export const linkFault = z.union([injectedLinkFault, watchedLinkFault])
