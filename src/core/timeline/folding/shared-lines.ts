import type {TimelineEntry} from '../entries/entry.ts'

/** A line that several nodes of a cluster write about the same thing, one after the other. */
export interface SharedLine {
  /** The line of the first node, which has been given out. */
  readonly first: TimelineEntry
  /** The lines of the others, in the order of time. */
  readonly others: readonly TimelineEntry[]
}

/** What every node writes when something happens to one of them, each with the fields that make it the same. */
const keysOfShared: Readonly<Record<string, readonly string[]>> = {
  'node-possibly-failing': ['node'],
  'node-reported-failing': ['node'],
  'node-failing': ['node'],
  'node-failing-heard': ['node'],
  'node-recovered': ['node'],
  'cluster-state-changed': ['state'],
  'vote-granted': ['node', 'epoch'],
  'vote-denied': ['node'],
  'probe-pfail': ['node'],
  'probe-agrees': ['node'],
}

/** A line that comes this long after the last one belongs to it. */
const holdMs = 500

interface Open {
  readonly first: TimelineEntry
  readonly others: TimelineEntry[]
}

export type SharedLineRow =
  | {readonly kind: 'entry'; readonly entry: TimelineEntry}
  | {readonly kind: 'shared'; readonly line: SharedLine}

/**
 * Folds lines that several nodes of a cluster write about the same thing: the first is given out at once, the others
 * together, once something else happens or no more come.
 */
export class SharedLineFold {
  readonly #open = new Map<string, Open>()

  push(entry: TimelineEntry): SharedLineRow[] {
    const key = keyOf(entry)
    if (key === undefined) {
      // What comes next is put after what was said before it.
      const isNext = entry.severity === 'notice' || entry.severity === 'error' || entry.source === 'redislab'
      return [...(isNext ? this.flush() : this.expire(entry.at)), {kind: 'entry', entry}]
    }
    const before = this.expire(entry.at)
    const open = this.#open.get(key)
    if (open !== undefined) {
      open.others.push(entry)
      return before
    }
    this.#open.set(key, {first: entry, others: []})
    return [...before, {kind: 'entry', entry}]
  }

  /** Ends those to which no more lines can belong. */
  expire(now: number): SharedLineRow[] {
    return this.#end(({first, others}) => now - (others.at(-1) ?? first).at > holdMs)
  }

  flush(): SharedLineRow[] {
    return this.#end(() => true)
  }

  #end(isOver: (open: Open) => boolean): SharedLineRow[] {
    // Nearly always, and for every line.
    if (this.#open.size === 0) return []
    const over = [...this.#open].filter(([, open]) => isOver(open))
    for (const [key] of over) this.#open.delete(key)
    return over.flatMap(([, line]): SharedLineRow[] =>
      line.others.length === 0 ? [] : [{kind: 'shared', line}],
    )
  }
}

function keyOf({kind, fields}: TimelineEntry): string | undefined {
  const names = keysOfShared[kind]
  return names && [kind, ...names.map((name) => fields[name])].join(' ')
}
