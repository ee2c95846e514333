import path from 'node:path'
import process from 'node:process'
import type {healOf} from '../../core/faults.ts'
import {isSameLink, type LinkPart} from '../../core/links/link.ts'
import {writeRecord} from '../state/record.ts'
import type {FaultContext} from './inject.ts'

/** The program that waits and heals; beside this file once it is built. */
const healerProgram = path.join(import.meta.dirname, 'healer.js')

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
  await endIdleHealers({host, record})
  if (forMs === undefined) {
    if (wasWaiting) await writeRecord(directory, record)
    return null
  }
  return startHealer({host, directory, record}, {home, heal, forMs, of: {instances: [...names]}})
}

/** The same for links: of each only the part that was changed, since a link may be cut and slow by different faults. */
export async function healLinksLater(
  {host, directory, record}: FaultContext,
  {home, parts, forMs}: {home: string; parts: readonly LinkPart[]; forMs: number | undefined},
): Promise<Date | null> {
  const isOurs = (part: LinkPart) =>
    parts.some((other) => isSameLink(other, part) && other.part === part.part)
  const wasWaiting = record.healers.length > 0
  for (const healer of record.healers) {
    if (healer.links !== undefined) healer.links = healer.links.filter((part) => !isOurs(part))
  }
  await endIdleHealers({host, record})
  if (forMs === undefined) {
    if (wasWaiting) await writeRecord(directory, record)
    return null
  }
  const of = {instances: [], links: parts.map((part) => ({...part}))}
  return startHealer({host, directory, record}, {home, heal: 'heal', forMs, of})
}

async function endIdleHealers({host, record}: Pick<FaultContext, 'host' | 'record'>): Promise<void> {
  const isIdle = ({instances, links = []}: (typeof record.healers)[number]) =>
    instances.length === 0 && links.length === 0
  // A healer at work finds itself here: it ends by itself.
  const idle = record.healers.filter((healer) => isIdle(healer) && healer.process.pid !== process.pid)
  await Promise.all(idle.map(({process: identity}) => host.signal(identity, 'SIGKILL')))
  record.healers = record.healers.filter((healer) => !isIdle(healer))
}

interface HealerOrder {
  readonly home: string
  readonly heal: HealRequest['heal'] | 'heal'
  readonly forMs: number
  readonly of: {instances: string[]; links?: LinkPart[]}
}

async function startHealer(
  {host, directory, record}: FaultContext,
  {home, heal, forMs, of}: HealerOrder,
): Promise<Date> {
  const healsAt = new Date(Date.now() + forMs)
  const healer = await host.start({
    file: process.execPath,
    args: [healerProgram, home, record.plan.name, heal, healsAt.toISOString()],
    directory,
    outputFile: path.join(directory, 'healer.log'),
  })
  record.healers.push({process: healer, ...of, at: healsAt.toISOString()})
  await writeRecord(directory, record)
  return healsAt
}
