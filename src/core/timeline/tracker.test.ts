import {describe, expect, test} from 'vitest'
import {readFailover} from '../../../test/support/failover-fixture.ts'
import {linksBetween} from '../links/link.ts'
import {entryOfJournal} from './entries/entry.ts'
import type {JournalEntry} from './entries/journal-entry.ts'
import {IncidentTracker} from './tracker.ts'

const {plan, entries} = readFailover('killed')
const last = entries.at(-1)?.at ?? 0
const injected = (fault: string, instances: string[], more = {}) =>
  ({kind: 'fault-injected', fault, instances, ...more}) as const
const failed = (fault: string, instances: string[]) =>
  ({kind: 'fault-failed', fault, instances, reason: 'refused'}) as const

function track(...journal: JournalEntry[]): IncidentTracker {
  const tracker = new IncidentTracker(plan)
  for (const entry of entries) tracker.push(entry)
  journal.forEach((entry, index) => {
    tracker.push(entryOfJournal({at: last + 10 + index, entry}, plan))
  })
  return tracker
}

describe('a fault that failed', () => {
  test('is the fault of nothing, and the incident before it goes on', () => {
    const {incidents} = track()
    const tracker = track(injected('failover', ['n2']), failed('failover', ['n2']))
    expect(tracker.incidents.map(({cause}) => cause?.message)).toEqual(
      incidents.map(({cause}) => cause?.message),
    )
    expect(tracker.lastOf('mymaster')?.cause?.message).toBe('n1 killed')
    expect(tracker.lastOf('mymaster')?.evidence.at(-1)).toMatchObject({
      kind: 'fault-failed',
      message: 'failover failed: refused',
    })
  })

  test('what was seen meanwhile is kept', () => {
    const tracker = new IncidentTracker(plan)
    const [kill] = entries.filter(({fault}) => fault?.fault === 'kill')
    const at = (kill?.at ?? 0) - 1
    tracker.push(entryOfJournal({at, entry: injected('fill', ['n2'])}, plan))
    const sdown = entries.filter(({kind}) => kind === '+sdown')
    for (const entry of sdown) tracker.push(entry)
    tracker.push(entryOfJournal({at: last, entry: failed('fill', ['n2'])}, plan))
    expect(tracker.incidents).toHaveLength(1)
    expect(tracker.incidents[0]).toMatchObject({cause: null, oldMaster: 'n1'})
  })

  test('at one of several instances takes nothing back but that one', () => {
    const tracker = track(injected('stop', ['n2', 'n3']), failed('stop', ['n3']))
    expect(tracker.lastOf('mymaster')?.cause?.message).toBe('n2 and n3 stopped')
    expect([...tracker.down.keys()]).toEqual(['n2'])
  })

  test('a start that failed leaves who was down as it was', () => {
    const tracker = track(injected('kill', ['s1']), injected('start', ['s1']), failed('start', ['s1']))
    expect([...tracker.down.keys()]).toContain('s1')
  })
})

describe('who is down', () => {
  const both = (a: string[], b: string[]) => [...linksBetween(a, b), ...linksBetween(b, a)]
  const links = both(['n1', 's1'], ['n2', 'n3', 's2', 's3'])

  test('those who are cut off, until that is healed', () => {
    const partition = injected('partition', ['n1', 's1'], {links, cut: 'stall'})
    expect([...track(partition).down.keys()]).toEqual(['n1', 's1'])
    expect([...track(partition, injected('heal', [], {links})).down.keys()]).toEqual([])
  })

  test('those who were cut off before', () => {
    const tracker = new IncidentTracker(plan, {down: ['n3'], cuts: links})
    expect([...tracker.down.keys()].toSorted()).toEqual(['n1', 'n3', 's1'])
    tracker.push(entryOfJournal({at: last, entry: injected('heal', [], {links})}, plan))
    expect([...tracker.down.keys()]).toEqual(['n3'])
  })

  test.for(['disconnect', 'set', 'fill', 'sleep', 'failover', 'delay', 'restart'])('not by %s', (fault) => {
    expect([...track(injected(fault, ['n2'])).down.keys()]).toEqual([])
  })
})

test('what gives back begins an incident where it is watched, and only the first', () => {
  const tracker = new IncidentTracker(plan, {takesNext: true})
  const push = (entry: JournalEntry) => tracker.push(entryOfJournal({at: last, entry}, plan))
  push(injected('start', ['n2']))
  push(injected('resume', ['n3']))
  expect(tracker.incidents.map(({cause}) => cause?.message)).toEqual(['n2 started'])
})

test('an entry is counted from the story that it belongs to, though a later one has begun', () => {
  const tracker = track(injected('kill', ['n2']))
  const [first, second] = tracker.incidents
  const inTheFirst = entries.find(({kind}) => kind === '+odown')
  expect(second?.at).toBe(last + 10)
  expect(inTheFirst && tracker.originOf(inTheFirst)).toBe(first?.at)
})
