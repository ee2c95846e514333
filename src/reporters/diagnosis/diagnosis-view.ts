import type {ClockPlan} from '../../core/clocks/plan-clocks.ts'
import type {DiagnosisReport} from '../../core/diagnosis/diagnose.ts'
import {type Finding, type Quote, quote} from '../../core/diagnosis/finding.ts'
import type {Evidence} from '../../core/evidence/facts.ts'
import type {EvidencedInstance} from '../../core/identity/find-instances.ts'
import {makeVisible} from '../../core/text/visible.ts'
import type {Theme} from '../kit/theme.ts'
import {wrapText} from '../kit/wrap-text.ts'
import {remarkOnClocks} from './clocks-view.ts'
import {shortenPaths} from './short-paths.ts'

const indent = '  '

/** A diagnosis for people: the findings, the causes first, each with its lines and what to do. */
export function renderDiagnosis(
  {findings, notExamined}: DiagnosisReport,
  theme: Theme,
  {
    evidence,
    instances,
    clocks,
    width = 80,
  }: {
    readonly evidence: readonly Evidence[]
    readonly instances: readonly EvidencedInstance[]
    readonly clocks: ClockPlan
    readonly width?: number | undefined
  },
): string {
  const columns = Math.min(width, 110)
  const names = shortenPaths(evidence.map(({path}) => path))
  const parts = findings.map((finding) => renderFinding(finding, theme, {columns, names}))
  if (findings.length === 0) parts.push(theme.strong('Nothing was found in what is here.'))
  parts.push(...renderClocks(clocks, theme, {columns, names}))
  parts.push(renderBasis(evidence, instances, theme, columns))
  if (notExamined.length > 0) {
    const count = notExamined.length === 1 ? '1 rule' : `${notExamined.length} rules`
    parts.push(theme.dim(`Not examined: ${count}, for which the evidence holds nothing (--json names them).`))
  }
  return `${parts.join('\n\n')}\n`
}

function renderFinding(
  finding: Finding,
  theme: Theme,
  {columns, names}: {readonly columns: number; readonly names: ReadonlyMap<string, string>},
): string {
  const {severity, certainty, title, why, evidence, fix, avoid, collect, lab} = finding
  const mark = markOf(finding, theme)
  const [first = '', ...rest] = paragraph(title, columns, indent)
  return [
    `${mark} ${theme.strong(first.trimStart())}`,
    ...rest.map(theme.strong),
    theme.dim(`${indent}${severity}, ${certainty}`),
    ...paragraph(why, columns, indent),
    ...renderQuotes(evidence, theme, {columns, names}),
    ...list('do', fix, theme, columns),
    ...list('do not', avoid, theme, columns),
    ...list('find out', collect, theme, columns),
    ...(lab === null
      ? []
      : [`${indent}${theme.dim('see it'.padEnd(9))} ${theme.command(`redislab lab run ${lab}`)}`]),
  ].join('\n')
}

/** Lines that show something, each with its place. */
function renderQuotes(
  quotes: readonly Quote[],
  theme: Theme,
  {columns, names}: {readonly columns: number; readonly names: ReadonlyMap<string, string>},
): readonly string[] {
  const placed = quotes.map(({path, line, text}) => ({place: `${names.get(path) ?? path}:${line}`, text}))
  const width = Math.max(...placed.map(({place}) => place.length), 0)
  return placed.map(({place, text}) =>
    theme.dim(cut(`${indent}│ ${place.padEnd(Math.min(width, 32))}  ${makeVisible(text)}`, columns)),
  )
}

/** Which clocks are off and which times were moved; nothing when all are in step. */
function renderClocks(
  clocks: ClockPlan,
  theme: Theme,
  layout: {readonly columns: number; readonly names: ReadonlyMap<string, string>},
): readonly string[] {
  const remarks = remarkOnClocks(clocks)
  if (remarks.length === 0) return []
  return [
    [
      theme.strong('Clocks'),
      ...remarks.flatMap(({text, lines}) => [
        ...paragraph(text, layout.columns, indent),
        ...renderQuotes(quote(lines), theme, layout),
      ]),
    ].join('\n'),
  ]
}

function markOf({severity}: Finding, theme: Theme): string {
  if (severity === 'cause') return theme.bad('✖')
  if (severity === 'risk') return theme.warn('▲')
  return severity === 'harmless' ? theme.good('✔') : theme.dim('•')
}

/** `do        1. …`: a step a line, numbered where there are several. */
function list(title: string, items: readonly string[], theme: Theme, columns: number): readonly string[] {
  return items.flatMap((item, index) => {
    const head = `${indent}${theme.dim((index === 0 ? title : '').padEnd(9))} `
    const number = items.length > 1 ? `${index + 1}. ` : ''
    const [first = '', ...rest] = wrapText(makeVisible(item), columns - 12 - number.length)
    return [`${head}${number}${first}`, ...rest.map((line) => `${' '.repeat(12 + number.length)}${line}`)]
  })
}

/** What the diagnosis rests on: how much was read, and of whom it is. */
function renderBasis(
  evidence: readonly Evidence[],
  instances: readonly EvidencedInstance[],
  theme: Theme,
  columns: number,
): string {
  const lines = evidence.reduce((sum, it) => sum + it.lines, 0)
  const read = evidence.reduce((sum, it) => sum + it.read, 0)
  const unread = lines - read
  const counted = evidence.reduce((sum, {onlyCounted = 0}) => sum + onlyCounted, 0)
  const sentinels = instances.filter(({kind}) => kind === 'sentinel').map(({name}) => name)
  const servers = instances.filter(({kind}) => kind !== 'sentinel').map(({name}) => name)
  const whose = [
    ...(servers.length > 0 ? [`servers ${servers.join(', ')}`] : []),
    ...(sentinels.length > 0 ? [`sentinels ${sentinels.join(', ')}`] : []),
  ]
  const text =
    `Read: ${evidence.length} file${evidence.length === 1 ? '' : 's'}, ${read} of ${lines} lines` +
    `${unread > 0 ? ` (${unread} not understood: --unread lists them)` : ''}` +
    `${whose.length > 0 ? `, of ${whose.join('; ')}` : ''}.` +
    `${counted > 0 ? ` Of long logs ${counted} lines, routine or repeated, were only counted.` : ''}`
  return paragraph(text, columns, '').map(theme.dim).join('\n')
}

function paragraph(text: string, columns: number, before: string): readonly string[] {
  return wrapText(makeVisible(text), columns - before.length).map((line) => `${before}${line}`)
}

function cut(text: string, columns: number): string {
  return text.length > columns ? `${text.slice(0, columns - 1)}…` : text
}
