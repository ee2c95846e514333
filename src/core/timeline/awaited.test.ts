import {expect, it} from 'vitest'
import {readFailover} from '../../../test/support/failover-fixture.ts'
import {describeAwaited} from './awaited.ts'
import {effectsOf} from './fault-effects.ts'
import {measureFailover} from './measure.ts'
import {IncidentTracker} from './tracker.ts'

/** What is awaited while a real run goes on, each phrase once. */
function awaitedOf(name: string, effects: ReturnType<typeof effectsOf>): readonly string[] {
  const {plan, entries} = readFailover(name)
  const tracker = new IncidentTracker(plan)
  const [{name: group = ''} = {}] = plan.masters
  const phrases = entries.map((entry) => {
    tracker.push(entry)
    const incident = tracker.lastOf(group)
    const failover = incident && measureFailover(incident, {plan, names: tracker.names, down: tracker.down})
    return describeAwaited(incident, failover, {effects, isOver: false})
  })
  return phrases.filter((phrase, index) => phrase !== phrases[index - 1])
}

it('goes through a failover step by step', () => {
  const kill = effectsOf({kind: 'kill', signal: 'SIGKILL'}, undefined)
  expect(awaitedOf('killed', kill)).toEqual([
    'the first sign of it',
    'a sentinel to count n1 as down (down-after 1.00 s)',
    'as many sentinels as the quorum to agree',
    'a sentinel to be elected leader',
    'a replica to be promoted',
    'all sentinels to name n2 to clients',
    'the replicas to follow n2',
    'the outcome',
  ])
})

it('says how long a fault lasts that is undone by itself', () => {
  const pause = effectsOf({kind: 'pause'}, 5000)
  expect(awaitedOf('no-quorum', pause).at(-1)).toBe('the fault to be undone, 5.00 s after it was done')
})
