import path from 'node:path'
import process from 'node:process'
import type {Heal} from '../../core/faults/faults.ts'
import type {LinkPart} from '../../core/links/link.ts'
import {packageRoot} from '../files/package-root.ts'
import type {RelayContext} from '../links/relay-process.ts'
import {writeRecord} from '../state/record.ts'

/** What is undone together: faults of instances, by name, and parts of rules of links. */
export interface Undoing {
  readonly heals: Readonly<Record<string, Heal>>
  readonly parts: readonly LinkPart[]
}

export interface HealRequest {
  /** The state folder. */
  readonly home: string
  /** What is left of something that waits to be undone, since what was done last is what counts. */
  readonly remains: (waiting: Undoing) => Undoing
  /** What undoes what was just done. */
  readonly undoing: Undoing
  /** Milliseconds; undefined: nothing is to be undone by itself. */
  readonly forMs: number | undefined
}

/**
 * Takes what was just done off the list of every healer that waits for it; then, if a time was given, starts a healer of
 * its own. That is a small process that outlives this one, so the fault is healed even if the terminal is closed.
 *
 * @returns when it will be undone; null for never
 */
export async function healLater(
  {host, directory, record}: RelayContext,
  {home, remains, undoing, forMs}: HealRequest,
): Promise<Date | null> {
  const before = record.healers
  const after = before.map((healer) => ({...healer, ...remains(healer)}))
  record.healers = after.filter(({heals, parts}) => Object.keys(heals).length > 0 || parts.length > 0)
  // A healer at work finds itself here: it ends by itself.
  const idle = after.filter((one) => !record.healers.includes(one) && one.process.pid !== process.pid)
  await Promise.all(idle.map(({process: identity}) => host.signal(identity, 'SIGKILL')))
  if (forMs === undefined) {
    if (before.length > 0) await writeRecord(directory, record)
    return null
  }
  const healsAt = new Date(Date.now() + forMs)
  const at = healsAt.toISOString()
  const identity = await host.start({
    file: process.execPath,
    args: [path.join(packageRoot, 'bundle', 'programs', 'healer.js'), home, record.plan.name, at],
    directory,
    outputFile: path.join(directory, 'healer.log'),
  })
  record.healers.push({process: identity, at, heals: {...undoing.heals}, parts: undoing.parts})
  await writeRecord(directory, record)
  return healsAt
}
