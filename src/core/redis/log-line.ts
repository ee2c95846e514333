/** Who writes a line: X a sentinel, C a child that saves, S a replica, M a master. */
export type RoleLetter = 'X' | 'C' | 'S' | 'M'
export type LogLevel = 'debug' | 'verbose' | 'notice' | 'warning'

export interface LogLine {
  readonly pid: number
  /** Milliseconds since 1970. redislab starts servers with TZ=UTC, so the stamps are UTC. */
  readonly at: number
  /** Lines written inside a signal handler do not say it. */
  readonly roleLetter: RoleLetter | undefined
  readonly level: LogLevel
  readonly message: string
}

const months: Readonly<Record<string, number>> = {
  Jan: 0,
  Feb: 1,
  Mar: 2,
  Apr: 3,
  May: 4,
  Jun: 5,
  Jul: 6,
  Aug: 7,
  Sep: 8,
  Oct: 9,
  Nov: 10,
  Dec: 11,
}
const levels: Readonly<Record<string, LogLevel>> = {
  '.': 'debug',
  '-': 'verbose',
  '*': 'notice',
  '#': 'warning',
}

/**
 * Reads one line of a redis or valkey log: `8212:S 16 Apr 2020 20:20:29.108 * Connecting to MASTER 127.0.0.1:6380`.
 *
 * @returns undefined for what is not such a line, for example a row of a stack trace
 */
export function parseLogLine(text: string): LogLine | undefined {
  const colon = text.indexOf(':')
  if (colon < 1 || colon > 10) return undefined
  const pid = digitsAt(text, 0, colon)
  if (Number.isNaN(pid)) return undefined
  const letter = text.charAt(colon + 1)
  if (letter === 's') return parseSignalHandlerLine(text, pid, colon + 1)
  if (letter !== 'M' && letter !== 'S' && letter !== 'X' && letter !== 'C') return undefined
  // After "pid:R " every column is fixed: "16 Apr 2020 20:20:29.108 * ".
  const start = colon + 3
  const month = months[text.slice(start + 3, start + 6)]
  const level = levels[text.charAt(start + 25)]
  if (month === undefined || level === undefined || text.charCodeAt(start + 26) !== space) return undefined
  const at = Date.UTC(
    digitsAt(text, start + 7, start + 11),
    month,
    digitsAt(text, start, start + 2),
    digitsAt(text, start + 12, start + 14),
    digitsAt(text, start + 15, start + 17),
    digitsAt(text, start + 18, start + 20),
    digitsAt(text, start + 21, start + 24),
  )
  return Number.isNaN(at) ? undefined : {pid, at, roleLetter: letter, level, message: text.slice(start + 27)}
}

const signalHandlerMark = 'signal-handler ('

/** `8212:signal-handler (1587068022) Received SIGTERM scheduling shutdown...`: whole seconds, no role, no level. */
function parseSignalHandlerLine(text: string, pid: number, start: number): LogLine | undefined {
  if (!text.startsWith(signalHandlerMark, start)) return undefined
  const from = start + signalHandlerMark.length
  const end = text.indexOf(') ', from)
  const seconds = end <= from || end - from > 11 ? Number.NaN : digitsAt(text, from, end)
  if (Number.isNaN(seconds)) return undefined
  return {pid, at: seconds * 1000, roleLetter: undefined, level: 'warning', message: text.slice(end + 2)}
}

const space = 32
const zero = 48

function digitsAt(text: string, from: number, to: number): number {
  let value = 0
  for (let position = from; position < to; position++) {
    const digit = text.charCodeAt(position) - zero
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}
