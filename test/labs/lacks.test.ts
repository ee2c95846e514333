import {expect, test} from 'vitest'
import type {Lab} from '../../src/core/lab/lab.ts'
import {findLacking, type Here, lookHere} from './lacks.ts'

const here: Here = {
  platform: 'linux',
  isRoot: true,
  canSetHugePages: true,
  tls: false,
  acl: false,
  flavour: 'redis',
  version: [7, 0, 15],
}

test.each<{requires: Lab['requires']; on?: Partial<Here>; lacking: readonly string[]}>([
  {requires: {}, on: {platform: 'darwin', isRoot: false, canSetHugePages: false}, lacking: []},
  {requires: {platform: 'linux'}, lacking: []},
  {requires: {platform: 'linux'}, on: {platform: 'darwin'}, lacking: ['linux']},
  {requires: {root: true}, on: {isRoot: false}, lacking: ['root']},
  {requires: {'huge-pages': true}, on: {canSetHugePages: false}, lacking: ['huge pages']},
  {requires: {server: 'redis >= 7.0 or valkey'}, lacking: []},
  {requires: {server: 'redis >= 7.0.16 or valkey'}, lacking: ['redis >= 7.0.16 or valkey']},
  {
    requires: {server: 'redis >= 7.0 or valkey'},
    on: {version: [6, 2, 14]},
    lacking: ['redis >= 7.0 or valkey'],
  },
  {requires: {server: 'redis >= 7.0 or valkey'}, on: {flavour: 'valkey', version: [7, 2, 7]}, lacking: []},
  {
    requires: {server: 'redis >= 7.0'},
    on: {flavour: 'valkey', version: [9, 0, 0]},
    lacking: ['redis >= 7.0'],
  },
  {requires: {server: 'redis >= 7'}, on: {version: [8, 0]}, lacking: []},
])('$requires with $on lacks $lacking', ({requires, on, lacking}) => {
  expect(findLacking({requires}, {...here, ...on})).toEqual(lacking)
})

test('the server under test has a name and a version', async () => {
  const {flavour, version} = await lookHere()
  expect(flavour).toMatch(/^(redis|valkey)$/)
  expect(version.length).toBeGreaterThan(1)
  expect(version.every(Number.isInteger)).toBe(true)
})
