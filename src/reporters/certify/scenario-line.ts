import type {ScenarioResult} from '../../core/certify/result.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {formatDuration} from '../../core/time/duration.ts'
import {pad} from '../kit/table.ts'
import type {Theme} from '../kit/theme.ts'
import {wrapText} from '../kit/wrap-text.ts'

const glyphs = {passed: '✔', failed: '✖', skipped: '○', known: '△'} as const
const verdictWidth = 'loses silently'.length
const numberWidth = 8

/** The head of the table of scenarios. */
export function renderScenarioHead(theme: Theme, nameWidth: number): string {
  const columns = ['outage', 'floor', 'silent', 'lost'].map((word) => word.padStart(numberWidth))
  return `${theme.dim(`  ${pad('scenario', nameWidth)}  ${pad('verdict', verdictWidth)}${columns.join('')}`)}\n`
}

/** One scenario that has ended, in a line; with the reasons beneath where it did not pass. */
export function renderScenarioLine(
  result: ScenarioResult,
  theme: Theme,
  {width, nameWidth}: {readonly width: number; readonly nameWidth: number},
): string {
  const {id, outcome, known, verdict, skipped, reasons} = result
  const sign = known ? 'known' : outcome
  const paint = {passed: theme.good, failed: theme.bad, skipped: theme.warn, known: theme.warn}[sign]
  const head = `${paint(glyphs[sign])} ${pad(id, nameWidth)}  `
  const told = (text: string) =>
    wrapText(makeVisible(text), Math.max(40, Math.min(width, 120) - 4)).map(
      (line) => `    ${theme.dim(line)}\n`,
    )
  if (outcome === 'skipped') return `${head}${theme.warn('skipped')}\n${told(skipped ?? '').join('')}`
  const {outageMs, floorMs, silentMs, lost} = result
  const numbers = [
    outageMs === null ? '–' : formatDuration(outageMs),
    formatDuration(floorMs),
    silentMs === 0 ? '–' : formatDuration(silentMs),
    lost === 0 ? '–' : String(lost),
  ]
  const line = `${head}${paint(pad(verdict ?? '', verdictWidth))}${numbers.map((text) => text.padStart(numberWidth)).join('')}\n`
  return [line, ...reasons.flatMap(({text}) => told(text))].join('')
}
