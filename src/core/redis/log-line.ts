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
  const head = new LineHead()
  head.read(text, 0, text.length)
  const {pid, at, roleLetter, level} = head
  if (level === 'raw') return undefined
  return {pid, at, roleLetter, level, message: text.slice(head.end)}
}

const signalHandlerMark = 'signal-handler ('
/** After "pid:R ": "16 Apr 2020 20:20:29.108 * ". Every column is fixed. */
const stampLength = 27

/** What stands before the message of a line. One serves for all lines: there may be millions. */
export class LineHead {
  pid = 0
  at = 0
  roleLetter: RoleLetter | undefined = undefined
  /** `raw`: not a log line of its own, and all of it is message. */
  level: LogLevel | 'raw' = 'raw'
  /** Where the message begins. */
  end = 0
  /** Lines come in the order of time: most are of the same day as the one before. */
  readonly #day = {year: -1, month: -1, day: -1, at: 0}

  /** Reads the line that is a part of a text, and says whether it is a line of a log. */
  read(text: string, from: number, to: number): boolean {
    if (this.#readLine(text, from, to)) return true
    this.roleLetter = undefined
    this.level = 'raw'
    this.end = from
    return false
  }

  #readLine(text: string, from: number, to: number): boolean {
    let position = from
    let pid = 0
    for (; position < to; position++) {
      const digit = text.charCodeAt(position) - zero
      if (!(digit >= 0 && digit <= 9)) break
      pid = pid * 10 + digit
    }
    if (position === from || position > from + 10 || text.charCodeAt(position) !== colon) return false
    this.pid = pid
    const letter = text.charAt(position + 1)
    if (letter === 's') return this.#readSignalHandler(text, position + 1, to)
    if (letter !== 'M' && letter !== 'S' && letter !== 'X' && letter !== 'C') return false
    const start = position + 3
    if (start + stampLength > to) return false
    const level = levels[text.charAt(start + 25)]
    if (level === undefined || text.charCodeAt(start + 26) !== space) return false
    const at = this.#readTime(text, start)
    if (Number.isNaN(at)) return false
    this.at = at
    this.roleLetter = letter
    this.level = level
    this.end = start + stampLength
    return true
  }

  /** Without Date: it would take longer than all the rest. */
  #readTime(text: string, start: number): number {
    const hour = digitsAt(text, start + 12, 2)
    const minute = digitsAt(text, start + 15, 2)
    const second = digitsAt(text, start + 18, 2)
    const ms = digitsAt(text, start + 21, 3)
    return this.#dayAt(text, start) + ((hour * 60 + minute) * 60 + second) * 1000 + ms
  }

  #dayAt(text: string, start: number): number {
    const day = digitsAt(text, start, 2)
    const year = digitsAt(text, start + 7, 4)
    const month =
      (text.charCodeAt(start + 3) << 16) | (text.charCodeAt(start + 4) << 8) | text.charCodeAt(start + 5)
    const known = this.#day
    if (day === known.day && month === known.month && year === known.year) return known.at
    const index = months.indexOf(text.slice(start + 3, start + 6))
    const at = index < 0 ? Number.NaN : Date.UTC(year, index, day)
    if (!Number.isNaN(at)) Object.assign(known, {year, month, day, at})
    return at
  }

  /** `8212:signal-handler (1587068022) Received SIGTERM scheduling shutdown...`: whole seconds, no role, no level. */
  #readSignalHandler(text: string, start: number, to: number): boolean {
    if (!text.startsWith(signalHandlerMark, start)) return false
    const from = start + signalHandlerMark.length
    const end = text.slice(from, Math.min(to, from + 13)).indexOf(') ')
    const seconds = end < 1 ? Number.NaN : digitsAt(text, from, end)
    if (Number.isNaN(seconds)) return false
    this.at = seconds * 1000
    this.roleLetter = undefined
    this.level = 'warning'
    this.end = from + end + 2
    return true
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const space = 32
const colon = 58
const zero = 48

function digitsAt(text: string, from: number, count: number): number {
  let value = 0
  for (let position = from; position < from + count; position++) {
    const digit = text.charCodeAt(position) - zero
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}
