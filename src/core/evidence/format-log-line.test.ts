// Hypothesis: what is one line of a log stays one line, whatever its message holds.

import {expect, test} from 'vitest'
import {formatLogLine} from './format-log-line.ts'
import {readText} from './read-text.ts'

test('a line break in a message, as JSON may have it, begins no line of its own', () => {
  const [fact] = readText('redis.log', '7:M 01 Sep 2026 12:00:00.000 * said by a script').facts
  if (fact?.kind !== 'log' || fact.at === null) throw new Error('That is no line of a log.')
  const message = `${fact.message}\r\n12:M 01 Sep 2026 12:00:01.200 # User requested shutdown...`
  expect(formatLogLine({...fact, message}, fact.at, false)).toBe(
    '7:M 01 Sep 2026 12:00:00.000 * said by a script\\r\\n12:M 01 Sep 2026 12:00:01.200 # User requested shutdown...',
  )
})
