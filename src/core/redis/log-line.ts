import {LineHead, type LogLevel, longestHead, type RoleLetter} from './line-head.ts'

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
 * Reads one line of a redis or valkey log: `8212:S 16 Apr 2020 20:20:29.108 * Connecting to MASTER 127.0.0.1:6380`.
 *
 * @returns undefined for what is not such a line, for example a row of a stack trace
 */
export function parseLogLine(text: string): LogLine | undefined {
  const head = new LineHead()
  const bytes = new TextEncoder().encode(text.slice(0, longestHead))
  if (!head.read(bytes, 0, bytes.length)) return undefined
  const {pid, at, roleLetter, level} = head
  if (level === 'raw' || Number.isNaN(at)) return undefined
  // All of the head is ASCII: as many characters as bytes.
  return {pid, at, roleLetter, level, message: text.slice(head.end)}
}
