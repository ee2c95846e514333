import type {Severity} from '../../redis/catalogue/entry.ts'
import {makeVisible} from '../../text/visible.ts'
import type {TimelineEntry} from '../entries/entry.ts'
import type {Explanation} from '../explain.ts'
import type {InstanceNames} from '../incidents/names.ts'
import {foldEntries, type Row, type Run} from './fold.ts'

const marks: Readonly<Record<Severity, string>> = {info: ' ', notice: '•', warning: '!', error: '✖'}
const timeWidth = 12

/**
 * A timeline as plain lines, with the time since the last fault, and what repeats itself folded: for where there is no
 * terminal to paint on.
 *
 *     10:52:51.192  n1 killed
 *        +1.506 s  s2  ! +sdown master mymaster n1
 *               ⋮  n2  ↻ Error condition on socket for SYNC: Connection refused × 12
 */
export function formatTimeline(entries: readonly TimelineEntry[], names: InstanceNames): string {
  for (const entry of entries) names.learn(entry)
  let origin: number | undefined
  const lines = foldEntries(entries).map((row) => {
    if (row.kind === 'entry' && row.entry.source === 'redislab') origin = row.entry.at
    return formatRow(row, origin, names)
  })
  return lines.map((line) => `${line}\n`).join('')
}

/** The sentences of an explanation: the summary, and each reason on a line of its own. */
export function formatExplanation({summary, reasons}: Explanation): string {
  return [summary, ...reasons.map(({text}) => `  • ${text}`)].map((line) => `${makeVisible(line)}\n`).join('')
}

function formatRow(row: Row, origin: number | undefined, names: InstanceNames): string {
  if (row.kind === 'run') return formatRun(row.run, names)
  const entry = row.kind === 'entry' ? row.entry : row.line.first
  const message = makeVisible(names.shorten(entry))
  if (entry.source === 'redislab') return `${clock(entry.at)}  ${message}`
  const time = origin === undefined ? clock(entry.at) : `+${((entry.at - origin) / 1000).toFixed(3)} s`
  const mark = entry.source === 'probe' ? '◆' : marks[entry.severity]
  return `${time.padStart(timeWidth)}  ${(entry.instance ?? '').padEnd(3)} ${mark} ${message}`
}

function formatRun({round, times}: Run, names: InstanceNames): string {
  const [first] = round
  const shortened = first === undefined ? '' : names.shorten(first)
  const what = makeVisible(round.length === 1 ? shortened : `the same ${round.length} lines`)
  return `${'⋮'.padStart(timeWidth)}  ${(first?.instance ?? '').padEnd(3)} ↻ ${what} × ${times}`
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 23)
}
