import {describe, expect, it} from 'vitest'
import {makePlan} from '../../core/topology/plan.ts'
import {parseTopology} from '../../core/topology/topology.ts'
import {Deployment} from './deployment.ts'
import {findLogSources} from './log-sources.ts'

const plan = makePlan(parseTopology('1m1r3s'), {
  name: 'sample',
  host: '127.0.0.1',
  port: 6380,
  sentinelPort: 26380,
  sentinelIds: ['a', 'b', 'c'].map((digit) => digit.repeat(40)),
  settings: {
    timing: 'lab',
    downAfterMs: 1000,
    failoverTimeoutMs: 5000,
    parallelSyncs: 1,
    persist: 'none',
    set: [],
    sentinelSet: [],
  },
})
const deployment = new Deployment({
  home: '/state',
  directory: '/state/sample',
  record: {
    schemaVersion: 1,
    createdAt: '2026-11-22T12:00:00.000Z',
    server: {flavour: 'redis', version: '7.0.15', path: '/usr/bin/redis-server'},
    plan,
    processes: {},
    healers: [],
  },
})

describe('findLogSources', () => {
  it('has a log for every instance, in the order of the deployment', async () => {
    expect(await findLogSources(deployment, [])).toEqual([
      {instance: 'n1', index: 0, path: '/state/sample/n1/redis.log'},
      {instance: 'n2', index: 1, path: '/state/sample/n2/redis.log'},
      {instance: 's1', index: 2, path: '/state/sample/s1/sentinel.log'},
      {instance: 's2', index: 3, path: '/state/sample/s2/sentinel.log'},
      {instance: 's3', index: 4, path: '/state/sample/s3/sentinel.log'},
    ])
  })

  it('finds the logs of named instances without asking any of them', async () => {
    const found = await findLogSources(deployment, ['s1', 'n2'])
    expect(found.map(({instance, index}) => [instance, index])).toEqual([
      ['n2', 1],
      ['s1', 2],
    ])
  })
})
