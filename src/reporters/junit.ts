import type {LabResult} from '../core/lab/result.ts'

/** Results of labs as JUnit XML: a test case for each lab, each expectation and each claim. */
export function renderJunit(results: readonly LabResult[]): string {
  const suites = results.map(renderSuite)
  const failures = results.filter(({outcome}) => outcome === 'failed').length
  const seconds = results.reduce((sum, {durationMs}) => sum + durationMs, 0) / 1000
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="redislab" tests="${results.length}" failures="${failures}" time="${seconds.toFixed(3)}">`,
    ...suites,
    '</testsuites>\n',
  ].join('\n')
}

function renderSuite(result: LabResult): string {
  const {lab, title, server, durationMs, outcome, reason, steps, expectations, claims} = result
  const failed = steps.find(({status}) => status === 'failed')
  const cases = [
    {
      name: title,
      seconds: durationMs / 1000,
      problem:
        outcome === 'failed'
          ? {message: reason ?? '', detail: (failed?.problem?.log ?? []).join('\n')}
          : undefined,
      skipped: outcome === 'skipped' ? (reason ?? '') : undefined,
    },
    ...expectations.map(({text, passed, measured}) => ({
      name: `expected: ${text}`,
      seconds: 0,
      problem: passed ? undefined : {message: measured, detail: ''},
      skipped: undefined,
    })),
    ...claims.map(({text, verdict, expected, evidence}) => ({
      name: `claim: ${text}`,
      seconds: 0,
      problem:
        expected === null || verdict === expected
          ? undefined
          : {message: `${verdict}, expected ${expected}`, detail: evidence},
      skipped: undefined,
    })),
  ]
  const failures = cases.filter(({problem}) => problem !== undefined).length
  const skipped = cases.filter((it) => it.skipped !== undefined).length
  const suite = `${lab} (${server.flavour} ${server.version})`
  return [
    `  <testsuite name=${quote(suite)} tests="${cases.length}" failures="${failures}" skipped="${skipped}" time="${(durationMs / 1000).toFixed(3)}">`,
    ...cases.map((it) => {
      const head = `    <testcase classname=${quote(lab)} name=${quote(it.name)} time="${it.seconds.toFixed(3)}"`
      if (it.skipped !== undefined) return `${head}><skipped message=${quote(it.skipped)}/></testcase>`
      if (it.problem === undefined) return `${head}/>`
      return `${head}><failure message=${quote(it.problem.message)}>${escapeXml(it.problem.detail)}</failure></testcase>`
    }),
    '  </testsuite>',
  ].join('\n')
}

function quote(text: string): string {
  return `"${escapeXml(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;')}"`
}

/** XML 1.0 has no way to write most control characters. */
function escapeXml(text: string): string {
  return text
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/g, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
}
