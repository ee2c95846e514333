import process from 'node:process'
import {isSameLink, type LinkPart} from '../../core/links/link.ts'
import type {RelayContext} from '../links/relay-process.ts'
import {writeRecord} from '../state/record.ts'
import {requireLinks} from './inject-link-fault.ts'
import {startHealer} from './start-healer.ts'

/**
 * Takes parts of rules off the list of every healer that waits for them, since what was done last is what counts; then,
 * if a time was given, starts a healer of their own, which outlives this process. Only parts: a link may be cut and slow
 * by different faults.
 *
 * @returns when they will be healed; null for never
 */
export async function healLinksLater(
  context: RelayContext,
  {home, parts, forMs}: {home: string; parts: readonly LinkPart[]; forMs: number | undefined},
): Promise<Date | null> {
  const {host, directory, record} = context
  const links = requireLinks(record)
  const isTaken = (part: LinkPart) =>
    parts.some((other) => isSameLink(other, part) && other.part === part.part)
  const wasWaiting = links.healers.length > 0
  for (const healer of links.healers) healer.parts = healer.parts.filter((part) => !isTaken(part))
  // A healer at work finds itself here: it ends by itself.
  const idle = links.healers.filter(
    ({parts: left, process: {pid}}) => left.length === 0 && pid !== process.pid,
  )
  await Promise.all(idle.map(({process: identity}) => host.signal(identity, 'SIGKILL')))
  links.healers = links.healers.filter(({parts: left}) => left.length > 0)
  if (forMs === undefined) {
    if (wasWaiting) await writeRecord(directory, record)
    return null
  }
  const {process: identity, healsAt} = await startHealer('link-healer.js', context, {home, forMs})
  links.healers.push({process: identity, parts: parts.map((part) => ({...part})), at: healsAt.toISOString()})
  await writeRecord(directory, record)
  return healsAt
}
