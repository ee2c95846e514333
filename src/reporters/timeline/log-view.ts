import type {Severity} from '../../core/redis/catalogue/entry.ts'
import type {RecognisedEvent} from '../../core/redis/catalogue/recognise.ts'
import type {LogRecord} from '../../core/redis/log-record.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {formatClock} from '../kit/clock-time.ts'
import type {Theme} from '../kit/theme.ts'
import {wrapText} from '../kit/wrap-text.ts'

export interface LogViewOptions {
  /** How much the line matters, if that is known. */
  readonly severity?: Severity | undefined
  /** What to write beneath: what the line means. */
  readonly explained?: RecognisedEvent | undefined
  /** The length of the longest instance name, so that messages stand in one column. */
  readonly nameWidth: number
  /** The columns of the terminal. Undefined for a file or a pipe: nothing is wrapped. */
  readonly width?: number | undefined
  readonly clock?: (at: number) => string
  /** Puts names in place of addresses and ids, in what a line means. */
  readonly nameIn?: ((text: string) => string) | undefined
}

type Weight = Severity | 'detail' | 'raw'

/** One column: what stands out has a glyph as well as a colour, what does not is left in peace. */
const marks: Readonly<Record<Weight, string>> = {
  detail: '·',
  info: ' ',
  notice: '•',
  warning: '!',
  error: '✖',
  raw: '│',
}

/**
 * A line of a log for people, in their local time, and beneath it what it means:
 *
 *     20:33:27.785  n2 S ! Error condition on socket for SYNC: Connection refused
 *                        ╰ Nothing listens at the address of the master: …
 */
export function renderLogRecord(record: LogRecord, theme: Theme, options: LogViewOptions): string {
  const {severity, explained, nameWidth, width, nameIn = (text) => text} = options
  const weight = weigh(record, severity)
  const paint = painterOf(weight, theme)
  const name = theme.instance(record.index, record.instance.padEnd(nameWidth))
  const head = `${theme.dim(stampOf(record, options))}  ${name} ${renderLetter(record, theme)} ${paint(marks[weight])} `
  const message = makeVisible(record.message)
  // In a pipe, which is where the long logs go, a line is a line.
  if (width === undefined && explained === undefined) return `${head}${paint(message)}\n`

  const indent = 12 + 2 + nameWidth + 1 + 1 + 1 + 1 + 1
  const wrap = (text: string) => (width === undefined ? [text] : wrapText(text, Math.max(20, width - indent)))
  const lines = wrap(message).map((line, index) => (index === 0 ? head : ' '.repeat(indent)) + paint(line))
  if (explained !== undefined) {
    lines.push(...hang('╰', nameIn(explained.meaning)))
    if (explained.advice !== undefined) lines.push(...hang('→', nameIn(explained.advice)))
  }
  return `${lines.join('\n')}\n`

  /** A paragraph whose glyph stands in the column of the marks. */
  function hang(glyph: string, text: string): string[] {
    return wrap(makeVisible(text)).map((line, index) => {
      const start = `${' '.repeat(indent - 2)}${index === 0 ? glyph : ' '} `
      return theme.dim(start + line)
    })
  }
}

/** The time of a line, as far as it has one. */
function stampOf({at, level, roleLetter}: LogRecord, {clock = formatClock}: LogViewOptions): string {
  // A row of a crash report has none; the time of the line that it follows would look like its own.
  if (level === 'raw') return ' '.repeat(12)
  // Signal handlers write whole seconds.
  return roleLetter === undefined ? clock(at).slice(0, 8).padEnd(12) : clock(at)
}

function weigh({level}: LogRecord, severity: Severity | undefined): Weight {
  if (level === 'raw') return 'raw'
  const isDetail = level === 'debug' || level === 'verbose'
  if (severity !== undefined) return isDetail && severity === 'info' ? 'detail' : severity
  if (level === 'warning') return 'warning'
  return isDetail ? 'detail' : 'info'
}

function painterOf(weight: Weight, theme: Theme): (text: string) => string {
  switch (weight) {
    case 'error':
      return theme.bad
    case 'warning':
      return theme.warn
    case 'detail':
    case 'raw':
      return theme.dim
    case 'notice':
    case 'info':
      return (text) => text
  }
}

function renderLetter({roleLetter}: LogRecord, theme: Theme): string {
  switch (roleLetter) {
    case undefined:
      return ' '
    case 'M':
      return theme.strong(roleLetter)
    case 'C':
      return theme.dim(roleLetter)
    case 'S':
    case 'X':
      return roleLetter
  }
}
