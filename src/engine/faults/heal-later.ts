import process from 'node:process'
import {type Fault, type Heal, heedLater, restoreFirst} from '../../core/faults/faults.ts'
import {writeRecord} from '../state/record.ts'
import type {FaultContext} from './inject.ts'
import {startHealer} from './start-healer.ts'

export interface HealRequest {
  readonly home: string
  /** What was just done, and to which instances. */
  readonly fault: Fault
  readonly names: readonly string[]
  /** What undoes it, by instance. */
  readonly heals: ReadonlyMap<string, Heal>
  readonly forMs: number | undefined
}

/**
 * Takes what was just done off the list of every healer that waits for it, since what was done last is what counts;
 * then, if a time was given, starts a healer of its own. That is a small process that outlives this one, so the fault is
 * healed even if the terminal is closed.
 *
 * @returns when they will be healed; null for never
 */
export async function healLater(
  context: FaultContext,
  {home, fault, names, heals, forMs}: HealRequest,
): Promise<Date | null> {
  const {host, directory, record} = context
  const wasWaiting = record.healers.length > 0
  const waiting = new Map<string, Heal[]>()
  for (const healer of record.healers) {
    for (const name of names.filter((one) => healer.instances.includes(one))) {
      const pending = healer.heals?.[name]
      const left = pending === undefined ? undefined : heedLater(pending, fault)
      // One whose time is over and that is still here has failed: what it knows is old.
      if (pending !== undefined && Date.parse(healer.at) > Date.now()) {
        waiting.set(name, [...(waiting.get(name) ?? []), pending])
      }
      if (left !== undefined && healer.heals !== undefined) healer.heals[name] = copyOf(left)
      else {
        healer.instances = healer.instances.filter((one) => one !== name)
        delete healer.heals?.[name]
      }
    }
  }
  // A healer at work finds itself here: it ends by itself.
  const idle = record.healers.filter(
    ({instances, process: {pid}}) => instances.length === 0 && pid !== process.pid,
  )
  await Promise.all(idle.map(({process: identity}) => host.signal(identity, 'SIGKILL')))
  record.healers = record.healers.filter(({instances}) => instances.length > 0)
  if (forMs === undefined) {
    if (wasWaiting) await writeRecord(directory, record)
    return null
  }
  const {process: identity, healsAt} = await startHealer('healer.js', context, {home, forMs})
  record.healers.push({
    process: identity,
    instances: [...heals.keys()],
    at: healsAt.toISOString(),
    heals: Object.fromEntries(
      [...heals].map(([name, heal]) => [name, copyOf(restoreFirst(heal, waiting.get(name) ?? []))]),
    ),
  })
  await writeRecord(directory, record)
  return healsAt
}

/** The record is changed in place; a heal is not. */
function copyOf(heal: Heal) {
  return heal.kind === 'set' ? {kind: heal.kind, directives: [...heal.directives]} : {kind: heal.kind}
}
