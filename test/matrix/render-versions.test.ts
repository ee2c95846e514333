import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {expect, test} from 'vitest'
import {renderVersions} from './render-versions.ts'
import {addResult, formatResults, type LabOnServer, parseResults, type ServerResult} from './result.ts'
import {spread} from './run-labs-on.ts'

const text = 'The others go on.'
const because = 'No node serves anything; since 9, a tenth as long.'
const lab: LabOnServer = {
  lab: 'one',
  outcome: 'passed',
  reason: null,
  claims: [{id: 'a', verdict: 'refuted', text, because}],
  measured: {goneMs: 100, tries: 2},
  lines: 200,
  unknown: [],
}
const old: ServerResult = {flavour: 'redis', version: '7.0.15', on: '2026-11-30', labs: [lab]}
const other: ServerResult = {
  ...old,
  flavour: 'valkey',
  version: '9.1.2',
  labs: [
    {
      ...lab,
      claims: [{id: 'a', verdict: 'confirmed', expected: 'refuted', text, because}],
      measured: {goneMs: 900, tries: 3},
      unknown: ['a word of its own'],
    },
  ],
}

test('docs/versions.md says what the last runs have shown (npm run test:matrix writes it)', async () => {
  const results = parseResults(await readFile(path.join(import.meta.dirname, 'results.jsonl'), 'utf8'))
  const page = await readFile(path.join(import.meta.dirname, '../../docs/versions.md'), 'utf8')
  expect(page).toBe(renderVersions(results))
})

test('shows each server, and only what differs between them, with the reason for a verdict', () => {
  const page = renderVersions([other, old])
  expect(page).toContain('| Redis 7.0.15 | 1 of 1 | 0 | 0 | 0 | 100.00 % of 200 | 2026-11-30 |')
  expect(page).toContain('| Valkey 9.1.2 | 1 of 1 | 0 | 0 | 1 | 99.50 % of 200 | 2026-11-30 |')
  expect(page).toContain('| one: a | refuted | confirmed |')
  expect(page).toContain(`- one: a: “${text}” ${because}`)
  expect(page).toContain('- Valkey 9.1.2: `a word of its own`')
  expect(page).toContain('| one: goneMs | 100 | 900 |')
  expect(page).not.toContain('one: tries')
  expect(page).not.toContain('## Labs')
  const alike = renderVersions([old, {...old, version: '8.0.2'}])
  expect(alike.match(/^None\.$/gm)).toHaveLength(2)
})

test('lists labs that failed, at first or at last, and those that a server cannot run, with the reason', () => {
  const failed = {...old, labs: [{...lab, outcome: 'failed', reason: 'step 2:\n  a | b'}]}
  const again = {...old, version: '8.0.2', labs: [{...lab, failedFirst: 'too late'}]}
  const skipped = (version: string) => ({
    ...old,
    version,
    labs: [{...lab, outcome: 'skipped', reason: `it needs valkey >= 9, and this is redis ${version}`}],
  })
  const page = renderVersions([failed, again, skipped('8.4.0'), skipped('8.6.3')])
  expect(page).toContain('## Labs that failed\n\n- Redis 7.0.15: one: step 2: a \\| b\n')
  expect(page).toContain('| Redis 7.0.15 | 0 of 1 | 1 | 0 |')
  expect(page).toContain('- Redis 8.0.2: one; first: too late\n')
  expect(page).toContain('- one: it needs valkey >= 9 (Redis 8.4.0, Redis 8.6.3)\n')
  expect(page).toContain('| Redis 8.6.3 | 0 of 1 | 0 | 1 |')
})

test('a whole run replaces what was known of a server, a run of some labs only these', () => {
  const two = {...lab, lab: 'two'}
  const known = addResult([other], {...old, labs: [two, lab]}, {isWhole: true})
  expect(known.map(({labs}) => labs.map((each) => each.lab))).toEqual([['one', 'two'], ['one']])
  const failed = {...two, outcome: 'failed'}
  const some = addResult(known, {...old, labs: [failed]}, {isWhole: false})
  expect(some[0]?.labs).toEqual([lab, failed])
  expect(addResult(known, {...old, labs: [failed]}, {isWhole: true})[0]?.labs).toEqual([failed])
})

test('what is kept says the same, and has reasons only where verdicts differ', () => {
  const both = [old, other]
  expect(renderVersions(parseResults(formatResults(both)))).toBe(renderVersions(both))
  expect(formatResults(both)).toContain(because)
  expect(formatResults([old])).not.toContain(because)
})

test('labs with neighbouring names do not begin together, and all of them run', () => {
  expect(spread(['a1', 'a2', 'a3', 'b1', 'b2', 'c1', 'c2'], 3)).toEqual([
    'a1',
    'b1',
    'c2',
    'a2',
    'b2',
    'a3',
    'c1',
  ])
  expect(spread(['a', 'b'], 5)).toEqual(['a', 'b'])
  expect(spread(['a', 'b', 'c'], 1)).toEqual(['a', 'b', 'c'])
})
