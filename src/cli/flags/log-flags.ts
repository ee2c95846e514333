import {Flags} from '@oclif/core'
import {RedislabError} from '../../core/errors/errors.ts'
import {parseMoment} from '../../core/time/moment.ts'
import {regexFlag} from './regex-flag.ts'

/** A moment as it was typed: of which day it is shows only when it is known what is read. */
const momentText = Flags.custom<string>({
  helpValue: '30s|23:58',
  parse: async (text) => {
    parseMoment(text, Date.now())
    return text
  },
})

/** What `logs` and `timeline` share: from when, until when, and what to leave out. */
export const logFlags = {
  since: momentText({
    summary:
      'Only from this moment on: how long ago (30s), a time (23:58) or a date (2026-11-05T23:58). Of what was opened a time is one of the last day of its logs.',
  }),
  until: momentText({summary: 'Only up to this moment.', exclusive: ['follow']}),
  exclude: regexFlag({summary: 'Leave out lines whose message matches this regular expression.'}),
}

/** @throws RedislabError OPTION_INVALID for a period that ends before it begins */
export function checkPeriod({
  since,
  until,
}: {
  readonly since?: number | undefined
  readonly until?: number | undefined
}): void {
  if (since === undefined || until === undefined || since <= until) return
  throw new RedislabError('OPTION_INVALID', '--until is before --since.', {
    suggestions: [
      'A time without a date is the last time that it was so late. Write a date: 2026-11-05T23:58',
    ],
  })
}
