import {type FormedLine, readLine, redisForms} from './line-forms.ts'

export interface LogLine extends Pick<FormedLine, 'pid' | 'at' | 'roleLetter' | 'level'> {
  readonly message: string
}

/**
 * Reads one line of a redis or valkey log by itself: `8212:S 16 Apr 2020 20:20:29.108 * Connecting to MASTER
 * 127.0.0.1:6380`, or the same in one of the other forms that Valkey writes on demand.
 *
 * @returns undefined for what is not such a line, for example a row of a stack trace
 */
export function parseLogLine(text: string): LogLine | undefined {
  const formed = readLine(text, redisForms)
  if (formed === undefined) return undefined
  const {pid, at, roleLetter, level, from, to, unescaped} = formed
  const message = text.slice(from, to)
  return {pid, at, roleLetter, level, message: unescaped?.(message) ?? message}
}
