import {fieldOf} from './causal-pair.ts'
import type {ClockInstance, TimedLine} from './clock-instance.ts'

/** How a replica asked for a synchronisation, and when it had read the answer. */
export interface Ask {
  readonly asked: TimedLine
  readonly read: TimedLine
  /** What the master's line about it has in common: how it was answered, and the id or the offset that was asked for. */
  readonly keys: readonly string[]
  /** The history that the master gave it; undefined where the replica does not name it. */
  readonly history: string | undefined
}

/** Lines with which a replica begins from the start: the answer to what it asked for before never came. */
const beginnings = new Set([
  'connecting-to-master',
  'reconnecting-to-master',
  'reconnecting-after-failure',
  'sync-started',
  'starting',
])

/**
 * The synchronisations of a replica in the order of its log. It logs what it asks for before it does, and the answer when it has
 * read it (replication.c: slaveTryPartialResynchronization).
 */
export function findAsks({lines}: ClockInstance): readonly Ask[] {
  const asks: Ask[] = []
  let asked: TimedLine | undefined
  for (const [index, line] of lines.entries()) {
    const kind = line.event?.kind ?? ''
    if (beginnings.has(kind)) asked = undefined
    if (kind === 'partial-sync-requested' || kind === 'no-cached-master') asked = line
    if (asked === undefined) continue
    const question: TimedLine = asked
    if (kind === 'partial-sync-succeeded') {
      const changed = lines.slice(index, index + 3).find(({event}) => event?.kind === 'master-replid-changed')
      const history = fieldOf(changed ?? question, 'replid')
      asks.push({asked: question, read: line, keys: [`served ${fieldOf(question, 'offset')}`], history})
      asked = undefined
    }
    if (kind === 'full-sync-begun') {
      const history = fieldOf(line, 'replid') || undefined
      asks.push({asked: question, read: line, keys: refusalsOf(question), history})
      asked = undefined
    }
  }
  return asks
}

/** As what the master may have refused it. */
function refusalsOf(asked: TimedLine): readonly string[] {
  if (asked.event?.kind === 'no-cached-master') return ['first']
  const offset = fieldOf(asked, 'offset')
  return [`asked ${fieldOf(asked, 'replid')}`, `short ${offset}`, `diverged ${offset}`]
}
