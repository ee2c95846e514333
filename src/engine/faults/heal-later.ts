import path from 'node:path'
import process from 'node:process'
import type {healOf} from '../../core/faults.ts'
import {packageRoot} from '../package-root.ts'
import {writeRecord} from '../state/record.ts'
import type {FaultContext} from './inject.ts'

/** The program that waits and heals: healer.ts, once it is built. */
const healerProgram = path.join(packageRoot, 'bundle', 'programs', 'healer.js')

export interface HealRequest {
  readonly home: string
  /** The instances that a fault was just done to. */
  readonly names: readonly string[]
  /** What undoes it. */
  readonly heal: ReturnType<typeof healOf>
  readonly forMs: number | undefined
}

/**
 * Takes instances off the list of every healer that waits for them, since what was done to them last is what counts;
 * then, if a time was given, starts a healer of their own. It is a small process that outlives this one, so the fault
 * is healed even if the terminal is closed.
 *
 * @returns when they will be healed; null for never
 */
export async function healLater(
  {host, directory, record}: FaultContext,
  {home, names, heal, forMs}: HealRequest,
): Promise<Date | null> {
  const wasWaiting = record.healers.length > 0
  for (const healer of record.healers)
    healer.instances = healer.instances.filter((name) => !names.includes(name))
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
  const healsAt = new Date(Date.now() + forMs)
  const healer = await host.start({
    file: process.execPath,
    args: [healerProgram, home, record.plan.name, heal, healsAt.toISOString()],
    directory,
    outputFile: path.join(directory, 'healer.log'),
  })
  record.healers.push({process: healer, instances: [...names], at: healsAt.toISOString()})
  await writeRecord(directory, record)
  return healsAt
}
