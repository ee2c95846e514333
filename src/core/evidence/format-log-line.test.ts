// Hypothesis: what is one line of a log stays one line, whatever its message holds.

import {expect, test} from 'vitest'
import {formatLogLine} from './format-log-line.ts'
import {readText} from './read-text.ts'

const at = Date.UTC(2026, 8, 1, 12)

test('a line break in a message begins no line of its own', () => {
  const message = 'said by a script\r\n12:M 01 Sep 2026 12:00:01.200 # User requested shutdown...'
  const row = JSON.stringify({
    pid: 7,
    role: 'master',
    timestamp: '2026-09-01T12:00:00.000Z',
    level: 'notice',
    message,
  })
  const [fact] = readText('valkey.log', row).facts
  if (fact?.kind !== 'log') throw new Error(`${row} is no line of a log`)
  expect(fact.message).toBe(message)
  expect(formatLogLine(fact, at, false)).toBe(
    '7:M 01 Sep 2026 12:00:00.000 * said by a script\\r\\n12:M 01 Sep 2026 12:00:01.200 # User requested shutdown...',
  )
})
