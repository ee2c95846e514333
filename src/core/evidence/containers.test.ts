import {describe, expect, test} from 'vitest'
import type {Fact} from './facts.ts'
import {readText} from './read-text.ts'

const read = (...lines: readonly string[]) => readText('all.txt', lines.join('\n'))
const told = (facts: readonly Fact[]) =>
  facts.map((fact) => [
    fact.stream,
    fact.kind === 'info'
      ? Object.fromEntries(fact.fields)
      : fact.kind === 'directive'
        ? `${fact.name} ${fact.words.join(' ')}`
        : fact.kind === 'sentinel-row'
          ? Object.fromEntries(fact.fields)
          : fact.text,
  ])

describe('lines of several containers in one text', () => {
  test('a conf is that of its container', () => {
    const {facts, unread} = read(
      'master_1   | port 6379',
      'replica_1  | replicaof 10.0.0.1 6379',
      'replica_1  | port 6380',
      '[pod/redis-2/redis] port 6381',
      'sentinel_1 | 2026-05-20T10:00:00.123456789Z port 26379',
      'maxmemory 1gb',
    )
    expect(unread).toEqual([])
    expect(told(facts)).toEqual([
      ['all.txt#master_1', 'port 6379'],
      ['all.txt#replica_1', 'replicaof 10.0.0.1 6379'],
      ['all.txt#replica_1', 'port 6380'],
      ['all.txt#redis-2', 'port 6381'],
      ['all.txt#sentinel_1', 'port 26379'],
      ['all.txt', 'maxmemory 1gb'],
    ])
  })

  test('replies that come mixed are each of their own', () => {
    const {facts} = read(
      'redis-0 | # Replication',
      'redis-1 | # Replication',
      'redis-0 | role:master',
      'redis-1 | role:slave',
      'redis-0 | connected_slaves:0',
      'redis-1 | master_host:10.0.0.1',
      's-0 | name',
      's-1 | name',
      's-0 | mymaster',
      's-1 | other',
    )
    expect(told(facts)).toEqual([
      ['all.txt#redis-0', {role: 'master', connected_slaves: '0'}],
      ['all.txt#redis-1', {role: 'slave', master_host: '10.0.0.1'}],
      ['all.txt#s-0', {name: 'mymaster'}],
      ['all.txt#s-1', {name: 'other'}],
    ])
  })

  test('a line that names its container in an export is of that container, too', () => {
    const {facts} = read(
      JSON.stringify({container: 'redis-0', log: 'role:master'}),
      JSON.stringify({container: 'redis-1', log: 'role:slave'}),
      JSON.stringify({container: 'redis-0', log: 'connected_slaves:0'}),
    )
    expect(told(facts)).toEqual([
      ['all.txt#redis-0', {role: 'master', connected_slaves: '0'}],
      ['all.txt#redis-1', {role: 'slave'}],
    ])
  })

  test('under the heading of a file in a container, its lines are of that file', () => {
    const {facts} = read(
      'logs | ==> n1.conf <==',
      'logs | port 6379',
      'logs | ==> n2.conf <==',
      'logs | port 6380',
    )
    expect(told(facts)).toEqual([
      ['all.txt#n1', 'port 6379'],
      ['all.txt#n2', 'port 6380'],
    ])
  })

  test('a name is taken off once', () => {
    expect(read(`${'a | '.repeat(20_000)}port 6379`).facts).toEqual([])
    expect(read('a | b | port 6379').facts).toEqual([])
  })
})
