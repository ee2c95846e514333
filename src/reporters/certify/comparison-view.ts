import type {CertificateComparison, ComparedScenario} from '../../core/certify/compare.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {formatDuration} from '../../core/time/duration.ts'
import {alignColumns} from '../kit/table.ts'
import type {Theme} from '../kit/theme.ts'

const signs = {better: '▲ better', worse: '▼ worse', same: '', other: '≠'} as const

/** Two certificates, side by side. */
export function renderCertificateComparison(
  {before, after, scenarios}: CertificateComparison,
  theme: Theme,
): string {
  const paint = {better: theme.good, worse: theme.bad, same: theme.dim, other: theme.warn} as const
  const rows = scenarios.map((row) => [
    row.id,
    cellOf(row.before),
    cellOf(row.after),
    signs[row.change] === '' ? '' : paint[row.change](signs[row.change]),
  ])
  const [head = '', ...lines] = alignColumns([['scenario', 'before', 'after', ''], ...rows], '')
  const count = (change: keyof typeof signs) => scenarios.filter((row) => row.change === change).length
  return [
    `before: ${makeVisible(before)}\nafter:  ${makeVisible(after)}\n\n`,
    `${theme.strong(head)}\n${lines.join('\n')}\n`,
    `\n${count('better')} better, ${count('worse')} worse, ${count('same')} the same\n`,
  ].join('')
}

function cellOf(one: ComparedScenario | null): string {
  if (one === null) return '–'
  if (one.verdict === null) return 'skipped'
  const outage = one.outageMs === null ? '' : ` ${formatDuration(one.outageMs)}`
  const lost = one.lost === 0 ? '' : `, ${one.lost} lost`
  return `${one.verdict}${outage}${lost}`
}
