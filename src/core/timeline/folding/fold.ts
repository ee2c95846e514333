import type {TimelineEntry} from '../entries/entry.ts'
import type {SharedLine} from './shared-lines.ts'

/** The same thing, or the same round of things, again and again. */
export interface Run {
  /** The lines of one round. */
  readonly round: readonly TimelineEntry[]
  /** How often it came in all, with the rounds that were given out one by one. */
  readonly times: number
  /** When its first and last lines were written. */
  readonly from: number
  readonly to: number
  /** Whether it has ended: else it still goes on, as far as is known. */
  readonly isOver: boolean
}

export type Row =
  | {readonly kind: 'entry'; readonly entry: TimelineEntry}
  | {readonly kind: 'run'; readonly run: Run}
  | {readonly kind: 'shared'; readonly line: SharedLine}

/** Longer rounds are not looked for: the longest known loop of a replica has eleven lines. */
const longestRound = 16
/** What comes again after so long is news. */
const longestPauseMs = 60_000

interface Keyed {
  readonly key: string
  readonly entry: TimelineEntry
}

interface OpenRun {
  readonly round: readonly Keyed[]
  readonly from: number
  times: number
  to: number
  /** The lines of the round that has begun. */
  begun: TimelineEntry[]
}

/** What is remembered of one instance. */
interface History {
  recent: Keyed[]
  run: OpenRun | undefined
}

export interface FoldOptions {
  /** Gives a run out when it begins, and again each time that it has become ten times as long: for a live view. */
  readonly tellsProgress?: boolean
}

/**
 * Folds runs of the same thing as entries come in, in constant memory. A line, or a round of lines, is given out twice, since
 * only then it is known to repeat; from then on it is counted. When the run ends, a row says how often it came.
 */
export class TimelineFold {
  readonly #tellsProgress: boolean
  readonly #histories = new Map<string, History>()
  readonly #open = new Set<History>()

  constructor({tellsProgress = false}: FoldOptions = {}) {
    this.#tellsProgress = tellsProgress
  }

  /** The runs that go on, as far as they were not given out one by one. */
  get running(): readonly Run[] {
    return [...this.#open].flatMap(({run}) =>
      run === undefined || run.times === 2 ? [] : describeRun(run, false),
    )
  }

  push(entry: TimelineEntry): Row[] {
    const rows = this.expire(entry.at)
    if (entry.source !== 'log' || entry.level === 'raw') return [...rows, {kind: 'entry', entry}]
    const history = this.#historyOf(entry.instance ?? '')
    const {run} = history
    if (run !== undefined) {
      if (isSame(run.round[run.begun.length], entry)) {
        run.begun.push(entry)
        run.to = entry.at
        if (run.begun.length === run.round.length) {
          run.times += 1
          run.begun = []
          if (this.#tellsProgress && isWorthTelling(run.times))
            rows.push({kind: 'run', run: describeRun(run, false)})
        }
        return rows
      }
      rows.push(...this.#end(history))
    }
    const {recent} = history
    recent.push({key: keyOf(entry), entry})
    if (recent.length > 2 * longestRound) recent.shift()
    const length = findRound(recent)
    if (length === undefined) return [...rows, {kind: 'entry', entry}]
    const round = recent.slice(-length)
    const [first] = recent.slice(-2 * length)
    history.run = {round, from: first?.entry.at ?? entry.at, times: 2, to: entry.at, begun: []}
    this.#open.add(history)
    return [...rows, {kind: 'entry', entry}]
  }

  /** Ends the runs that did not go on when their next round was due. For a stream that is quiet: call it by the clock. */
  expire(now: number): Row[] {
    const rows: Row[] = []
    for (const history of this.#open) {
      const {run} = history
      if (run !== undefined && now - run.to > 2 * periodOf(run) + 500) rows.push(...this.#end(history))
    }
    return rows
  }

  /** Ends all runs. */
  flush(): Row[] {
    return [...this.#open].flatMap((history) => this.#end(history))
  }

  #historyOf(instance: string): History {
    const known = this.#histories.get(instance)
    if (known !== undefined) return known
    const history = {recent: [], run: undefined}
    this.#histories.set(instance, history)
    return history
  }

  #end(history: History): Row[] {
    const {run} = history
    this.#open.delete(history)
    history.run = undefined
    if (run === undefined) return []
    history.recent = run.begun.map((entry) => ({key: keyOf(entry), entry}))
    const begun = run.begun.map((entry): Row => ({kind: 'entry', entry}))
    // What came twice was given out twice: nothing is left to say.
    if (run.times === 2) return begun
    return [{kind: 'run', run: describeRun(run, true)}, ...begun]
  }
}

function describeRun({round, times, from, to}: OpenRun, isOver: boolean): Run {
  return {round: round.map(({entry}) => entry), times, from, to, isOver}
}

/** The first time that it is only counted, then 10, 100, 1000, … */
function isWorthTelling(times: number): boolean {
  return times === 3 || (times >= 10 && Number.isInteger(Math.log10(times)))
}

/** All at once, for a timeline that is at hand. */
export function foldEntries(entries: readonly TimelineEntry[]): readonly Row[] {
  const fold = new TimelineFold()
  return [...entries.flatMap((entry) => fold.push(entry)), ...fold.flush()]
}

/** The length of the round that the last lines repeat, if they do. */
function findRound(recent: readonly Keyed[]): number | undefined {
  const count = recent.length
  const last = recent[count - 1]
  for (let length = 1; length <= longestRound && 2 * length <= count; length++) {
    const before = recent[count - 1 - length]
    if (before === undefined || last === undefined) return undefined
    if (before.key !== last.key || last.entry.at - before.entry.at > longestPauseMs) continue
    const isRound = Array.from(
      {length},
      (_, index) => recent[count - 1 - index]?.key === recent[count - 1 - length - index]?.key,
    ).every(Boolean)
    if (isRound) return length
  }
  return undefined
}

/** The milliseconds from one round to the next. */
export function periodOf({from, to, times}: Pick<Run, 'from' | 'to' | 'times'>): number {
  return (to - from) / Math.max(1, times - 1)
}

/** Most lines of a loop are the same to the letter, and need no key. */
function isSame(known: Keyed | undefined, entry: TimelineEntry): boolean {
  if (known === undefined) return false
  const {message, kind} = known.entry
  return (message === entry.message && kind === entry.kind) || known.key === keyOf(entry)
}

/** Two lines with the same key are the same thing: numbers that count up and ids do not make a difference. */
function keyOf({kind, message, role}: TimelineEntry): string {
  // What a sentinel says of one instance it may say of the next: these names are the whole difference.
  if (role === 'sentinel') return message
  return `${kind} ${message.replace(/\b[0-9a-f]{40}\b/g, '#').replace(/(?<![\w.:])\d+(?![\w.:])/g, '#')}`
}
