import type {Certificate, ScenarioResult} from '../../core/certify/result.ts'
import {formatDuration} from '../../core/time/duration.ts'
import {escapeXml, quoteXml} from '../kit/xml.ts'

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
td.n{text-align:right;white-space:nowrap}.passed{color:#2a7d3c}.failed{color:#b3261e}.skipped{color:#777}
small{color:#777;display:block}@media(prefers-color-scheme:dark){body{background:#161616;color:#ddd}}`

/**
 * A certificate as a page that needs no network: every scenario, and of those that failed why, what to do, and a link to
 * the page with its timeline.
 */
export function renderCertifyPage(
  {client, suite, scenarios}: Certificate,
  linkOf: (id: string) => string | undefined,
): string {
  const title = `Certificate of ${client}`
  const passed = scenarios.filter((one) => one.passed).length
  const judged = scenarios.filter(({outcome}) => outcome !== 'skipped').length
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeXml(title)}</title><style>${style}</style></head><body>
<h1>${escapeXml(title)}</h1>
<p>Suite ${escapeXml(suite)}: ${passed} of ${judged} scenarios passed.</p>
<table><thead><tr><th>scenario</th><th>verdict</th><th>outage</th><th>floor</th><th>silent</th><th>lost</th></tr></thead><tbody>
${scenarios.map((one) => renderRow(one, linkOf(one.id))).join('\n')}
</tbody></table></body></html>
`
}

function renderRow(one: ScenarioResult, link: string | undefined): string {
  const {id, title, outcome, verdict, skipped, reasons, evidence, advice, outageMs, floorMs, silentMs, lost} =
    one
  const name =
    link === undefined ? escapeXml(id) : `<a href=${quoteXml(encodeURI(link))}>${escapeXml(id)}</a>`
  const more =
    outcome === 'failed'
      ? [...reasons.map(({text}) => text), advice, ...evidence].map(
          (text) => `<small>${escapeXml(text)}</small>`,
        )
      : []
  const cells = [
    outageMs === null ? '–' : formatDuration(outageMs),
    formatDuration(floorMs),
    silentMs === 0 ? '–' : formatDuration(silentMs),
    lost === 0 ? '–' : String(lost),
  ]
  return [
    `<tr><td>${name}<small>${escapeXml(title)}</small></td>`,
    `<td class="${outcome}">${escapeXml(verdict ?? `skipped: ${skipped}`)}${more.join('')}</td>`,
    ...cells.map((cell) => `<td class="n">${cell}</td>`),
    '</tr>',
  ].join('')
}
