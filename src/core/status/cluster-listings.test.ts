import {describe, expect, it} from 'vitest'
import {healthy, instanceOf, planOf, statusOf} from '../../../test/support/samples.ts'
import {parseClusterShards, parseClusterSlots} from '../redis/cluster-listing.ts'
import type {ClusterView} from '../redis/cluster-nodes.ts'

const plan = planOf('3m3r', {cluster: true})
const idOf = (name: string) => instanceOf(plan, name).nodeId ?? ''
const portOf = (name: string) => instanceOf(plan, name).port

/** What is missing until the cluster is ready, when n2 replies so. */
function unmetWhen(own: (view: ClusterView) => Partial<ClusterView>): readonly string[] {
  const observations = healthy(plan)
  const before = observations.get('n2')
  if (before?.cluster === undefined) throw new Error('n2 is not a node of a cluster')
  observations.set('n2', {...before, cluster: {...before.cluster, ...own(before.cluster)}})
  return statusOf(plan, observations).notReady
}

const inSlots = (name: string) => ['127.0.0.1', portOf(name), idOf(name), []]
const range = (first: number, last: number, ...names: string[]) => [first, last, ...names.map(inSlots)]
const inShards = (name: string, role: string, health = 'online') =>
  Object.entries({
    id: idOf(name),
    port: portOf(name),
    ip: '127.0.0.1',
    role,
    'replication-offset': 37,
    health,
  }).flat()
const shard = (slots: readonly number[], ...nodes: unknown[]) => ['slots', slots, 'nodes', nodes]

const [first, second, third] = [
  [0, 5460],
  [5461, 10_922],
  [10_923, 16_383],
] as const

describe('CLUSTER SLOTS', () => {
  it('lists every master that has slots, and its replicas', () => {
    const reply = [range(...first, 'n1', 'n4'), range(...second, 'n2', 'n5'), range(...third, 'n3', 'n6')]
    expect(unmetWhen(() => ({listings: [parseClusterSlots(reply)]}))).toEqual([])
  })

  it('has several ranges of one master', () => {
    const reply = [
      range(0, 99, 'n1', 'n4'),
      range(100, 5460, 'n1', 'n4'),
      range(...second, 'n2', 'n5'),
      range(...third, 'n3', 'n6'),
    ]
    expect(parseClusterSlots(reply).shards[0]).toEqual({
      slots: [
        {first: 0, last: 99},
        {first: 100, last: 5460},
      ],
      nodes: [
        {id: idOf('n1'), role: 'master'},
        {id: idOf('n4'), role: 'replica'},
      ],
    })
  })

  it('lacks replicas whose offset is 0', () => {
    const reply = [range(...first, 'n1'), range(...second, 'n2', 'n5'), range(...third, 'n3')]
    expect(unmetWhen(() => ({listings: [parseClusterSlots(reply)]}))).toEqual([
      'n2 does not list n4 in CLUSTER SLOTS',
      'n2 does not list n6 in CLUSTER SLOTS',
    ])
  })

  it('lists no master without slots, and not the replicas of it', () => {
    const reply = [range(...second, 'n2', 'n5'), range(...third, 'n3', 'n6')]
    const unmet = unmetWhen(({nodes}) => ({
      nodes: nodes.map((node) => (node.id === idOf('n1') ? {...node, slots: []} : node)),
      listings: [parseClusterSlots(reply)],
    }))
    expect(unmet.filter((text) => text.includes('CLUSTER SLOTS'))).toEqual([])
  })
})

describe('CLUSTER SHARDS', () => {
  const [one, two, three] = [
    shard(first, inShards('n1', 'master'), inShards('n4', 'replica')),
    shard(second, inShards('n2', 'master'), inShards('n5', 'replica')),
    shard(third, inShards('n3', 'master'), inShards('n6', 'replica')),
  ]
  const unmetOf = (...shards: unknown[]) => unmetWhen(() => ({listings: [parseClusterShards(shards)]}))

  it.each<[string, readonly unknown[], readonly string[]]>([
    ['all is well', [one, two, three], []],
    [
      'the master that was asked is missing, with its slots',
      [one, shard([], inShards('n5', 'replica')), three],
      ['n2 does not list n2 in CLUSTER SHARDS', 'n2 lists n5 without its master in CLUSTER SHARDS'],
    ],
    [
      'a replica is loading',
      [one, two, shard(third, inShards('n3', 'master'), inShards('n6', 'replica', 'loading'))],
      ['n2 lists n6 with health loading in CLUSTER SHARDS'],
    ],
    [
      'slots are missing',
      [shard([0, 99], inShards('n1', 'master'), inShards('n4', 'replica')), two, three],
      ['n2 lists other slots for n1 in CLUSTER SHARDS'],
    ],
    [
      "a replica is another one's",
      [
        shard(first, inShards('n1', 'master')),
        shard(second, inShards('n2', 'master'), inShards('n5', 'replica'), inShards('n4', 'replica')),
        three,
      ],
      ['n2 lists n4 without its master in CLUSTER SHARDS'],
    ],
    [
      'a replica is a master',
      [one, two, shard(third, inShards('n3', 'master'), inShards('n6', 'master'))],
      ['n2 lists n6 as a master in CLUSTER SHARDS'],
    ],
  ])('%s', (_, shards, unmet) => {
    expect(unmetOf(...shards)).toEqual(unmet)
  })

  it('says nothing of nodes that are failing: that is said already', () => {
    const unmet = unmetWhen(({nodes}) => ({
      nodes: nodes.map((node) => (node.id === idOf('n6') ? {...node, flags: [...node.flags, 'fail']} : node)),
      listings: [
        parseClusterShards([
          one,
          two,
          shard(third, inShards('n3', 'master'), inShards('n6', 'replica', 'fail')),
        ]),
      ],
    }))
    expect(unmet).toEqual(['n2 sees n6 as failed'])
  })
})
