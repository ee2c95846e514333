import type {Fact, LogFact} from './facts.ts'

/** Fewer lines than this show no order. */
const fewLines = 3

/**
 * Exports of log viewers often have the newest line first: such a stream is turned round, so that rules read it as it was
 * written. Each line keeps its place, which is where it stands in the file.
 */
export function putInOrder(facts: readonly Fact[]): readonly Fact[] {
  const streams = new Map<string, LogFact[]>()
  for (const fact of facts) {
    if (fact.kind !== 'log') continue
    const own = streams.get(fact.stream)
    if (own === undefined) streams.set(fact.stream, [fact])
    else own.push(fact)
  }
  const turned = new Map<string, LogFact[]>()
  for (const [stream, own] of streams) if (isNewestFirst(own)) turned.set(stream, own.toReversed())
  if (turned.size === 0) return facts
  return facts.map((fact) => (fact.kind === 'log' ? (turned.get(fact.stream)?.shift() ?? fact) : fact))
}

/** Never later than the line above, and sometimes earlier. A clock that was set back once is no such file. */
function isNewestFirst(lines: readonly LogFact[]): boolean {
  const times = lines.flatMap(({at}) => (at === null ? [] : [at]))
  if (times.length < fewLines) return false
  const steps = times.slice(1).map((at, index) => at - (times[index] as number))
  return steps.every((step) => step <= 0) && steps.filter((step) => step < 0).length >= 2
}
