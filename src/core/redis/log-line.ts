import {LineHead, type LogLevel, levelOf, longestHead, type RoleLetter} from './line-head.ts'
import {endingOf, longestOtherHead, mayBeOtherHead, readOtherHead, unescapeMessage} from './other-heads.ts'

export interface LogLine {
  readonly pid: number
  /** Milliseconds since 1970. redislab starts servers with TZ=UTC, so the stamps are UTC. */
  readonly at: number
  /** Lines written inside a signal handler do not say it. */
  readonly roleLetter: RoleLetter | undefined
  readonly level: LogLevel
  readonly message: string
}

/**
 * Reads one line of a redis or valkey log: `8212:S 16 Apr 2020 20:20:29.108 * Connecting to MASTER 127.0.0.1:6380`, or
 * the same in one of the other forms that Valkey writes on demand.
 *
 * @returns undefined for what is not such a line, for example a row of a stack trace
 */
export function parseLogLine(text: string): LogLine | undefined {
  const head = new LineHead()
  const bytes = new TextEncoder().encode(text.slice(0, longestHead))
  if (!head.read(bytes, 0, bytes.length)) return parseOther(text)
  const {pid, at, roleLetter, level} = head
  if (level === 'raw' || Number.isNaN(at)) return undefined
  // All of the head is ASCII: as many characters as bytes.
  return {pid, at, roleLetter, level, message: text.slice(head.end)}
}

function parseOther(text: string): LogLine | undefined {
  if (!mayBeOtherHead(text.charCodeAt(0))) return undefined
  const head = readOtherHead(text.slice(0, longestOtherHead))
  if (head === undefined) return undefined
  const {pid, at, roleLetter, mark, length, form} = head
  const level = levelOf(mark.charCodeAt(0))
  if (level === 'raw') return undefined
  const ending = endingOf(form)
  const rest = text.slice(length)
  const message = ending !== '' && rest.endsWith(ending) ? rest.slice(0, -ending.length) : rest
  return {pid, at, roleLetter, level, message: unescapeMessage(message, form)}
}
