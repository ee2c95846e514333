import type {TimelineEntry} from '../entries/entry.ts'

/** The same thing from one node of a cluster after another. */
export interface Chorus {
  /** What the first of them said, which was told. */
  readonly first: TimelineEntry
  /** What the others said, in the order of time. */
  readonly others: readonly TimelineEntry[]
}

/** What every node says when something happens to one of them, each with the fields that make it the same. */
const sung: Readonly<Record<string, readonly string[]>> = {
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

/** How long after the last voice another one still belongs to it. */
const holdMs = 500

interface Open {
  readonly first: TimelineEntry
  readonly others: TimelineEntry[]
}

export type Sung =
  | {readonly kind: 'entry'; readonly entry: TimelineEntry}
  | {readonly kind: 'chorus'; readonly chorus: Chorus}

/**
 * Gathers what the nodes of a cluster say in chorus: the first voice is told, the others are named together once
 * something else happens or nobody joins in any more.
 */
export class ChorusFold {
  readonly #open = new Map<string, Open>()

  push(entry: TimelineEntry): Sung[] {
    const key = keyOf(entry)
    if (key === undefined) {
      // What moves the story on comes after what was said before it.
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

  /** Ends those that nobody joins any more. */
  expire(now: number): Sung[] {
    return this.#end(({first, others}) => now - (others.at(-1) ?? first).at > holdMs)
  }

  flush(): Sung[] {
    return this.#end(() => true)
  }

  #end(isOver: (open: Open) => boolean): Sung[] {
    // Nearly always, and for every line.
    if (this.#open.size === 0) return []
    const over = [...this.#open].filter(([, open]) => isOver(open))
    for (const [key] of over) this.#open.delete(key)
    return over.flatMap(([, chorus]): Sung[] =>
      chorus.others.length === 0 ? [] : [{kind: 'chorus', chorus}],
    )
  }
}

function keyOf({kind, fields}: TimelineEntry): string | undefined {
  const names = sung[kind]
  return names && [kind, ...names.map((name) => fields[name])].join(' ')
}
