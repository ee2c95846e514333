import type {Severity} from '../../core/redis/catalogue/entry.ts'
import {joinNames} from '../../core/text/join-names.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {formatDuration} from '../../core/time/duration.ts'
import {isDisruption, type TimelineEntry} from '../../core/timeline/entries/entry.ts'
import {periodOf, type Row, type Run} from '../../core/timeline/folding/fold.ts'
import type {SharedLine} from '../../core/timeline/folding/shared-lines.ts'
import type {InstanceNames} from '../../core/timeline/incidents/names.ts'
import {formatClock, formatDay, formatOffset} from '../kit/clock-time.ts'
import {hangText} from '../kit/hang-text.ts'
import {widthOf} from '../kit/table.ts'
import type {Theme} from '../kit/theme.ts'
import {wrapText} from '../kit/wrap-text.ts'

export interface TimelineViewOptions {
  readonly names: InstanceNames
  /** The moment from which the time of an entry is counted, if it belongs to a failover. */
  readonly originOf: (entry: TimelineEntry) => number | undefined
  /** The length of the longest instance name. */
  readonly nameWidth: number
  /** The columns of the terminal. Undefined for a file or a pipe: nothing is wrapped. */
  readonly width?: number | undefined
  /** Whether to write what each line means beneath it. */
  readonly explain?: boolean
  /** Whether the first entry of a story is shown with the time of day: nothing that redislab did stands above it. */
  readonly isEvidenced?: boolean
  /** Asked for each line that has a meaning: whether it should be told. */
  readonly isNew?: (meaning: string | undefined) => boolean
}

const timeWidth = 12
const marks: Readonly<Record<Severity, string>> = {info: ' ', notice: '•', warning: '!', error: '✖'}

/**
 * A row of the timeline for people. What redislab did goes across; what followed carries the time since:
 *
 *     19:29:11.692 ━━ n1 killed ━━━━━━━━━━━━━━━
 *         +1.160 s  s2 ✖ +odown n1 #quorum 2/2
 */
export function renderRow(row: Row, theme: Theme, options: TimelineViewOptions): string {
  switch (row.kind) {
    case 'entry':
      return renderEntry(row.entry, theme, options)
    case 'run':
      return renderRun(row.run, theme, options)
    case 'shared':
      return renderSharedLine(row.line, theme, options)
  }
}

/** When a row was written. */
export function timeOf(row: Row): number {
  return row.kind === 'entry' ? row.entry.at : row.kind === 'run' ? row.run.from : row.line.first.at
}

/** The day of what follows. */
export function renderDay(at: number, theme: Theme): string {
  return theme.dim(`── ${formatDay(at)} ──\n`)
}

function renderEntry(entry: TimelineEntry, theme: Theme, options: TimelineViewOptions): string {
  if (entry.source === 'redislab') return renderDeed(entry, theme, options)
  const {names, originOf, nameWidth, width, explain = false, isNew = () => true} = options
  const origin = originOf(entry)
  const isFirst = options.isEvidenced === true && origin === entry.at
  const time = (
    origin === undefined || isFirst ? formatClock(entry.at) : formatOffset(entry.at - origin)
  ).padStart(timeWidth)
  const name = theme.instance(entry.index, (entry.instance ?? '').padEnd(nameWidth))
  const paint = painterOf(entry, theme)
  const mark = entry.source === 'probe' ? '◆' : marks[entry.severity]
  const head = `${theme.dim(time)}  ${name} ${paint(mark)} `
  const lines = [...hangText(head, makeVisible(names.shorten(entry)), {width, paint})]
  const isAsked = explain || tellsLittle.has(entry.kind)
  if (isAsked && entry.meaning !== undefined && isNew(entry.meaning)) {
    const indent = ' '.repeat(widthOf(head) - 2)
    lines.push(...hangText(`${indent}╰ `, makeVisible(entry.meaning), {width}).map(theme.dim))
  }
  return `${lines.join('\n')}\n`
}

/** Events whose names say little about what they do to a failover: their meaning is always told. */
const tellsLittle: ReadonlySet<string> = new Set([
  '+tilt',
  '-failover-abort-not-elected',
  '-failover-abort-no-good-slave',
  '-failover-abort-slave-timeout',
])

/** What redislab did goes from edge to edge: it divides what was before from the outcome. */
function renderDeed(entry: TimelineEntry, theme: Theme, {width, originOf}: TimelineViewOptions): string {
  const {fault, failure} = entry
  const disrupts = fault !== undefined && isDisruption(fault)
  const line = disrupts ? '━' : '─'
  const paint = disrupts ? theme.bad : fault !== undefined ? theme.good : theme.dim
  const paintText = failure === undefined ? paint : theme.warn
  const indent = timeWidth + 4
  const origin = originOf(entry)
  // It belongs to a story that began before, from which what follows is counted.
  const offset = origin === undefined || origin === entry.at ? '' : `  ${formatOffset(entry.at - origin)}`
  const text = `${failure === undefined ? '' : '✖ '}${makeVisible(entry.message)}${offset}`
  const [first = '', ...rest] =
    width === undefined ? [text] : wrapText(text, Math.max(20, Math.min(width, 100) - indent))
  const toEdge = Math.min(width ?? 80, 100) - indent - widthOf(first) - 1
  // What was not done divides nothing.
  const edge = failure !== undefined || toEdge < 1 ? '' : ` ${paint(line.repeat(toEdge))}`
  return [
    `${formatClock(entry.at)} ${paint(line.repeat(2))} ${theme.strong(paintText(first))}${edge}`,
    ...rest.map((part) => ' '.repeat(indent) + theme.strong(paintText(part))),
  ]
    .map((part) => `${part}\n`)
    .join('')
}

function renderRun(run: Run, theme: Theme, options: TimelineViewOptions): string {
  const {names, nameWidth, width} = options
  const {round, times, isOver} = run
  const [first] = round
  const name = theme.instance(first?.index ?? -1, (first?.instance ?? '').padEnd(nameWidth))
  const shortened = first === undefined ? '' : names.shorten(first)
  const what = makeVisible(round.length === 1 ? shortened : `the same ${round.length} lines`)
  const text = `${what} × ${times}${isOver ? '' : ' so far'}, ${formatPace(periodOf(run))}`
  const head = `${'⋮'.padStart(timeWidth)}  ${name} ↻ `
  return `${hangText(head, text, {width}).map(theme.dim).join('\n')}\n`
}

/** So many are named one by one. */
const mostNames = 8

function renderSharedLine({first, others}: SharedLine, theme: Theme, options: TimelineViewOptions): string {
  // Who says it twice is named once.
  const names = [...new Set(others.map(({instance}) => instance ?? ''))].filter(
    (name) => name !== first.instance,
  )
  if (names.length === 0) return ''
  const who = names.length > mostNames ? `${names.length} others` : joinNames(names)
  const what = makeVisible(options.names.shorten(first))
  const head = `${'⋮'.padStart(timeWidth)}  `
  return `${hangText(head, `${who} too: ${what}`, {width: options.width}).map(theme.dim).join('\n')}\n`
}

/** How often something comes: `one a second`, `one in 2.50 s`, `40 a second`. */
function formatPace(periodMs: number): string {
  if (periodMs >= 850 && periodMs <= 1150) return 'one a second'
  if (periodMs > 500) return `one in ${formatDuration(periodMs)}`
  return periodMs < 1 ? 'at once' : `${Math.round(1000 / periodMs)} a second`
}

function painterOf({source, severity}: TimelineEntry, theme: Theme): (text: string) => string {
  if (source === 'probe') return severity === 'notice' ? theme.good : theme.warn
  switch (severity) {
    case 'error':
      return theme.bad
    case 'warning':
      return theme.warn
    case 'notice':
      return (text) => text
    case 'info':
      return theme.dim
  }
}
