import type {Certificate, ScenarioResult} from '../../core/certify/result.ts'
import {escapeXml, quoteXml} from '../kit/xml.ts'

/** A certificate as JUnit XML: a test case for each scenario. Failures that were expected are skipped. */
export function renderCertifyJunit({client, suite, scenarios, durationMs}: Certificate): string {
  const failures = scenarios.filter(({outcome, known}) => outcome === 'failed' && !known).length
  const errors = scenarios.filter(({broken}) => broken).length
  const skipped = scenarios.filter(
    ({outcome, known, broken}) => !broken && (outcome === 'skipped' || known),
  ).length
  const counts = `tests="${scenarios.length}" failures="${failures}" errors="${errors}"`
  const time = `time="${(durationMs / 1000).toFixed(3)}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="redislab certify" ${counts} ${time}>`,
    `  <testsuite name=${quoteXml(`${client} (${suite})`)} ${counts} skipped="${skipped}" ${time}>`,
    ...scenarios.map(renderCase),
    '  </testsuite>',
    '</testsuites>\n',
  ].join('\n')
}

function renderCase({
  id,
  title,
  suite,
  outcome,
  known,
  skipped,
  verdict,
  reasons,
  evidence,
  durationMs,
  broken,
}: ScenarioResult) {
  const head = `    <testcase classname=${quoteXml(`certify.${suite}.${id}`)} name=${quoteXml(title)} time="${(durationMs / 1000).toFixed(3)}"`
  if (broken) return `${head}><error message=${quoteXml(skipped ?? '')}/></testcase>`
  if (outcome === 'skipped') return `${head}><skipped message=${quoteXml(skipped ?? '')}/></testcase>`
  if (known) return `${head}><skipped message=${quoteXml(`known: ${verdict}`)}/></testcase>`
  if (outcome === 'passed') return `${head}/>`
  const detail = [...reasons.map(({text}) => text), ...evidence].join('\n')
  return `${head}><failure message=${quoteXml(verdict ?? '')}>${escapeXml(detail)}</failure></testcase>`
}
