import type {Evidence, LogFact} from '../evidence/facts.ts'
import {parseViewedTime} from './viewed-time.ts'

/** Half a year back within a log is a new year. */
const halfYearMs = 183 * 86_400_000

/**
 * Gives lines without a year (before 5.0, and in syslog) the year that is given, or that other lines or a log viewer show. Where the year
 * changes within a log, the given year is that of its first line.
 *
 * @returns the evidence, and the year that was used; null where none is known, or none was needed
 */
export function dateEvidence(
  evidence: readonly Evidence[],
  given: number | undefined,
): {readonly evidence: readonly Evidence[]; readonly year: number | null} {
  const year = given ?? findYear(evidence)
  const isUndated = evidence.some(({facts}) =>
    facts.some((fact) => fact.kind === 'log' && isWithoutYear(fact)),
  )
  if (year === undefined || !isUndated) return {evidence, year: null}
  const dater = new LineDater(year)
  const dated = evidence.map((one) => ({
    ...one,
    facts: one.facts.map((fact) => (fact.kind === 'log' ? dater.date(fact) : fact)),
  }))
  return {evidence: dated, year}
}

/** Gives lines a year, one after the other as they stand in their logs. */
export class LineDater {
  readonly #year: number
  readonly #last = new Map<string, {readonly year: number; readonly at: number}>()

  /** @param year of the first line of each log that says none */
  constructor(year: number) {
    this.#year = year
  }

  date(fact: LogFact): LogFact {
    if (!isWithoutYear(fact)) return fact
    const before = this.#last.get(fact.stream) ?? {year: viewedYear(fact) ?? this.#year, at: fact.at}
    const isNext = fact.at < before.at - halfYearMs
    const isBack = fact.at > before.at + halfYearMs
    const now = {year: before.year + (isNext ? 1 : isBack ? -1 : 0), at: fact.at}
    this.#last.set(fact.stream, now)
    return {...fact, at: inYear(fact.at, now.year), hasYear: true}
  }
}

function isWithoutYear(fact: LogFact): fact is LogFact & {readonly at: number} {
  return fact.at !== null && !fact.hasYear
}

/** The year that most lines say that have one, else one that a log viewer says. */
function findYear(evidence: readonly Evidence[]): number | undefined {
  const counts = new Map<number, number>()
  for (const {facts} of evidence) {
    for (const fact of facts) {
      if (fact.kind !== 'log' || fact.at === null) continue
      const year = fact.hasYear ? new Date(fact.at).getUTCFullYear() : viewedYear(fact)
      if (year !== undefined) counts.set(year, (counts.get(year) ?? 0) + 1)
    }
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0]
}

function viewedYear({viewedAt}: LogFact): number | undefined {
  const viewed = viewedAt === undefined ? undefined : parseViewedTime(viewedAt)
  return viewed === undefined ? undefined : new Date(viewed.at).getUTCFullYear()
}

function inYear(at: number, year: number): number {
  const date = new Date(at)
  date.setUTCFullYear(year)
  return date.getTime()
}
