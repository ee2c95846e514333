import type {Certificate, ScenarioResult} from '../../core/certify/result.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {formatDuration} from '../../core/time/duration.ts'
import type {Theme} from '../kit/theme.ts'
import {wrapText} from '../kit/wrap-text.ts'

/** What a client should do, by what it failed, and how it came through in total. */
export function renderCertificate(
  {scenarios, durationMs}: Certificate,
  theme: Theme,
  {width}: {readonly width: number},
): string {
  const failed = scenarios.filter(({outcome}) => outcome === 'failed')
  const count = (outcome: ScenarioResult['outcome']) =>
    scenarios.filter((one) => one.outcome === outcome).length
  const parts = [
    theme.good(`${count('passed')} passed`),
    ...(failed.length > 0 ? [theme.bad(`${failed.length} failed`)] : []),
    ...(failed.some(({known}) => known)
      ? [theme.warn(`${failed.filter(({known}) => known).length} of them known`)]
      : []),
    ...(count('skipped') > 0 ? [theme.warn(`${count('skipped')} skipped`)] : []),
  ]
  const advice = failed.map((one) => renderAdvice(one, theme, width))
  return [...advice, `\n${parts.join(', ')} in ${formatDuration(durationMs)}\n`].join('')
}

function renderAdvice({id, advice, evidence, bugs}: ScenarioResult, theme: Theme, width: number): string {
  const columns = Math.max(40, Math.min(width, 120) - 2)
  const wrap = (text: string) => wrapText(makeVisible(text), columns).map((line) => `  ${line}\n`)
  return [
    `\n${theme.strong(id)}\n`,
    ...wrap(advice),
    ...evidence.flatMap(wrap).map((line) => theme.dim(line)),
    ...(bugs.length > 0 ? wrap(`Known from: ${bugs.join(', ')}`).map((line) => theme.dim(line)) : []),
  ].join('')
}
