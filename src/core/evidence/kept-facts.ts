import type {Fact, LogFact, RoleLetter} from './facts.ts'
import {isRoutineMessage, routineKinds} from './routine.ts'

/** So many lines of logs are kept whole: what people paste and collect is shorter. */
const wholeLines = 20_000
/** Of a longer log, so many lines of one kind are kept at its beginning, and as many at its end. */
const eachEnd = 150
/** The events of a sentinel tell one story, so they are kept together. */
const eachEndOfSentinel = 1000
/** When so many lines were kept of long logs, fewer are from then on. */
const manyLines = 40_000
const eachEndOfMany = 10
/** A log has lines of so many kinds at most; what is beyond is one kind. */
const maxGroups = 400
/** So many characters tell one unknown line from another. */
const beginningLength = 12

/** What is left to be kept of all files that are read together. Memory is bounded by it. */
export class KeepingBudget {
  whole: number
  thin = manyLines

  constructor(lines: number = wholeLines) {
    this.whole = lines
  }

  /** Whether there is so much that lines of one kind are kept only in part. */
  get isSpent(): boolean {
    return this.whole <= 0
  }
}

/** A line that need not be read until it is known that it is kept. */
export interface PendingLine {
  readonly row: string
  readonly line: number
  readonly heading: string | undefined
}

/** Lines of one kind by one writer: their beginning was kept, and of the others the latest are. */
export class LineGroup {
  readonly #budget: KeepingBudget
  readonly #eachEnd: number
  readonly #isOfOneKind: boolean
  readonly #latest: (LogFact | PendingLine)[] = []
  #kept = 0
  #next = 0
  leftOut = 0

  constructor(budget: KeepingBudget, eachEnd: number, isOfOneKind: boolean) {
    this.#budget = budget
    this.#eachEnd = eachEnd
    this.#isOfOneKind = isOfOneKind
  }

  /** Whether the next line is one of the first. */
  takeFirst(): boolean {
    if (this.#kept >= (this.#budget.thin > 0 ? this.#eachEnd : eachEndOfMany)) return false
    this.#kept++
    this.#budget.thin--
    return true
  }

  takeLatest(line: LogFact | PendingLine): void {
    const limit = this.#kept
    if (this.#latest.length < limit) {
      this.#budget.thin--
      this.#latest.push(line)
      return
    }
    this.#latest[this.#next] = line
    this.#next = (this.#next + 1) % limit
    this.leftOut++
  }

  /** The latest lines, in their order. @param read makes facts of a line that was kept as it stands */
  finish(read: (line: PendingLine) => readonly Fact[]): readonly Fact[] {
    const lines = [...this.#latest.slice(this.#next), ...this.#latest.slice(0, this.#next)]
    const facts = lines.flatMap((line) => ('kind' in line ? [line] : read(line)))
    const [first, ...others] = facts
    return this.#isOfOneKind && this.leftOut > 0 && first?.kind === 'log'
      ? [{...first, alike: this.leftOut}, ...others]
      : facts
  }
}

/**
 * The facts of one file: all of them while they are few. Of a long log, routine lines are only counted, and of lines that
 * come again and again the first and the last are kept. What is rare is always kept, and so are confs and replies.
 */
export class KeptFacts {
  readonly #budget: KeepingBudget
  readonly #facts: Fact[] = []
  readonly #groups = new Map<string, LineGroup>()
  #routine = 0

  constructor(budget: KeepingBudget) {
    this.#budget = budget
  }

  /** Whether lines are left out by now. */
  get isThin(): boolean {
    return this.#budget.isSpent
  }

  /** How many lines were read and not kept. */
  get leftOut(): number {
    return [...this.#groups.values()].reduce((sum, group) => sum + group.leftOut, this.#routine)
  }

  add(fact: Fact): void {
    if (fact.kind !== 'log') {
      this.#facts.push(fact)
      return
    }
    if (!this.isThin) {
      this.#budget.whole--
      this.#facts.push(fact)
      return
    }
    const {stream, letter, event, message} = fact
    if (event === undefined ? isRoutineMessage(message) : routineKinds.has(event.kind)) {
      this.#routine++
      return
    }
    const group = this.groupOf(stream, letter, event?.kind, message)
    if (group.takeFirst()) this.#facts.push(fact)
    else group.takeLatest(fact)
  }

  /** Puts another in the place of the fact that was added last; not where lines are left out by now. */
  replaceLast(last: Fact, fact: Fact): void {
    if (this.#facts.at(-1) === last) this.#facts[this.#facts.length - 1] = fact
  }

  /** A line that was made a fact since it is one of the first of its group. */
  addFirst(fact: Fact): void {
    this.#facts.push(fact)
  }

  addRoutine(lines: number): void {
    this.#routine += lines
  }

  /** @param message asked for only where the kind is not known */
  groupOf(stream: string, letter: RoleLetter | null, kind: string | undefined, message: string): LineGroup {
    const isOfSentinel = letter === 'X' || (letter === null && /^[+-]/.test(kind ?? ''))
    const name = isOfSentinel
      ? 'sentinel'
      : (kind ?? `?${message.slice(0, beginningLength).replace(/\d/g, '0')}`)
    const key = `${stream}\0${name}`
    const found = this.#groups.get(key)
    if (found !== undefined) return found
    if (this.#groups.size >= maxGroups && kind === undefined && name !== '?')
      return this.groupOf(stream, letter, undefined, '')
    const group = isOfSentinel
      ? new LineGroup(this.#budget, eachEndOfSentinel, false)
      : new LineGroup(this.#budget, eachEnd, kind !== undefined)
    this.#groups.set(key, group)
    return group
  }

  /** All that was kept, in the order of the file. @param read makes facts of a line that was kept as it stands */
  finish(read: (line: PendingLine) => readonly Fact[]): readonly Fact[] {
    if (this.#groups.size === 0) return this.#facts
    for (const group of this.#groups.values()) for (const fact of group.finish(read)) this.#facts.push(fact)
    return this.#facts.sort((a, b) => a.place.line - b.place.line)
  }
}
