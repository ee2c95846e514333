import {expect, test} from 'vitest'
import type {TimelineEntry} from '../entries/entry.ts'
import {foldEntries, type Row, TimelineFold} from './fold.ts'

function line(at: number, instance: string, message: string): TimelineEntry {
  return {
    at,
    instance,
    index: 0,
    source: 'log',
    role: 'replica',
    level: 'notice',
    kind: message,
    severity: 'info',
    message,
    fields: {},
  }
}

function describeRow(row: Row): string {
  if (row.kind === 'entry') return `${row.entry.at} ${row.entry.instance} ${row.entry.message}`
  if (row.kind === 'shared') throw new TypeError('a fold makes no line')
  const {round, times, isOver} = row.run
  return `${round[0]?.instance} ${round.map(({message}) => message).join('+')} × ${times}${isOver ? '' : ' so far'}`
}

const describeAll = (entries: readonly TimelineEntry[]) => foldEntries(entries).map(describeRow)

test('a line that comes again and again is told twice and then counted', () => {
  const entries = Array.from({length: 14}, (_, index) => line(index * 1000, 'n2', 'refused'))
  expect(describeAll([...entries, line(13_500, 'n2', 'connected')])).toEqual([
    '0 n2 refused',
    '1000 n2 refused',
    'n2 refused × 14',
    '13500 n2 connected',
  ])
})

test('a loop of several lines folds as a round, beside the loop of another instance', () => {
  const entries = Array.from({length: 5}, (_, round) =>
    ['n2', 'n3'].flatMap((name) =>
      ['connecting', 'started', 'refused'].map((message) => line(round * 1000, name, message)),
    ),
  ).flat()
  const rows = describeAll(entries)
  expect(rows.slice(-2)).toEqual(['n2 connecting+started+refused × 5', 'n3 connecting+started+refused × 5'])
  expect(rows).toHaveLength(2 * 6 + 2)
})

test('a run ends when its next round does not come, and a round that has begun is not lost', () => {
  const entries = [0, 1000, 2000].flatMap((at) => [line(at, 'n2', 'a'), line(at + 1, 'n2', 'b')])
  expect(describeAll([...entries, line(3000, 'n2', 'a'), line(60_000, 'n3', 'z')])).toEqual([
    '0 n2 a',
    '1 n2 b',
    '1000 n2 a',
    '1001 n2 b',
    'n2 a+b × 3',
    '3000 n2 a',
    '60000 n3 z',
  ])
})

test('what differs in more than counters and ids is not the same', () => {
  const messages = ['to 127.0.0.1:6380', 'to 127.0.0.1:6381', 'sent 5 bytes', 'sent 77 bytes', 'sent 9 bytes']
  expect(describeAll(messages.map((message, at) => ({...line(at, 'n2', message), kind: 'x'})))).toEqual([
    '0 n2 to 127.0.0.1:6380',
    '1 n2 to 127.0.0.1:6381',
    '2 n2 sent 5 bytes',
    '3 n2 sent 77 bytes',
    'n2 sent 77 bytes × 3',
  ])
})

test('while somebody watches, a run is reported when it begins and when it is ten times as long, and then at its end', () => {
  const fold = new TimelineFold({tellsProgress: true})
  const rows = Array.from({length: 1234}, (_, index) => fold.push(line(index * 1000, 'n2', 'refused')))
    .flat()
    .map(describeRow)
  expect(rows).toEqual([
    '0 n2 refused',
    '1000 n2 refused',
    'n2 refused × 3 so far',
    'n2 refused × 10 so far',
    'n2 refused × 100 so far',
    'n2 refused × 1000 so far',
  ])
  expect(fold.running).toMatchObject([{times: 1234, isOver: false}])
  expect(fold.expire(1_240_000).map(describeRow)).toEqual(['n2 refused × 1234'])
  expect(fold.running).toEqual([])
})
