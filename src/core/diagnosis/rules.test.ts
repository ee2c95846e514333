import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {clockSamples} from '../../../test/support/diagnosis/clock-samples.ts'
import {clusterSamples} from '../../../test/support/diagnosis/cluster-samples.ts'
import {diagnoseTexts} from '../../../test/support/diagnosis/diagnose-texts.ts'
import {liveSamples} from '../../../test/support/diagnosis/live-samples.ts'
import {replicationSamples} from '../../../test/support/diagnosis/replication-samples.ts'
import {sentinelSamples} from '../../../test/support/diagnosis/sentinel-samples.ts'
import {serverSamples} from '../../../test/support/diagnosis/server-samples.ts'
import {allRules} from './all-rules.ts'

// Hypotheses: each rule sees its cause in a few lines as servers write them, says its numbers, and is silent where the
// same lines show nothing wrong.

const samples = [
  ...clockSamples,
  ...sentinelSamples,
  ...clusterSamples,
  ...liveSamples,
  ...replicationSamples,
  ...serverSamples,
]

describe.each(samples)('$id', ({id: rule, files, says, sound}) => {
  test('sees its cause', () => {
    const found = diagnoseTexts(files).findings.filter((finding) => finding.id === rule)
    expect(found.map(({title, why}) => `${title} ${why}`).join('\n')).toMatch(says)
    for (const {evidence} of found) expect(evidence).not.toEqual([])
  })

  test('is silent where nothing is wrong', () => {
    expect(diagnoseTexts(sound).findings.filter((finding) => finding.id === rule)).toEqual([])
  })
})

test('a rule that no sample here shows is shown by an incident', () => {
  const expected = readFileSync(path.join(import.meta.dirname, '../../../test/incidents.test.ts'), 'utf8')
  const shown = new Set(samples.map((sample) => sample.id))
  const missing = allRules.filter(({id: rule}) => !shown.has(rule) && !expected.includes(` ${rule}'`))
  expect(missing.map(({id: rule}) => rule)).toEqual([])
})

test('ids are unique, and each names a lab that exists', () => {
  const ids = allRules.map(({id: rule}) => rule)
  expect(new Set(ids).size).toBe(ids.length)
  const labs = readdirSync(path.join(import.meta.dirname, '../../../labs'))
  for (const {lab} of allRules) if (lab !== undefined) expect(labs).toContain(`${lab}.yaml`)
})
