// Hypothesis: an event that was not seen proves something only where the lines of the logs are known.
import {expect, test} from 'vitest'
import {recogniseRecord} from '../../../../test/support/recognise.ts'
import type {TimelineEntry} from './entry.ts'
import {whyNotJudgeable} from './known-lines.ts'
import {entryOfRecord} from './log-entry.ts'

function logged(level: 'raw' | 'notice' | 'debug', ...messages: readonly string[]): readonly TimelineEntry[] {
  return messages.map((message, index) =>
    entryOfRecord(recogniseRecord({at: index, instance: 'n1', index, roleLetter: 'M', level, message})),
  )
}

const known = logged('notice', ...Array.from({length: 9}, () => 'Ready to accept connections'))

test.each([
  ['lines that are known', known, undefined],
  ['one unknown line of ten', [...known, ...logged('notice', 'What nobody has heard')], undefined],
  ['unknown lines at a level that is not told', [...known, ...logged('debug', 'a', 'b', 'c')], undefined],
  ['unknown lines', [...known, ...logged('notice', 'a', 'b')], 'knows 9 of the 11 lines'],
  ['lines of another form', logged('raw', 'level=info message="Ready"'), 'knows 0 of the 1 lines'],
  ['no lines', [], 'knows 0 of the 0 lines'],
])('%s', (_, entries, why) => {
  if (why === undefined) expect(whyNotJudgeable(entries)).toBeUndefined()
  else expect(whyNotJudgeable(entries)).toContain(why)
})
