import type {TimelineEntry} from '../../core/timeline/entries/entry.ts'
import {isRoutine} from '../../core/timeline/entries/routine.ts'
import {type Row, TimelineFold} from '../../core/timeline/folding/fold.ts'
import {SharedLineFold, type SharedLineRow} from '../../core/timeline/folding/shared-lines.ts'
import type {IncidentTracker} from '../../core/timeline/tracker.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {formatDay} from '../kit/clock-time.ts'
import {terminalWidth} from '../kit/terminal-width.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'
import {RecentMeanings} from './recent-meanings.ts'
import {renderDay, renderRow, timeOf} from './timeline-view.ts'

export interface TimelineReporterOptions {
  /** Every line, unfolded. */
  readonly all?: boolean
  readonly explain?: boolean
  readonly theme?: Theme
  /** Says nothing of what was left out. */
  readonly briefly?: boolean
  /** How many routine lines were left out before they came here. */
  readonly routine?: {readonly count: number}
  /** Tells of runs while they go on: for a pipe that is read as it fills. */
  readonly tellsProgress?: boolean
}

/** Turns a timeline that comes in piece by piece into text for people. */
export class TimelineReporter {
  readonly #fold: TimelineFold
  readonly #sharedLines = new SharedLineFold()
  readonly #recent = new RecentMeanings()
  readonly #tracker: IncidentTracker
  readonly #nameWidth: number
  readonly #options: TimelineReporterOptions
  readonly #isEvidenced: boolean
  #day: string | undefined
  #hidden = 0

  constructor(
    tracker: IncidentTracker,
    {instances, isEvidenced}: Plan,
    options: TimelineReporterOptions = {},
  ) {
    this.#tracker = tracker
    this.#nameWidth = Math.max(2, ...instances.map(({name}) => name.length))
    this.#isEvidenced = isEvidenced === true
    this.#options = options
    this.#fold = new TimelineFold({tellsProgress: options.tellsProgress ?? false})
  }

  render(entries: readonly TimelineEntry[]): string {
    let text = ''
    for (const entry of entries) for (const row of this.#rowsOf(entry)) text += this.#render(row)
    return text
  }

  /** What is due by the clock although nothing happens: the end of a run. */
  expire(now: number): string {
    const rows = [
      ...this.#sharedLines.expire(now).flatMap((row) => this.#foldLine(row)),
      ...this.#fold.expire(now),
    ]
    return rows.map(this.#render).join('')
  }

  /** The runs that go on, as they stand now: for a terminal, which shows them until they have ended. */
  get running(): string {
    return this.#fold.running.map((run) => this.#render({kind: 'run', run})).join('')
  }

  /** The rest, and how much was left out. */
  end(): string {
    const rows = [...this.#sharedLines.flush().flatMap((row) => this.#foldLine(row)), ...this.#fold.flush()]
    const rest = rows.map(this.#render).join('')
    const {theme = stdoutTheme, routine, briefly = false} = this.#options
    const hidden = this.#hidden + (routine?.count ?? 0)
    if (hidden === 0 || briefly) return rest
    const lines = hidden === 1 ? '1 routine line' : `${hidden} routine lines`
    return `${rest}${theme.dim(`${' '.repeat(14)}${lines} left out; --all shows everything`)}\n`
  }

  #rowsOf(entry: TimelineEntry): readonly Row[] {
    if (this.#options.all) return [{kind: 'entry', entry}]
    if (isRoutine(entry)) {
      this.#hidden += 1
      return []
    }
    const rows: Row[] = []
    for (const row of this.#sharedLines.push(entry)) rows.push(...this.#foldLine(row))
    return rows
  }

  #foldLine(row: SharedLineRow): readonly Row[] {
    return row.kind === 'shared' ? [row] : this.#fold.push(row.entry)
  }

  readonly #render = (row: Row): string => {
    const {theme = stdoutTheme, explain = false} = this.#options
    return `${this.#dayOf(row, theme)}${renderRow(row, theme, {
      names: this.#tracker.names,
      originOf: (entry) => this.#tracker.originOf(entry),
      nameWidth: this.#nameWidth,
      width: terminalWidth(),
      explain,
      isEvidenced: this.#isEvidenced,
      isNew: (meaning) => this.#recent.isNew(meaning),
    })}`
  }

  /** What was opened is of another day, and may be of several: each is named once. */
  #dayOf(row: Row, theme: Theme): string {
    const at = timeOf(row)
    const day = formatDay(at)
    if (!this.#isEvidenced || day === this.#day) return ''
    this.#day = day
    return renderDay(at, theme)
  }
}
