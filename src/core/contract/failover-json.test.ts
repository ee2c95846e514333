import {expect, it} from 'vitest'
import {readFailover} from '../../../test/support/failover-fixture.ts'
import {measureFailover} from '../timeline/measure.ts'
import {IncidentTracker} from '../timeline/tracker.ts'
import {describeFailover} from './failover-json.ts'

/** The first failover of a real run, for programs. */
function describeFirst(name: string) {
  const {plan, entries} = readFailover(name)
  const tracker = new IncidentTracker(plan)
  for (const entry of entries) tracker.push(entry)
  const [failover] = tracker.incidents.map((incident) =>
    measureFailover(incident, {plan, names: tracker.names}),
  )
  if (failover === undefined) throw new Error(`${name} has no failover.`)
  return describeFailover(failover)
}

const keys = [
  ...['sdown', 'odown', 'attempts', 'choice', 'switched', 'behind', 'inForce', 'isOnsetKnown'],
  ...['reattached', 'oldMasterReturn', 'requestedAt', 'outageMs', 'cluster'],
]

it('a failover of sentinels has no details of a cluster', () => {
  const {details, newMaster} = describeFirst('killed')
  expect(Object.keys(details)).toEqual(keys)
  expect(newMaster).toBe('n2')
  expect(details).toMatchObject({sdown: [{}, {}, {}], inForce: {quorum: 2, sentinels: 3}, cluster: null})
})

it('a failover in a cluster has the same fields, empty where only sentinels fill them', () => {
  const {details, newMaster} = describeFirst('cluster-killed')
  expect(Object.keys(details)).toEqual(keys)
  expect(newMaster).toBe('n5')
  expect(details).toMatchObject({
    sdown: [],
    odown: [],
    switched: [],
    behind: [],
    inForce: {downAfterMs: 2000, failoverTimeoutMs: null, parallelSyncs: null, quorum: null, sentinels: null},
    cluster: {votesNeeded: 2, delays: [{instance: 'n5'}, {instance: 'n8'}]},
  })
})
