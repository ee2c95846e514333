import {describe, expect, test} from 'vitest'
import {readFailover} from '../../../test/support/failover-fixture.ts'
import type {ReplicaFacts} from './explain/story.ts'
import {explainIncident} from './explain.ts'
import {IncidentTracker} from './incident.ts'

function explainLast(name: string, replicas?: readonly ReplicaFacts[]) {
  const {plan, entries} = readFailover(name)
  const tracker = new IncidentTracker(plan)
  for (const entry of entries) tracker.push(entry)
  const incident = tracker.incidents.at(-1)
  if (incident === undefined) throw new Error(`${name} has no incident`)
  return explainIncident(incident, {
    plan,
    names: tracker.names,
    down: tracker.down,
    ...(replicas === undefined ? {} : {replicas}),
  })
}

describe('why', () => {
  test.for([
    ['killed', ['s2 asked for votes in round 1', '2 of 3 votes were needed', 'smallest run id decided']],
    ['no-quorum', ['No quorum: 2 sentinels must count n1 as down, and only s1 did', 's2 and s3 are down']],
    ['no-majority', ['No majority: in round 1 s1 got 1 of 3 votes, and 2 are needed: s2 and s3 are down']],
    [
      'no-good-replica',
      [
        'found no replica fit',
        'n2 has replica-priority 0',
        'n3 has replica-priority 0',
        'Next failover delay',
      ],
    ],
    ['no-sentinels', ['There are no sentinels in 1m2r']],
    ['tilt', ['s1 went into TILT']],
    ['by-request', ['SENTINEL FAILOVER']],
  ] as const)('%s', ([name, sentences]) => {
    const {reasons} = explainLast(name)
    const text = reasons.map((reason) => reason.text).join('\n')
    for (const sentence of sentences) expect(text).toContain(sentence)
  })

  test('sentences come with the lines that show them', () => {
    const election = explainLast('killed').reasons.find(({text}) => text.includes('asked for votes'))
    expect(election?.evidence.map(({kind}) => kind)).toEqual([
      '+vote-for-leader',
      '+vote-for-leader',
      '+vote-for-leader',
      '+elected-leader',
    ])
    const gone = explainLast('no-quorum').reasons.find(({text}) => text.startsWith('s2 and s3 are down'))
    expect(gone?.evidence.map(({message}) => message)).toEqual(['s2 and s3 killed'])
  })

  test('which condition a replica failed, with numbers', () => {
    const fit = {flags: ['slave'], priority: 100, lastPongMs: 300, infoAgeMs: 400, linkDownMs: 1200}
    const {reasons} = explainLast('no-good-replica', [
      {...fit, name: 'n2', infoAgeMs: 7200},
      {...fit, name: 'n3', flags: ['slave', 'disconnected']},
    ])
    const text = reasons.map((reason) => reason.text).join('\n')
    expect(text).toContain('n2 answered its last INFO 7.20 s ago; 5000 ms are allowed')
    expect(text).toContain('n3 is not connected to the sentinel')
  })
})
