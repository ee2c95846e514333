import {describe, expect, test} from 'vitest'
import {RedislabError} from '../errors/errors.ts'
import {describeStep} from './describe-step.ts'
import {parseLab} from './parse-lab.ts'

const cluster = `title: Slots
topology: 3m3r
options: {cluster: true}
clients: {app: follow}
steps:
`
const noCluster = cluster.replace('options: {cluster: true}\n', '').replace('3m3r', '1m1r')

function problemOf(text: string): string {
  try {
    parseLab(text, 'x.yaml')
  } catch (error) {
    if (error instanceof RedislabError && error.code === 'LAB_INVALID') return error.message
    throw error
  }
  return 'no problem'
}

test.each([
  ['reshard: 866\n    to: shard:3\n    keys: 0', 'reshard 866 --to shard:3 --keys 0'],
  ['reshard: 0-100,866\n    to: n2', 'reshard 0-100,866 --to n2'],
  [
    'reshard: {from: shard:1, count: 100}\n    to: shard:2',
    'reshard --from shard:1 --count 100 --to shard:2',
  ],
  ['reshard: finish', 'reshard --finish'],
  ['failover: shard:1', 'failover shard:1'],
  ['failover: n4\n    force: true', 'failover n4 --force'],
  ['failover: n4\n    takeover: true', 'failover n4 --takeover'],
  ['kill: key:foo', 'kill key:foo'],
  ['slot:866: GET foo\n    error: MOVED', 'slot:866> GET foo'],
  ['key:foo: GET foo', 'key:foo> GET foo'],
  ['shard:2/replica: READONLY', 'shard:2/replica> READONLY'],
  ['app: GET foo', 'app> GET foo'],
  ['await: {event: node-failing, of: shard:2}', 'await node-failing of shard:2'],
])('%s is a step of a cluster', (step, described) => {
  const [parsed] = parseLab(`${cluster}  - ${step}\n`, 'x.yaml').steps
  expect(parsed && describeStep(parsed)).toBe(described)
})

describe('each mistake is told with its line and column, and what would be right', () => {
  test.each([
    [
      'sentinels',
      cluster.replace('3m3r', '3m3r3s').concat('  - kill: n1\n'),
      '2:11: The topology "3m3r3s" has sentinels, and a cluster has none. In a cluster the masters themselves watch each other: leave the sentinels out, as in 3m3r.',
    ],
    [
      'an option of sentinels',
      cluster.replace('cluster: true', 'cluster: true, quorum: 2').concat('  - kill: n1\n'),
      '3:26: `quorum` is for sentinels, and a cluster has none.',
    ],
    [
      'a reshard without a cluster',
      `${noCluster}  - reshard: 866\n    to: n2\n`,
      '5:5: only a cluster has slots to reshard: write `options: {cluster: true}`.',
    ],
    [
      'a forced failover without a cluster',
      `${noCluster}  - failover: master\n    force: true\n`,
      '6:5: only a failover of a cluster knows `force`: write `options: {cluster: true}`.',
    ],
    [
      'a target of a cluster without one',
      `${noCluster}  - kill: shard:1\n`,
      '5:11: only in a cluster can a target be `shard:1`: write `options: {cluster: true}`.',
    ],
    [
      'such a target as a client',
      `${noCluster}  - key:foo: GET foo\n`,
      '5:5: only in a cluster can a target be `key:foo`: write `options: {cluster: true}`.',
    ],
    [
      'such a target in a condition',
      `${noCluster}  - await: {role: master, of: slot:5}\n`,
      '5:31: only in a cluster can a target be `slot:5`: write `options: {cluster: true}`.',
    ],
    [
      'a shard that is not there',
      `${cluster}  - reshard: {from: shard:4, count: 3}\n    to: shard:1\n`,
      '6:21: there is no `shard:4`: 3m3r has 3.',
    ],
    [
      'slots that are none',
      `${cluster}  - reshard: 0-99999\n    to: n1\n`,
      '6:14: `reshard`: "0-99999" does not name slots.',
    ],
    [
      'a reshard to nowhere',
      `${cluster}  - reshard: 866\n`,
      '6:5: a reshard needs `to`, the master that the slots go to.',
    ],
    [
      'a finish to somewhere',
      `${cluster}  - reshard: finish\n    to: n1\n`,
      '6:5: `reshard: finish` moves open slots where they were going: leave `to` out.',
    ],
    [
      'a misspelt word of reshard',
      `${cluster}  - reshard: 866\n    too: n1\n`,
      '7:5: `too` does not belong here: did you mean `to`?',
    ],
    [
      'both manners of a failover',
      `${cluster}  - failover: n4\n    force: true\n    takeover: true\n`,
      '8:5: `force` and `takeover` cannot both come.',
    ],
    [
      'a load of no shard',
      `${cluster}  - load: acked-writes\n    as: writer\n`,
      '6:5: a load of a cluster is on one shard: say which, as in `master: shard-1`.',
    ],
  ])('%s', (_, text, told) => {
    expect(problemOf(text)).toBe(`x.yaml:${told}`)
  })
})

test.each([
  [
    '  - await: {event: +switch-mastr}',
    '6:20: `event`: "+switch-mastr" is not a kind of event: did you mean `+switch-master`?',
  ],
  [
    '  - never: {event: node-failling}\n    for: 1s',
    '6:20: `event`: "node-failling" is not a kind of event: did you mean `node-failing`?',
  ],
  [
    '  - observe: {event: slots-mooved}\n    as: moves',
    '6:22: `event`: "slots-mooved" is not a kind of event: did you mean `slots-moved`?',
  ],
  [
    '  - await: {event: qqqqqqqqqqqq}',
    '6:20: `event`: "qqqqqqqqqqqq" is not a kind of event: the kinds are those that `redislab timeline --jsonl` prints.',
  ],
])('a kind of event that nobody ever tells: %s', (step, told) => {
  expect(problemOf(`${cluster}${step}\n`)).toBe(`x.yaml:${told}`)
})
