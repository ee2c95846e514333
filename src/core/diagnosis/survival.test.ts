import {describe, expect, test} from 'vitest'
import {diagnoseTexts} from '../../../test/support/diagnosis/diagnose-texts.ts'
import {id, master, replica, sentinelConf, soundNodes} from '../../../test/support/diagnosis/lines.ts'
import {type ClusterLayout, hostsOf, lose, loseEach, losePairs, type SentinelLayout} from './survival.ts'

// Hypothesis: what is left of quorum, majority and copies is counted, and what nothing places is never counted as lost.

const at = (host: string, isGone = false) => ({address: `${host}:6379`, host, isGone})
const group = (sentinels: readonly string[], rest: Partial<SentinelLayout> = {}): SentinelLayout => ({
  kind: 'sentinel',
  masterName: 'mymaster',
  quorum: 2,
  master: at('a'),
  promotable: [at('b')],
  sentinels: sentinels.map((host) => at(host)),
  ...rest,
})
const fatal = (losses: ReturnType<typeof loseEach>) =>
  losses.filter(({shortages}) => shortages.length > 0).map(({hosts}) => hosts.join('+'))

describe('a master with sentinels', () => {
  test.each([
    {what: 'one on each host', layout: group(['a', 'b', 'c']), singles: [], pairs: ['a+b', 'a+c', 'b+c']},
    {what: 'two on one host', layout: group(['a', 'a', 'b']), singles: ['a'], pairs: ['a+b']},
    {what: 'five on five', layout: group(['a', 'b', 'c', 'd', 'e']), singles: [], pairs: ['a+b']},
    {
      what: 'four with a quorum of four',
      layout: group(['a', 'b', 'c', 'd'], {quorum: 4}),
      singles: ['a', 'b', 'c', 'd'],
      pairs: ['a+b', 'a+c', 'a+d', 'b+c', 'b+d', 'c+d'],
    },
    {
      what: 'no replica that may be promoted',
      layout: group(['a', 'b', 'c'], {promotable: []}),
      singles: ['a'],
      pairs: ['a+b', 'a+c', 'b+c'],
    },
    {
      what: 'replicas that are not known',
      layout: group(['a', 'b', 'c'], {promotable: undefined}),
      singles: [],
      pairs: ['a+b', 'a+c', 'b+c'],
    },
  ])('$what', ({layout, singles, pairs}) => {
    expect(fatal(loseEach(layout))).toEqual(singles)
    expect(fatal(losePairs(layout))).toEqual(pairs)
  })

  test('one that is gone counts for the majority, and one that nothing places is not lost', () => {
    const sentinels = [at('b'), at('c'), {address: '10.0.0.4:0', host: 'd', isGone: true}]
    const layout = group([], {sentinels: [...sentinels, {address: 'this sentinel', host: undefined}]})
    expect(lose(layout, ['b']).shortages).toEqual([
      {kind: 'sentinels', lost: 1, left: 2, all: 4, majority: 3, quorum: 2},
    ])
    expect(lose(layout, ['d']).shortages).toEqual([])
    expect(hostsOf(layout)).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe('a cluster', () => {
  const cluster = (...shards: readonly string[]): ClusterLayout => ({
    kind: 'cluster',
    shards: shards.map((hosts) => {
      const [own = '', ...replicas] = hosts.split('')
      return {master: at(own), replicas: replicas.map((host) => at(host))}
    }),
  })

  test.each([
    {
      what: 'crosswise on three hosts',
      layout: cluster('ab', 'bc', 'ca'),
      singles: [],
      pairs: ['a+b', 'a+c', 'b+c'],
    },
    {
      what: 'on six hosts',
      layout: cluster('ad', 'be', 'cf'),
      singles: [],
      pairs: ['a+b', 'a+c', 'a+d', 'b+c', 'b+e', 'c+f'],
    },
    {
      what: 'two masters on one',
      layout: cluster('ab', 'ac', 'ba'),
      singles: ['a'],
      pairs: ['a+b', 'a+c'],
    },
    {
      what: 'a replica beside its master',
      layout: cluster('aa', 'bc', 'cb'),
      singles: ['a'],
      pairs: ['a+b', 'a+c', 'b+c'],
    },
  ])('$what', ({layout, singles, pairs}) => {
    expect(fatal(loseEach(layout))).toEqual(singles)
    expect(fatal(losePairs(layout))).toEqual(pairs)
  })
})

describe('the finding', () => {
  const found = (files: Readonly<Record<string, string>>) =>
    diagnoseTexts(files).findings.filter((it) => it.id === 'hosts-survived')
  const known = (n: number, host: number) =>
    `sentinel known-sentinel mymaster 10.0.0.${host} ${26379 + n} ${id(String(n))}\n`

  test('says the arithmetic of a host that is too much, and which are not', () => {
    const conf = `${sentinelConf(`${known(2, 1)}${known(3, 2)}sentinel announce-ip 10.0.0.1\n`)}sentinel known-replica mymaster 10.0.0.2 6379`
    expect(found({'s1.conf': conf})).toMatchObject([
      {
        severity: 'risk',
        certainty: 'certain',
        title:
          'mymaster does not survive the loss of host 10.0.0.1: losing 10.0.0.1 takes 2 of 3 sentinels (1 remains, the majority is 2).',
        why: 'Without that many sentinels no failover is possible. As far as these files show, it survives the loss of 10.0.0.2, one at a time.',
      },
    ])
  })

  test('is of confs as they were written by hand, when they say where they are', () => {
    const conf = (n: number) => `bind 127.0.0.1 10.0.0.${n}\n${sentinelConf('')}`
    expect(found({'s1.conf': conf(1), 's2.conf': conf(2), 's3.conf': conf(3)})).toMatchObject([
      {severity: 'note', certainty: 'likely', title: expect.stringContaining('any one of its 3 hosts')},
    ])
  })

  test('of a cluster names shards and majorities', () => {
    expect(found({'nodes.txt': soundNodes})).toMatchObject([
      {
        severity: 'note',
        title: expect.stringContaining('the cluster survives the loss of any one of its 6 hosts'),
      },
    ])
    const together = soundNodes.replace(
      replica('d', 6382, 'a'),
      replica('d', 6382, 'a').replace('10.0.0.4', '10.0.0.1'),
    )
    const heavy = soundNodes.replace('10.0.0.2:', '10.0.0.1:')
    expect(found({'nodes.txt': together})).toMatchObject([
      {
        severity: 'risk',
        title:
          'The cluster does not survive the loss of host 10.0.0.1: losing 10.0.0.1 takes the master 10.0.0.1:6379 with its only replica.',
      },
    ])
    expect(found({'nodes.txt': heavy})[0]?.title).toContain('2 of 3 masters (1 remains, the majority is 2)')
    expect(found({'nodes.txt': master('a', 6379, 1, '0-16383', 'myself,master')})).toEqual([])
  })
})
