import {describe, expect, test} from 'vitest'
import {failoverNames, readFailover} from '../../../test/support/failover-fixture.ts'
import {type Explanation, explainIncident} from './explain.ts'
import type {ReplicaFacts} from './explaining/facts.ts'
import {IncidentTracker} from './tracker.ts'

function explainAll(name: string, replicas?: readonly ReplicaFacts[]) {
  const {plan, entries} = readFailover(name)
  const tracker = new IncidentTracker(plan)
  for (const entry of entries) tracker.push(entry)
  // An instance that ran then has the settings that it started with.
  const nodes = Object.fromEntries(
    plan.instances.map(({name: instance}) => [
      instance,
      {'replica-priority': tracker.values.ofNode(instance, 'replica-priority', 0) ?? ''},
    ]),
  )
  const context = {
    plan,
    names: tracker.names,
    ...(replicas === undefined ? {now: {sentinels: {}, nodes}} : {}),
  }
  return tracker.incidents.map((incident) =>
    explainIncident(incident, {...context, ...(replicas === undefined ? {} : {replicas})}),
  )
}

function explainLast(name: string, replicas?: readonly ReplicaFacts[]): Explanation {
  const last = explainAll(name, replicas).at(-1)
  if (last === undefined) throw new Error(`${name} has no incident`)
  return last
}

describe('why', () => {
  test.for([
    [
      'killed',
      ['s2 asked for votes in round 1', '2 of 3 votes were needed', 'had received the same, up to byte'],
    ],
    ['no-quorum', ['No quorum: 2 sentinels must count n1 as down, and only s1 did', 's2 and s3 did not run']],
    [
      'no-majority',
      ['No majority: in round 1 s1 got 1 of 3 votes, and 2 were needed: s2 and s3 were down or cut off'],
    ],
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
    ['forced', ['s1 was asked to fail over (SENTINEL FAILOVER)', 'n3 became a master after 209 ms']],
    [
      'split-vote',
      [
        'The votes of round 1 were split: 1 for s3, 1 for s2 and 1 for s1; 2 of 3 were needed.',
        'a new attempt starts 4.00 s after the one before',
        's2 asked for votes in round 2 and was elected by s2, s3 and s1',
      ],
    ],
    [
      'replica-timeout',
      [
        'In round 1 s2 was elected and chose n2, which was not seen to become a master within failover-timeout (2000 ms): n2 paused.',
        'n3 was the only replica that could be chosen.',
      ],
    ],
    [
      'tilt-of-leader',
      [
        's1 was elected in round 1 and did not carry it through: s1 paused.',
        's2 asked for votes in round 2 and was elected by s2, s1 and s3',
        's1 went into TILT',
        'though it votes when it is asked',
      ],
    ],
    [
      'quorum-of-all',
      [
        'No quorum: 3 sentinels must count n1 as down, and only s2 and s1 did; 1 more was missing.',
        'A majority is there (2 of 3 sentinels), and does not help',
      ],
    ],
    ['sentinels-apart', ['they do not hear each other (s1, s2 and s3 partitioned from each other)']],
    ['master-cut-off', ['The old master n1 came back as a replica after 14.2 s: it took a full copy']],
    ['new-master-killed', ['n3 was the only replica that could be chosen.']],
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
    const gone = explainLast('no-quorum').reasons.find(({text}) => text.startsWith('s2 and s3 did not run'))
    expect(gone?.evidence.map(({message}) => message)).toEqual(['s2 and s3 killed'])
  })

  test.for(failoverNames)('every sentence comes with lines that show it: %s', (name) => {
    const bare = explainAll(name).flatMap(({reasons}) =>
      reasons.filter(({evidence}) => evidence.length === 0),
    )
    expect(bare.map(({text}) => text)).toEqual([])
  })

  test('a step of a round that failed is no evidence for the round that did not', () => {
    const {reasons} = explainLast('replica-timeout')
    const evidenceOf = (part: string) =>
      reasons.find(({text}) => text.includes(part))?.evidence.map(({kind}) => kind)
    expect(evidenceOf('chose n2')).toEqual([
      '+selected-slave',
      'fault-injected',
      '-failover-abort-slave-timeout',
    ])
    expect(evidenceOf('n3 was the only replica')).toEqual(['+selected-slave', 'replid-shifted'])
  })

  test('all who gave up a split round show it', () => {
    const split = explainLast('split-vote').reasons.find(({text}) => text.includes('were split'))
    const gaveUp = split?.evidence.filter(({kind}) => kind === '-failover-abort-not-elected')
    expect(gaveUp?.map(({instance}) => instance).sort()).toEqual(['s1', 's2', 's3'])
  })

  test('a replica that died later could be chosen then', () => {
    const text = explainAll('second-kill')[0]
    expect(text?.reasons.some((reason) => reason.text.includes('had received the same, up to byte'))).toBe(
      true,
    )
  })

  test('a full copy over a second connection, as Redis 8 makes it, and its normal end', () => {
    const {reasons} = explainLast('killed-redis-8')
    const copy = reasons.find(({text}) => text.includes('full copy'))
    expect(copy?.evidence.map(({kind}) => kind)).toContain('full-sync-begun')
    const {entries} = readFailover('killed-redis-8')
    const closed = entries.filter(({message}) => message.includes('(rdbchannel)'))
    expect(closed.map(({kind, severity}) => [kind, severity])).toContainEqual([
      'second-channel-closed',
      'info',
    ])
    expect(closed.filter(({kind}) => kind === 'replica-lost')).toEqual([])
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
