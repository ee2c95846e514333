import {describe, expect, it} from 'vitest'
import {afterFailover, healthy, planOf, statusOf} from '../../../test/support/samples.ts'
import type {Observation} from './observation.ts'
import {findUnsettled} from './settled.ts'

const dead: Observation = {state: 'dead', pid: null}
const plan = planOf('1m2r3s')

describe('findUnsettled', () => {
  it('finds nothing where all is well', () => {
    expect(findUnsettled(statusOf(plan))).toEqual([])
    expect(findUnsettled(statusOf(planOf('5m')))).toEqual([])
  })

  it('finds nothing after a failover, though the old master is dead', () => {
    const status = statusOf(plan, healthy(afterFailover(plan, 'n2')).set('n1', dead))
    expect(status.ready).toBe(false)
    expect(findUnsettled(status)).toEqual([])
  })

  it('finds a master that is missing', () => {
    expect(findUnsettled(statusOf(plan, healthy(plan).set('n1', dead)))).toEqual(['mymaster has no master'])
  })

  it('finds a master that is claimed twice', () => {
    const n2 = healthy(afterFailover(plan, 'n2')).get('n2') ?? dead
    expect(findUnsettled(statusOf(plan, healthy(plan).set('n2', n2)))).toEqual([
      'n1 and n2 claim to be master of mymaster',
    ])
  })

  it('finds sentinels that do not agree', () => {
    const s1 = healthy(afterFailover(plan, 'n2')).get('s1') ?? dead
    expect(findUnsettled(statusOf(plan, healthy(plan).set('s1', s1)))).toEqual([
      'the sentinels do not agree that n1 is master of mymaster',
    ])
  })

  it('finds a replica without a link, but not one that is dead', () => {
    const observations = healthy(plan).set('n2', dead)
    const n3 = observations.get('n3')
    if (n3?.replication !== undefined)
      observations.set('n3', {...n3, replication: {...n3.replication, linkUp: false}})
    expect(findUnsettled(statusOf(plan, observations))).toEqual(['the link of n3 to n1 is down'])
  })
})
