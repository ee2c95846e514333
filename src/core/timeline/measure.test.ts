import {describe, expect, test} from 'vitest'
import {readFailover} from '../../../test/support/failover-fixture.ts'
import type {Failover} from './failover.ts'
import {measureFailover} from './measure.ts'
import {IncidentTracker} from './tracker.ts'

/** The outcome of each incident of a real run. */
function measureAll(name: string): readonly Failover[] {
  const {plan, entries} = readFailover(name)
  const tracker = new IncidentTracker(plan)
  for (const entry of entries) tracker.push(entry)
  return tracker.incidents.map((incident) => measureFailover(incident, {plan, names: tracker.names}))
}

const last = (name: string) => measureAll(name).at(-1) as Failover

describe('phases of failovers that were recorded', () => {
  test('a killed master: every phase, in order', () => {
    const {phases, oldMaster, newMaster, outcome, isComplete, details} = last('killed')
    expect({oldMaster, newMaster, outcome, isComplete}).toEqual({
      oldMaster: 'n1',
      newMaster: 'n2',
      outcome: 'failed-over',
      isComplete: true,
    })
    expect(phases).toEqual({
      sdownMs: 1096,
      odownMs: 1160,
      electedMs: 1256,
      promotedMs: 1378,
      writableMs: 1378,
      agreedMs: 2295,
      reattachedMs: 3269,
    })
    if (details.kind !== 'sentinel') throw new Error('It is of sentinels.')
    expect(details.sdown).toEqual([
      {sentinel: 's1', ms: 1096},
      {sentinel: 's2', ms: 1107},
      {sentinel: 's3', ms: 1128},
    ])
    expect(details.odown[0]).toEqual({sentinel: 's2', ms: 1160, votes: 2, quorum: 2})
    expect(details.attempts).toEqual([
      {
        epoch: 1,
        startedMs: 1160,
        candidates: ['s2'],
        votes: [
          {voter: 's2', candidate: 's2', ms: 1165},
          {voter: 's3', candidate: 's2', ms: 1176},
          {voter: 's1', candidate: 's2', ms: 1178},
        ],
        leader: 's2',
        electedMs: 1256,
        selected: 'n2',
        selectedMs: 1319,
        result: 'promoted',
        endedMs: 2227,
      },
    ])
    // What replicas were set to then was not noted in these journals.
    expect(details.choice).toBeNull()
    // The leader tells clients the new address from +promoted-slave on, before its own +switch-master.
    expect(details.switched[0]).toEqual({sentinel: 's2', ms: 2227})
    expect(details.reattached).toEqual([{instance: 'n3', ms: 3269, resync: 'partial'}])
    expect(details.oldMasterReturn).toMatchObject({instance: 'n1', resync: 'full'})
  })

  test.for([['killed'], ['paused'], ['two-groups']] as const)(
    '%s: no phase is before the one that leads to it',
    ([name]) => {
      const times = Object.values(last(name).phases)
      expect(times.every((ms) => ms !== null)).toBe(true)
      expect(times).toEqual([...times].sort((a, b) => Number(a) - Number(b)))
    },
  )

  test('a paused master comes back as a replica', () => {
    expect(last('paused')).toMatchObject({newMaster: 'n3', details: {oldMasterReturn: {instance: 'n1'}}})
  })

  test('only the group that was hit fails over', () => {
    expect(measureAll('two-groups')).toHaveLength(1)
    expect(last('two-groups')).toMatchObject({masterName: 'mymaster-2', oldMaster: 'n2', newMaster: 'n6'})
  })

  test('without another replica nothing is re-attached, and the failover is complete', () => {
    const {isComplete, phases} = last('stopped')
    expect(isComplete).toBe(true)
    expect(phases).toMatchObject({agreedMs: expect.any(Number), reattachedMs: null})
  })

  test('too few sentinels for the quorum: sdown, and nothing else', () => {
    const {outcome, phases, details} = last('no-quorum')
    expect(outcome).toBe('no-failover')
    expect(phases).toMatchObject({sdownMs: 1041, odownMs: null, electedMs: null, promotedMs: null})
    expect(details.attempts).toEqual([])
  })

  test('no majority: each try is aborted', () => {
    const {phases, details} = last('no-majority')
    expect(phases).toMatchObject({odownMs: 1151, electedMs: null})
    expect(details.attempts.map(({epoch, result, leader}) => ({epoch, result, leader}))).toEqual([
      {epoch: 1, result: 'not-elected', leader: null},
      {epoch: 2, result: 'not-elected', leader: null},
    ])
  })

  test('no replica that may be promoted: elected, aborted, tried again', () => {
    const {outcome, phases, details} = last('no-good-replica')
    expect(outcome).toBe('no-failover')
    expect(phases).toMatchObject({electedMs: 1210, promotedMs: null})
    expect(details.attempts.map(({result, leader}) => [result, leader])).toEqual([
      ['no-good-replica', 's1'],
      ['no-good-replica', 's3'],
    ])
  })

  test.for([
    [
      'split-vote',
      [
        ['not-elected', null],
        ['promoted', 's2'],
      ],
    ],
    [
      'replica-timeout',
      [
        ['replica-timeout', 's2'],
        ['promoted', 's2'],
      ],
    ],
    [
      'tilt-of-leader',
      [
        ['open', 's1'],
        ['promoted', 's2'],
      ],
    ],
    ['quorum-of-all', []],
    ['sentinels-apart', []],
  ] as const)('%s: each round and the outcome', ([name, attempts]) => {
    expect(last(name).details.attempts.map(({result, leader}) => [result, leader])).toEqual(attempts)
  })

  test('a round that was tried again: the phases are those of the one that succeeded', () => {
    expect(last('split-vote').phases).toEqual({
      sdownMs: 1022,
      odownMs: 1648,
      electedMs: 6283,
      promotedMs: 6475,
      writableMs: 6475,
      agreedMs: 6957,
      reattachedMs: 7960,
    })
  })

  test('links that are cut or slow take nobody down: all are waited for', () => {
    const switched = ['s1', 's2', 's3'].map((sentinel) => expect.objectContaining({sentinel}))
    expect(last('split-vote').details).toMatchObject({switched: expect.arrayContaining(switched)})
    expect(last('master-cut-off')).toMatchObject({
      isComplete: true,
      newMaster: 'n3',
      details: {oldMasterReturn: {instance: 'n1', resync: 'full'}},
    })
  })

  test('a second kill is not held up by failover-timeout: sentinels begin again with the new master', () => {
    const [first, second] = measureAll('second-kill')
    expect([first, second]).toMatchObject([
      {oldMaster: 'n1', newMaster: 'n3'},
      {oldMaster: 'n3', newMaster: 'n2', phases: {promotedMs: 2114}},
    ])
  })

  test('a new master that is killed before all have heard of it: two stories, each with its own lines', () => {
    const all = measureAll('new-master-killed')
    expect(all).toMatchObject([
      {cause: 'n1 killed', oldMaster: 'n1', newMaster: 'n2', phases: {agreedMs: 3089}},
      {cause: 'n2 killed', oldMaster: 'n2', newMaster: 'n3', phases: {sdownMs: 1070, promotedMs: 1267}},
    ])
    expect(all).toHaveLength(2)
  })

  test('SENTINEL FAILOVER needs no fault', () => {
    const {cause, phases, details, newMaster} = last('by-request')
    expect({cause, newMaster, requestedAt: details.requestedAt}).toEqual({
      cause: null,
      newMaster: 'n2',
      requestedAt: 's1',
    })
    expect(phases).toMatchObject({sdownMs: null, odownMs: null, electedMs: 51})
  })
})
