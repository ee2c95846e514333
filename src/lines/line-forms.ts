import type {LogLevel, RoleLetter} from '../core/redis/log-record.ts'
import {stampBytes} from './layout.ts'
import {markedLevels} from './line-codes.ts'

/** What a line of a log says: everything but its message as values, and where its message stands. */
export interface FormedLine {
  readonly pid: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly roleLetter: RoleLetter | undefined
  readonly level: LogLevel
  /** The message stands from this character of the line up to that one. */
  readonly from: number
  readonly to: number
  /** Makes a message what it was before it was written, where its form has escapes. */
  readonly unescaped?: ((message: string) => string) | undefined
  /** Where the stamp of the line begins and when its day began: lines of that day are found many at a time from then on. */
  readonly stamp?: {readonly from: number; readonly dayAt: number} | undefined
}

/**
 * Reads lines of one form: what stands around the messages of Redis in its own logs, or in those of whatever collected
 * them. A form is all that is needed for logs of another kind to become the same records.
 *
 * @param line one character for each of its bytes: what is not ASCII is to be left where it stands
 * @returns undefined for a line of another form
 */
export type LineForm = (line: string) => FormedLine | undefined

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const usual = /^(\d{1,10}):([XCSM]) (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d)\.(\d{3}) ([.*#-]) /

/** `8212:S 16 Apr 2020 20:20:29.108 * Connecting to MASTER 127.0.0.1:6380`. The times of logs are read as UTC. */
const readUsual: LineForm = (line) => {
  const [head, pid, letter, day, name = '', year, hour, minute, second, ms, mark = ''] =
    usual.exec(line) ?? []
  const month = months.indexOf(name)
  const level = markedLevels[mark]
  if (head === undefined || level === undefined || month < 0) return undefined
  const dayAt = Date.UTC(Number(year), month, Number(day))
  const at = dayAt + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(ms)
  const stamp = {from: head.length - stampBytes, dayAt}
  return formLine(line, head, [pid, at, letter as RoleLetter, level], {stamp})
}

/** `8212:signal-handler (1587068022) Received SIGTERM scheduling shutdown...`: whole seconds, no role, no level. */
const readSignalHandler: LineForm = (line) => {
  const [head, pid, seconds] = /^(\d{1,10}):signal-handler \((\d{1,11})\) /.exec(line) ?? []
  if (head === undefined) return undefined
  return formLine(line, head, [pid, Number(seconds) * 1000, undefined, 'warning'])
}

/** With another `log-timestamp-format` of Valkey: iso8601, milliseconds. */
const readOtherStamp: LineForm = (line) => {
  const [head, pid, letter, stamp = '', mark = ''] =
    /^(\d{1,10}):([XCSM]) (\d{13}|\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d) ([.*#-]) /.exec(line) ?? []
  const level = markedLevels[mark]
  const at = readStamp(stamp)
  if (head === undefined || level === undefined || Number.isNaN(at)) return undefined
  return formLine(line, head, [pid, at, letter as RoleLetter, level])
}

const namedRoles: Readonly<Record<string, RoleLetter>> = {
  sentinel: 'X',
  'RDB/AOF': 'C',
  replica: 'S',
  primary: 'M',
}
const namedLevels: Readonly<Record<string, LogLevel>> = {
  debug: 'debug',
  info: 'verbose',
  notice: 'notice',
  warning: 'warning',
}

/** With another `log-format` of Valkey: logfmt since 8.1, json since 9.1 (server.c: serverLogRaw). */
function namedFields(pattern: RegExp, ending: string, unescaped?: FormedLine['unescaped']): LineForm {
  return (line) => {
    const [head, pid, role = '', stamp = '', name = ''] = pattern.exec(line) ?? []
    const roleLetter = namedRoles[role]
    const level = namedLevels[name]
    const at = readStamp(stamp)
    if (head === undefined || roleLetter === undefined || level === undefined || Number.isNaN(at))
      return undefined
    return formLine(line, head, [pid, at, roleLetter, level], {ending, unescaped})
  }
}

/** The forms in which Redis and Valkey write, the usual one first. */
export const redisForms: readonly LineForm[] = [
  readUsual,
  readSignalHandler,
  readOtherStamp,
  namedFields(/^pid=(\d{1,10}) role=([\w/]+) timestamp="([^"]+)" level=(\w+) message="/, '"'),
  namedFields(
    /^\{"pid":(\d{1,10}),"role":"([\w/]+)","timestamp":"([^"]+)","level":"(\w+)","message":"/,
    '"}',
    unescapeJson,
  ),
]

/** Reads a line in the first form that fits. */
export function readLine(line: string, forms: readonly LineForm[]): FormedLine | undefined {
  for (const form of forms) {
    const formed = form(line)
    if (formed !== undefined) return formed
  }
  return undefined
}

/**
 * Written out, since of some logs every line is formed here: to spread what is common takes ten times as long.
 *
 * @param more with what follows the message, which may be missing: a line may be cut short
 */
function formLine(
  line: string,
  head: string,
  [pid, at, roleLetter, level]: readonly [string | undefined, number, RoleLetter | undefined, LogLevel],
  {ending = '', unescaped, stamp}: Pick<FormedLine, 'unescaped' | 'stamp'> & {readonly ending?: string} = {},
): FormedLine {
  const from = head.length
  const isWhole = line.length >= from + ending.length && line.endsWith(ending)
  const to = isWhole ? line.length - ending.length : line.length
  return {pid: Number(pid), at, roleLetter, level, from, to, unescaped, stamp}
}

/** @returns milliseconds since 1970, or NaN. The zone of a time that names none is UTC, as for lines of the usual form. */
function readStamp(stamp: string): number {
  if (/^\d{13}$/.test(stamp)) return Number(stamp)
  return Date.parse(/^\d\d [A-Z][a-z]{2} \d{4} /.test(stamp) ? `${stamp} UTC` : stamp)
}

function unescapeJson(message: string): string {
  if (!message.includes('\\')) return message
  try {
    return JSON.parse(`"${message}"`)
  } catch {
    // It was cut short in the middle of an escape, or is not what it seemed to be: shown as it stands.
    return message
  }
}
