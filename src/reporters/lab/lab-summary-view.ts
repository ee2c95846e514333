import {type Comparison, compareServers} from '../../core/lab/comparison.ts'
import {formatValue} from '../../core/lab/expression.ts'
import type {Language} from '../../core/lab/languages.ts'
import type {LabResult} from '../../core/lab/result.ts'
import {type Spread, spreadsOf} from '../../core/lab/statistics.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {formatDuration} from '../../core/time/duration.ts'
import {alignColumns, pad} from '../kit/table.ts'
import type {Theme} from '../kit/theme.ts'
import {wrapText} from '../kit/wrap-text.ts'
import {labWords} from './lab-words.ts'

const glyphs = {passed: '✔', failed: '✖', skipped: '○'} as const

/** One lab that has ended, in a line; with the reason where it did not pass. */
export function renderLabLine(
  result: LabResult,
  theme: Theme,
  {width = 80, nameWidth = 0}: {width?: number | undefined; nameWidth?: number} = {},
): string {
  const {lab, title, outcome, reason, durationMs} = result
  const paint = {passed: theme.good, failed: theme.bad, skipped: theme.warn}[outcome]
  const head = `${paint(glyphs[outcome])} ${pad(lab, nameWidth)}  ${theme.dim(formatDuration(durationMs).padStart(7))}  ${title}`
  if (outcome === 'passed') return `${head}\n`
  const lines = wrapText(makeVisible(reason ?? ''), Math.max(40, Math.min(width, 120) - 4))
  return `${head}\n${lines.map((line) => `    ${line}\n`).join('')}`
}

export interface LabSummaryOptions {
  /** How long all of it took. */
  readonly ms: number
  /** Each lab ran on several servers. */
  readonly comparesServers: boolean
  /** Each lab ran several times on each server. */
  readonly isRepeated: boolean
}

/** What several labs showed: how many passed, and where they ran on several servers or several times, how those differ. */
export function renderLabSummary(
  results: readonly LabResult[],
  {ms, comparesServers, isRepeated}: LabSummaryOptions,
  theme: Theme,
  {language}: {readonly language: Language},
): string {
  const names = [...new Set(results.map(({lab}) => lab))]
  const runs = names.map((name) => results.filter(({lab}) => lab === name))
  const totals = renderLabTotals(results, ms, theme, {language})
  if (comparesServers) {
    const comparisons = runs.map(compareServers)
    const tables = comparisons.map((comparison) => renderComparison(comparison, theme))
    return [totals, ...tables, renderDifferences(comparisons, theme)].join('')
  }
  const spreads = isRepeated ? runs.map((ofLab) => renderSpreads(spreadsOf(ofLab), theme)) : []
  return [totals, ...spreads].join('')
}

function renderLabTotals(
  results: readonly LabResult[],
  ms: number,
  theme: Theme,
  {language = 'en'}: {readonly language?: Language | undefined} = {},
): string {
  const words = labWords[language]
  const comma = language === 'zh' ? '，' : ', '
  const count = (outcome: LabResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).length
  const claims = results.flatMap((result) => result.claims)
  const verdicts = (verdict: string) => claims.filter((claim) => claim.verdict === verdict).length
  const told = (outcome: LabResult['outcome']) => `${count(outcome)} ${words.outcomes[outcome]}`
  const parts = [
    theme.good(told('passed')),
    ...(count('failed') > 0 ? [theme.bad(told('failed'))] : []),
    ...(count('skipped') > 0 ? [theme.warn(told('skipped'))] : []),
  ]
  const judged = (['confirmed', 'refuted'] as const).map((it) => `${verdicts(it)} ${words.verdicts[it]}`)
  return `\n${words.totals(parts.join(comma), formatDuration(ms), judged.join(comma))}\n`
}

/** What was measured over several runs: median, smallest, largest, and how far they lie apart. */
function renderSpreads(spreads: Readonly<Record<string, Spread>>, theme: Theme): string {
  const rows = Object.entries(spreads).map(([name, {runs, min, median, max, spread}]) => [
    name,
    ...[median, min, max, spread].map((value) => formatValue(value).padStart(8)),
    theme.dim(`${runs} ${runs === 1 ? 'run' : 'runs'}`),
  ])
  if (rows.length === 0) return ''
  const head = ['measured', ...['median', 'min', 'max', 'spread'].map((word) => word.padStart(8)), '']
  const [first = '', ...lines] = alignColumns([head, ...rows])
  return `\n${theme.strong(first)}\n${lines.join('\n')}\n`
}

/** What several servers made of a lab, side by side; where they do not agree is marked. */
function renderComparison({lab, servers, rows}: Comparison, theme: Theme): string {
  const cells = rows.map(({what, values, differs}) => [
    differs ? theme.warn(`≠ ${what}`) : `  ${what}`,
    ...values.map((value) =>
      value === null ? theme.dim('–') : typeof value === 'number' ? formatValue(value) : value,
    ),
  ])
  const [head = '', ...lines] = alignColumns([[`  ${lab}`, ...servers], ...cells], '')
  return `\n${theme.strong(head)}\n${lines.join('\n')}\n`
}

/** One table of what differs between servers, over all labs: verdicts, since what is measured always varies. */
export function renderDifferences(comparisons: readonly Comparison[], theme: Theme): string {
  const [first] = comparisons
  if (first === undefined) return ''
  const cells = comparisons.flatMap(({lab, rows}) =>
    rows
      .filter(({differs}) => differs)
      .map(({what, values}) => [lab, what, ...values.map((it) => `${it ?? '–'}`)]),
  )
  if (cells.length === 0)
    return `\n${theme.good(`No verdict differs between ${first.servers.join(' and ')}.`)}\n`
  const [head = '', ...lines] = alignColumns([['what differs', '', ...first.servers], ...cells])
  return `\n${theme.strong(head)}\n${lines.join('\n')}\n`
}
