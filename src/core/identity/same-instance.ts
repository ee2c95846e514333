import {type Draft, joinDrafts, type LogSpan, valuesOf} from './draft.ts'

/**
 * Makes one draft of those that are of one process: they show the same id, or bear the same name (`sentinel-1.log` and
 * `sentinel-1.conf`). A pid proves nothing: in containers it is 1 everywhere. Two logs of one id that were written at the
 * same time by two processes are two instances with one id, which is a fault of its own.
 */
export function joinSame(streams: ReadonlyMap<string, Draft>): {
  readonly drafts: readonly Draft[]
  /** The draft that each stream ended up in. */
  readonly owners: ReadonlyMap<string, Draft>
} {
  const drafts: Draft[] = []
  const owners = new Map<string, Draft>()
  for (const [key, draft] of streams) {
    const same = drafts.find((other) => isSame(other, draft))
    if (same === undefined) drafts.push(draft)
    else joinDrafts(same, draft)
    owners.set(key, same ?? draft)
  }
  for (const [index, draft] of drafts.entries())
    for (const other of drafts.slice(index + 1)) noteSharedIds(draft, other)
  return {drafts, owners}
}

function isSame(a: Draft, b: Draft): boolean {
  if (a.kind !== b.kind && a.kind !== 'unknown' && b.kind !== 'unknown') return false
  const ids = [valuesOf(a, 'id'), valuesOf(b, 'id')] as const
  const haveBothIds = ids.every((own) => own.length > 0)
  const shareIds = shares(...ids)
  // Two with one name and two ids are two: a copied conf, a name used twice.
  if (haveBothIds && !shareIds) return false
  if (!shareIds) return shares([...a.names], [...b.names])
  return shares([...a.names], [...b.names]) || !(logAtOnce(a, b) || listenElsewhere(a, b))
}

/** Two processes at one time: the logs overlap, and no pid is in both. */
function logAtOnce(a: Draft, b: Draft): boolean {
  return a.logs.some((one) =>
    b.logs.some((other) => overlap(one, other) && !shares([...one.pids], [...other.pids])),
  )
}

function overlap(a: LogSpan, b: LogSpan): boolean {
  return a.from < b.to && b.from < a.to
}

/** Two confs that say two ports, or two addresses, are not of one process. */
function listenElsewhere(a: Draft, b: Draft): boolean {
  const differ = (one: readonly string[], other: readonly string[]) =>
    one.length > 0 && other.length > 0 && !shares(one, other)
  return differ(valuesOf(a, 'port'), valuesOf(b, 'port')) || differ([...a.hosts.keys()], [...b.hosts.keys()])
}

function noteSharedIds(a: Draft, b: Draft): void {
  const ids = new Set(valuesOf(a, 'id'))
  for (const id of valuesOf(b, 'id').filter((it) => ids.has(it))) {
    a.contradictions.push(`${nameOf(b)} has the same id, ${id}.`)
    b.contradictions.push(`${nameOf(a)} has the same id, ${id}.`)
  }
}

function nameOf({names}: Draft): string {
  return [...names][0] ?? 'another'
}

function shares<Value>(one: readonly Value[], other: readonly Value[]): boolean {
  return one.some((it) => other.includes(it))
}
