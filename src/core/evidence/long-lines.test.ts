import {describe, expect, test} from 'vitest'
import {readText} from './read-text.ts'

const parts = [
  'a | ',
  'a_1  | [pod/redis-0/redis] ',
  '2026-05-20T10:00:00.123456789Z ',
  ' ',
  '\t ',
  '{}',
  '"',
  ',"a',
  '"",',
  '; ',
  ' && ',
  'a',
  'a/',
  '$ ',
  '[',
  '1) ',
  'a:b ',
  ' .,:',
  'own ip ',
  '1:M 26 Jan 2022 12:52:35.030 # ',
  'redis-cli ',
  'A_PASSWORD',
  '** ',
]
const frames = [
  (part: string) => part,
  (part: string) => `127.0.0.1:6379> CONFIG GET *\na${part}x`,
  (part: string) => `{"a":1}${part}x`,
  (part: string) => `${part} redis-cli -h a`,
  (part: string) => `a${part}&&${part}x`,
  (part: string) => `1:M 26 Jan 2022 12:52:35.030 # ${part}x`,
]

// A line of 30 kB is read as one of a log may be, and one of 200 kB as none can be.
describe.each([30_000, 200_000])('a line of %i characters', (length) => {
  test.each(parts)('of %j is read at once', (part) => {
    const text = part.repeat(length / part.length)
    const before = performance.now()
    for (const frame of frames) readText('a.txt', frame(text))
    expect(performance.now() - before).toBeLessThan(5000)
  })
})

test('of a line that is none of a log, only the beginning is shown, and a secret in it is not', () => {
  const {unread, facts} = readText('a.txt', `a requirepass = "hidden1 ${'x '.repeat(100_000)}"`)
  expect(facts).toEqual([])
  expect(unread).toEqual([
    {
      place: {path: 'a.txt', line: 1},
      text: 'a requirepass = "…"…',
      why: 'it is longer than a line of a log or a conf can be',
    },
  ])
})

test('JSON of any length is read', () => {
  const node = JSON.stringify({
    log: '1:M 26 Jan 2022 12:52:35.030 * Ready to accept connections',
    x: 'y'.repeat(99_999),
  })
  expect(readText('a.json', `${node}\n${node}`).facts).toHaveLength(2)
})
