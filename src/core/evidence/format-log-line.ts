import type {LogFact} from './facts.ts'
import {formatStamp} from './stamp.ts'

/**
 * A line of a log as Redis itself writes it, whatever stood around it: `8212:S 16 Apr 2020 20:20:29.108 * message`. Before
 * 3.0 a line has no letter: that of a server is M then, since the form wants one.
 *
 * @param at milliseconds since 1970
 */
export function formatLogLine(
  {pid, letter, mark, message}: LogFact,
  at: number,
  isSentinel: boolean,
): string {
  const writer = letter ?? (isSentinel ? 'X' : 'M')
  return `${pid ?? 0}:${writer} ${formatStamp(at)} ${mark ?? '*'} ${inOneRow(message)}`
}

/** A log in JSON may hold line breaks, which would begin a line that nobody wrote. */
function inOneRow(message: string): string {
  return message.replaceAll('\r', '\\r').replaceAll('\n', '\\n')
}
