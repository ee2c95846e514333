import {traitsOf} from '../../faults/kinds.ts'
import type {Fields, Severity} from '../../redis/catalogue/entry.ts'
import type {FieldPlace} from '../../redis/catalogue/template.ts'
import type {LogRecord, WriterRole} from '../../redis/log-record.ts'
import {formatDuration} from '../../time/duration.ts'
import type {Plan} from '../../topology/plan.ts'
import {describeFault} from './describe-fault.ts'
import type {FaultEntry, FaultFailure, ProbeEntry, TimedJournalEntry, ViewEntry} from './journal-entry.ts'

/** Something that happened, as reported by redislab, by a log, by the probe or by a load: all on one clock. */
export interface TimelineEntry {
  /** Milliseconds since 1970. */
  readonly at: number
  /** The instance that it happened to, where that is one. */
  readonly instance: string | null
  /** The instance's place in its deployment, for its colour; -1 without one. */
  readonly index: number
  readonly source: 'redislab' | 'log' | 'probe' | 'load'
  /** What the writer of a log line was. */
  readonly role: WriterRole | null
  readonly level: LogRecord['level']
  /** What programs match on; `unknown` for a line that the catalogue does not know. */
  readonly kind: string
  readonly severity: Severity
  readonly message: string
  readonly fields: Fields
  /** Where the fields of a log line stand in its message. */
  readonly places?: readonly FieldPlace[]
  readonly meaning?: string | undefined
  readonly advice?: string | undefined
  /** What redislab did on purpose. */
  readonly fault?: FaultEntry
  /** What redislab meant to do and could not: it was said to be done just before. */
  readonly failure?: FaultFailure
}

/** Something that redislab did or noticed as an entry. */
export function entryOfJournal(
  {at, entry}: TimedJournalEntry,
  {instances}: Pick<Plan, 'instances'>,
): TimelineEntry {
  const notice = (message: string, fields: Parameters<typeof known>[0] = {}) =>
    ({
      at,
      instance: null,
      index: -1,
      source: 'redislab',
      role: null,
      level: 'notice',
      kind: entry.kind,
      severity: 'notice',
      message,
      fields: known(fields),
    }) as const
  switch (entry.kind) {
    case 'deployment-started': {
      const {topology, readyMs} = entry
      return notice(`${topology} is up, ready after ${formatDuration(readyMs)}`, {topology, readyMs})
    }
    case 'deployment-stopped':
      return notice('everything is stopped')
    case 'reset-begun':
      return notice('everything is put back')
    case 'deployment-reset':
      return notice(`reset after ${formatDuration(entry.ms)}: as at the start`, {ms: entry.ms})
    case 'probe-writable':
    case 'probe-refused':
    case 'probe-silent':
    case 'probe-denied':
    case 'probe-answers':
    case 'probe-link-down':
    case 'probe-link-up':
    case 'probe-pfail':
    case 'probe-agrees':
      return entryOfProbe(at, entry, {instances})
    case 'fault-injected': {
      const {fault, instances: targets, signal, forMs} = entry
      const fields = {fault, instances: targets.join(' '), signal, forMs}
      return {...notice(describeFault(entry), fields), fault: entry}
    }
    case 'slots-moved': {
      const {slots, to, keys, open, atomic} = entry
      const rest = open === 0 ? '' : `, ${open} left open`
      const manner = atomic ? ' whole' : ''
      return notice(`${nameSlots(slots)} moved to ${to}${manner}, with ${keys} keys${rest}`, {
        slots,
        to,
        keys,
        open,
      })
    }
    case 'reshard-begun': {
      const {slots, from, to, id} = entry
      return notice(
        `${nameSlots(slots)} ${isOneSlot(slots) ? 'is' : 'are'} to move from ${from} to ${to}, whole`,
        {slots, from, to, id},
      )
    }
    case 'reshard-cancelled': {
      const {slots, from, to, id} = entry
      return notice(`the move of ${nameSlots(slots)} from ${from} to ${to} is cancelled`, {
        slots,
        from,
        to,
        id,
      })
    }
    case 'instance-added': {
      const {instance, role, replicaOf} = entry
      const as = replicaOf === undefined ? 'a master without slots' : `a replica of ${replicaOf}`
      return notice(`${instance} is added, ${as}`, {instance, role, replicaOf})
    }
    case 'instance-removed':
      return notice(`${entry.instance} is removed`, {instance: entry.instance})
    case 'fault-failed': {
      const {fault, instances: targets, reason} = entry
      const fields = {fault, instances: targets.join(' ')}
      return {...notice(`${fault} failed: ${reason}`, fields), severity: 'warning', failure: entry}
    }
    case 'load-started': {
      const {load, masterName, rate, concurrency} = entry
      const pace = rate === null ? 'as fast as it can' : `${rate} a second`
      const fields = {load, concurrency, masterName, rate}
      return {...notice(`load ${load}${onWhich(masterName)} begins, ${pace}`, fields), source: 'load'}
    }
    case 'load-ended': {
      const {load, masterName, succeeded, failed, outageMs, lost} = entry
      const losses = lost == null ? '' : `, ${lost} lost`
      const message = `load ${load}${onWhich(masterName)} ends: ${succeeded} succeeded, ${failed} failed${losses}, outage ${formatDuration(outageMs)}`
      return {...notice(message, {load, masterName, succeeded, failed, outageMs, lost}), source: 'load'}
    }
  }
}

function onWhich(masterName: string | undefined): string {
  return masterName === undefined ? '' : ` on ${masterName}`
}

/** Without the fields that have no value. */
function known(fields: Readonly<Record<string, string | number | null | undefined>>): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, string | number][] =>
      value == null ? [] : [[name, value]],
    ),
  )
}

/** What the probe noticed as an entry. */
export function entryOfProbe(
  at: number,
  entry: ProbeEntry | ViewEntry,
  {instances}: Pick<Plan, 'instances'>,
): TimelineEntry {
  const {kind, instance, message} = entry
  const own = {
    at,
    instance,
    index: instances.findIndex(({name}) => name === instance),
    source: 'probe',
    role: null,
    level: 'notice',
    kind,
    message,
  } as const
  if ('node' in entry) {
    // By its id, as logs name nodes.
    const node = instances.find(({name}) => name === entry.node)?.nodeId ?? entry.node
    return {...own, severity: kind === 'probe-agrees' ? 'info' : 'warning', fields: {node}}
  }
  const {outageMs} = entry
  return {
    ...own,
    severity:
      outageMs !== undefined || kind === 'probe-answers' || kind === 'probe-link-up' ? 'notice' : 'warning',
    fields: outageMs === undefined ? {} : {outageMs},
  }
}

/** Whether a fault takes something away, as opposed to giving it back. */
export function isDisruption({fault, heal}: FaultEntry): boolean {
  const traits = traitsOf(fault)
  return heal !== true && (traits === undefined || traits.disrupts === true)
}

/** What a fault makes of whether an instance runs: cut links, a setting or a slow command take none down. */
export function stateAfter({fault}: FaultEntry): 'down' | 'up' | undefined {
  const state = traitsOf(fault)?.leaves
  return state === undefined ? undefined : state === 'running' ? 'up' : 'down'
}

/** Whether an entry is redislab undoing a fault whose time is over. */
export function doesHeal({fault}: TimelineEntry): boolean {
  return fault?.heal === true
}

/** @param slots such as `0-5460,7000` */
function nameSlots(slots: string): string {
  return `${isOneSlot(slots) ? 'slot' : 'slots'} ${slots}`
}

function isOneSlot(slots: string): boolean {
  return /^\d+$/.test(slots)
}
