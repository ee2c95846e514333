import type {LinkFaultReport} from '../../core/contract/fault-report.ts'
import {traitsOf, undoingOf} from '../../core/faults/kinds.ts'
import {groupRules} from '../../core/links/describe.ts'
import type {LinkRule} from '../../core/links/link.ts'
import {formatClock} from '../kit/clock-time.ts'
import {type NextStep, type Note, renderNotes} from '../kit/notes.ts'
import {alignColumns} from '../kit/table.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'

export interface LinkFaultViewOptions {
  /** What holds on all links now. */
  readonly rules: readonly LinkRule[]
  readonly healsAt: Date | null
  /** ` --name X` where the deployment is not the default one. */
  readonly nameFlag: string
  /** The columns of the terminal; undefined for a file or a pipe. */
  readonly width?: number | undefined
}

/** What was done to which links and when, what holds on all of them now, and what to type next. */
export function renderLinkFault(
  {fault, links, at}: LinkFaultReport,
  {rules, healsAt, nameFlag, width}: LinkFaultViewOptions,
  theme: Theme = stdoutTheme,
): string {
  const time = theme.dim(formatClock(Date.parse(at)))
  const count = `${links.length} link${links.length === 1 ? '' : 's'}`
  const [style, glyph] = traitsOf(fault).sign
  const undoing = undoingOf(fault)
  const done = {
    partition: `${count} cut`,
    delay: `${count} slowed down`,
    heal: links.length === 0 ? 'nothing was cut or slow' : `${count} healed`,
  }[fault]
  const headline = `${theme[style](glyph)} ${done}  ${time}`
  const next: readonly NextStep[] =
    undoing === undefined
      ? [[`redislab status${nameFlag}`, 'see how it is now']]
      : [
          [`redislab logs --follow --explain${nameFlag}`, 'see what the instances make of it'],
          [`redislab ${undoing.by}${nameFlag}`, undoing.why ?? ''],
        ]
  const notes: readonly Note[] =
    healsAt === null ? [] : [[theme.dim('until'), `${formatClock(healsAt.getTime())}, then it is healed`]]
  return [headline, ...renderRules(rules, theme), ...renderNotes(notes, next, {theme, width})].join('\n')
}

/** `n1 s1 ↔ n2 n3 s2 s3  cut`, a line for each group of links. */
export function renderRules(rules: readonly LinkRule[], theme: Theme, label = ''): readonly string[] {
  const rows = groupRules(rules).map(({from, to, bothWays, cut, text}, index) => [
    index === 0 ? theme.dim(label) : '',
    `${from.join(' ')} ${bothWays ? '↔' : '→'} ${to.join(' ')}`,
    cut === undefined ? theme.warn(`▲ ${text}`) : theme.bad(`✖ ${text}`),
  ])
  return alignColumns(rows)
}
