import type {LabResult} from '../../core/lab/result.ts'
import {escapeXml, quoteXml as quote} from '../kit/xml.ts'

/** A lab that was not run to its end, and why. */
export interface UnfinishedLab extends Pick<LabResult, 'lab' | 'title' | 'server'> {
  readonly reason: string
}

/** Results of labs as JUnit XML: a test case for each lab, each expectation and each claim; an error for each unfinished one. */
export function renderJunit(
  results: readonly LabResult[],
  unfinished: readonly UnfinishedLab[] = [],
): string {
  const suites = [...results.map(renderSuite), ...unfinished.map(renderUnfinished)]
  const failures = results.filter(({outcome}) => outcome === 'failed').length
  const seconds = results.reduce((sum, {durationMs}) => sum + durationMs, 0) / 1000
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="redislab" tests="${suites.length}" failures="${failures}" errors="${unfinished.length}" time="${seconds.toFixed(3)}">`,
    ...suites,
    '</testsuites>\n',
  ].join('\n')
}

function renderUnfinished({lab, title, server, reason}: UnfinishedLab): string {
  return [
    `  <testsuite name=${quote(suiteName(lab, server))} tests="1" failures="0" errors="1" skipped="0" time="0.000">`,
    `    <testcase classname=${quote(lab)} name=${quote(title)} time="0.000"><error message=${quote(reason)}/></testcase>`,
    '  </testsuite>',
  ].join('\n')
}

function suiteName(lab: string, {flavour, version}: LabResult['server']): string {
  return `${lab} (${flavour} ${version})`
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
  return [
    `  <testsuite name=${quote(suiteName(lab, server))} tests="${cases.length}" failures="${failures}" skipped="${skipped}" time="${(durationMs / 1000).toFixed(3)}">`,
    ...cases.map((it) => {
      const head = `    <testcase classname=${quote(lab)} name=${quote(it.name)} time="${it.seconds.toFixed(3)}"`
      if (it.skipped !== undefined) return `${head}><skipped message=${quote(it.skipped)}/></testcase>`
      if (it.problem === undefined) return `${head}/>`
      return `${head}><failure message=${quote(it.problem.message)}>${escapeXml(it.problem.detail)}</failure></testcase>`
    }),
    '  </testsuite>',
  ].join('\n')
}
