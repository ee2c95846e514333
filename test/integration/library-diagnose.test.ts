import path from 'node:path'
import {expect, test} from 'vitest'
import {diagnose, openEvidence, RedislabError} from '../../src/index.ts'

// Hypotheses: a program gets what the command prints as JSON, and errors in the library's words.

const incident = path.join(import.meta.dirname, '../incidents/three-votes-not-elected')

test('files and folders are diagnosed', async () => {
  const {findings, sources} = await diagnose([incident])
  expect(findings).toMatchObject([{id: 'sentinel-votes-no-majority', severity: 'cause', certainty: 'likely'}])
  expect(sources).toMatchObject([{kind: 'log', lines: 9, read: 9}])
})

test('evidence is read once: who is who, and what is wrong', async () => {
  const evidence = await openEvidence([path.join(incident, '../one-sentinel-loses-the-election')])
  const named = evidence.instances.map(({name, addresses}) => [name, ...addresses])
  expect(named).toContainEqual(['sentinel-a', '10.115.3.77:10000'])
  expect(named).toContainEqual(['10.115.3.77:6379', '10.115.3.77:6379'])
  expect(evidence.diagnose()).toEqual(
    await diagnose([path.join(incident, '../one-sentinel-loses-the-election')]),
  )
})

test.each([
  {sources: ['nowhere.log'], code: 'SOURCE_NOT_FOUND'},
  {sources: [], code: 'OPTION_INVALID'},
  {sources: 'a.log' as never, code: 'OPTION_INVALID'},
])('$sources is refused with $code', async ({sources, code}) => {
  const error = await diagnose(sources).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(RedislabError)
  expect(error).toMatchObject({code})
})
