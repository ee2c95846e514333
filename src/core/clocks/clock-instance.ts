import type {Evidence, LogFact} from '../evidence/facts.ts'

/** A line of a log that has a time. */
export type TimedLine = LogFact & {readonly at: number}

/** One process, as far as its clock is concerned. */
export interface ClockInstance {
  readonly name: string
  /** The files, or parts of files, that its clock stamped. */
  readonly streams: readonly string[]
  /** Its own ids: of a sentinel, or of a node of a cluster. */
  readonly ids: readonly string[]
  /** The oldest first, by its own clock. */
  readonly lines: readonly TimedLine[]
}

/** What is known of an instance beside its lines: `findInstances` knows it. */
export interface KnownInstance {
  readonly name: string
  readonly files: readonly string[]
  readonly ids: readonly string[]
}

/** Gives each instance its lines, the oldest first: exports often begin with the newest. */
export function clockInstancesOf(
  instances: readonly KnownInstance[],
  evidence: readonly Evidence[],
): readonly ClockInstance[] {
  const streams = new Map<string, TimedLine[]>()
  for (const {facts} of evidence) {
    for (const fact of facts) {
      if (!isTimed(fact)) continue
      const lines = streams.get(fact.stream) ?? []
      streams.set(fact.stream, lines)
      lines.push(fact)
    }
  }
  return instances.map(({name, files, ids}) => {
    const parts = files
      .map((file) => oldestFirst(streams.get(file) ?? []))
      .toSorted((a, b) => (a[0]?.at ?? 0) - (b[0]?.at ?? 0))
    return {name, streams: files, ids, lines: parts.flat()}
  })
}

function isTimed(fact: Evidence['facts'][number]): fact is TimedLine {
  return fact.kind === 'log' && fact.at !== null
}

function oldestFirst(lines: readonly TimedLine[]): readonly TimedLine[] {
  const [first, last] = [lines[0], lines.at(-1)]
  return first !== undefined && last !== undefined && first.at > last.at ? lines.toReversed() : lines
}

/**
 * The instances with the ids that they are known by, or say that they have. An id that two instances have says nothing of
 * either: a conf was copied.
 */
export function withOwnIds(
  instances: readonly ClockInstance[],
  readIds: (instance: ClockInstance) => Iterable<string>,
): readonly ClockInstance[] {
  const own = instances.map((instance) => new Set([...instance.ids, ...readIds(instance)]))
  const isShared = (id: string) => own.filter((ids) => ids.has(id)).length > 1
  return instances.map((instance, index) => ({
    ...instance,
    ids: [...(own[index] ?? [])].filter((id) => !isShared(id)),
  }))
}
