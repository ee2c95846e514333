import {makeVisible} from '../../core/text/visible.ts'
import {hangText} from '../kit/hang-text.ts'
import {widthOf} from '../kit/table.ts'
import type {Theme} from '../kit/theme.ts'
import {wrapText, wrapWords} from '../kit/wrap-text.ts'

/** What the view shows of a check: the shape of `doctor --json`. */
export interface ShownCheck {
  readonly title: string
  readonly status: 'ok' | 'info' | 'warn' | 'fail' | 'skip'
  readonly found: string
  readonly why: string
  readonly fix: ShownFix | null
}

interface ShownFix {
  readonly now: readonly string[]
  readonly forGood: readonly string[]
  readonly advice: string | null
  readonly automatic: boolean
}

export interface DoctorViewOptions {
  readonly theme: Theme
  /** Columns to write in. */
  readonly width: number
  /** Whether fixes were applied already: then the summary does not offer to. */
  readonly fixed?: boolean
}

const glyphs = {ok: '✔', info: 'i', warn: '▲', fail: '✖', skip: '·'} as const
/** What matters most comes last, next to the prompt. */
const detailed = ['info', 'warn', 'fail'] as const

/**
 * What doctor found: a line for each check that is fine, then what is worth knowing, with the reason and the commands
 * that fix it, and a summary that says what to do next.
 */
export function renderDoctor(checks: readonly ShownCheck[], options: DoctorViewOptions): string {
  const {theme} = options
  const titleWidth = Math.max(...checks.map(({title}) => title.length))
  const line = (check: ShownCheck) => renderLine(check, titleWidth, options)
  const short = ['ok', 'skip'].flatMap((status) => checks.filter((check) => check.status === status))
  const long = detailed.flatMap((status) => checks.filter((check) => check.status === status))
  const blocks = [
    short.map(line).join('\n'),
    ...long.map((check) => [line(check), ...renderDetails(check, options)].join('\n')),
    renderSummary(checks, theme, options.fixed === true),
  ]
  return `${blocks.filter(Boolean).join('\n\n')}\n`
}

function renderLine(
  {status, title, found}: ShownCheck,
  titleWidth: number,
  {theme, width}: DoctorViewOptions,
) {
  const colours = {ok: theme.good, info: theme.command, warn: theme.warn, fail: theme.bad, skip: theme.dim}
  const label = `${colours[status](`${glyphs[status]} ${status.padEnd(4)}`)} ${theme.strong(title.padEnd(titleWidth))}`
  const paint = status === 'skip' ? theme.dim : (plain: string) => plain
  return hangText(`${label}  `, makeVisible(found), {width, paint}).join('\n')
}

const margin = '  '

function renderDetails({why, fix}: ShownCheck, {theme, width}: DoctorViewOptions): readonly string[] {
  const room = width - margin.length
  const prose = (text: string) =>
    wrapText(makeVisible(text), room).map((line) => `${margin}${theme.dim(line)}`)
  const commands = (heading: string, list: readonly string[]) => [
    ...(list.length === 0 ? [] : [`${margin}${heading}`]),
    ...list.flatMap((command) =>
      wrapCommand(makeVisible(command), room - 2).map((line) => `${margin}  ${theme.command(line)}`),
    ),
  ]
  if (fix === null) return prose(why)
  return [
    ...prose(why),
    ...commands(fix.forGood.length === 0 ? 'To fix it:' : 'To fix it now:', fix.now),
    ...commands('And permanently:', fix.forGood),
    ...(fix.advice === null ? [] : wrapText(makeVisible(fix.advice), room).map((line) => `${margin}${line}`)),
  ]
}

function renderSummary(checks: readonly ShownCheck[], theme: Theme, fixed: boolean): string {
  const count = (status: ShownCheck['status']) => checks.filter((check) => check.status === status).length
  const [failed, warned] = [count('fail'), count('warn')]
  const verdict =
    failed > 0
      ? theme.bad(
          `✖ ${failed === 1 ? 'One check fails' : `${failed} checks fail`}: redislab cannot work here yet.`,
        )
      : warned > 0
        ? theme.warn(`▲ redislab works here; ${warned === 1 ? 'one warning' : `${warned} warnings`}.`)
        : theme.good('✔ redislab works here.')
  const canMend = checks.some(({fix}) => fix?.automatic)
  const isLeft = checks.some(({fix}) => fix !== null)
  const next = fixed
    ? isLeft
      ? 'The rest is for you to fix: see above.'
      : ''
    : canMend
      ? `Next: ${theme.command('redislab doctor --fix')} runs the commands that it can run, and checks again.`
      : failed + warned > 0
        ? ''
        : `Next: ${theme.command('redislab up')}`
  return [verdict, next].filter(Boolean).join('\n')
}

/** Breaks a command before its pipes, or else between words, with a backslash, so that it can be pasted as it stands. */
function wrapCommand(command: string, width: number): readonly string[] {
  if (widthOf(command) <= width) return [command]
  const segments: string[][] = [[]]
  for (const word of command.match(/(?:\\.|'[^']*'|[^\s'\\])+/g) ?? [command]) {
    if (word === '|' || word === '>') segments.push([])
    segments.at(-1)?.push(word)
  }
  const lines = segments.flatMap((words) => wrapWords(words, width - 4, {breaks: false}))
  return lines.map(
    (line, index) => `${index === 0 ? '' : '  '}${line}${index < lines.length - 1 ? ' \\' : ''}`,
  )
}
