import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {expect, test} from 'vitest'
import {renderVersions} from './render-versions.ts'
import {parseResults, type ServerResult} from './result.ts'

const lab = {
  lab: 'one',
  outcome: 'passed',
  reason: null,
  claims: {a: 'refuted'},
  unexpected: [],
  measured: {goneMs: 100, tries: 2},
}
const old: ServerResult = {
  flavour: 'redis',
  version: '7.0.15',
  on: '2026-11-30',
  labs: [lab],
  lines: 200,
  unknown: 0,
}
const other: ServerResult = {
  ...old,
  flavour: 'valkey',
  version: '9.1.2',
  unknown: 1,
  labs: [{...lab, claims: {a: 'confirmed'}, unexpected: ['a'], measured: {goneMs: 900, tries: 3}}],
}

test('docs/versions.md says what the last runs have shown (npm run test:matrix writes it)', async () => {
  const results = parseResults(await readFile(path.join(import.meta.dirname, 'results.jsonl'), 'utf8'))
  const page = await readFile(path.join(import.meta.dirname, '../../docs/versions.md'), 'utf8')
  expect(page).toBe(renderVersions(results))
})

test('shows each server, and only what differs between them', () => {
  const page = renderVersions([other, old])
  expect(page).toContain('| Redis 7.0.15 | 1 of 1 | 0 | 0 | 100.00 % of 200 | 2026-11-30 |')
  expect(page).toContain('| Valkey 9.1.2 | 1 of 1 | 0 | 1 | 99.50 % of 200 | 2026-11-30 |')
  expect(page).toContain('| one: a | refuted | confirmed |')
  expect(page).toContain('| one: goneMs | 100 | 900 |')
  expect(page).not.toContain('one: tries')
  expect(page).not.toContain('did not pass')
  const alike = renderVersions([old, {...old, version: '8.0.2'}])
  expect(alike.match(/^None\.$/gm)).toHaveLength(2)
})

test('lists labs that did not pass, with the reason', () => {
  const failed = {...old, labs: [{...lab, outcome: 'failed', reason: 'step 2:\n  a | b'}]}
  const page = renderVersions([failed])
  expect(page).toContain('- Redis 7.0.15: one failed: step 2: a \\| b')
  expect(page).toContain('| Redis 7.0.15 | 0 of 1 | 1 |')
})
