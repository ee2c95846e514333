import type {RoleLetter} from './facts.ts'
import {parseMonthDay, parseStamp, stampPattern} from './stamp.ts'

/** What stands before the message of a log line, and the message. */
export interface HeadedLine {
  /** What other programs put in front, without its own frame: the name of a node, a log viewer's time. */
  readonly prefix: string
  readonly pid: number | null
  readonly letter: RoleLetter | null
  readonly at: number | null
  readonly hasYear: boolean
  /** Its level, as the line marks it; undefined where it does not. */
  readonly mark?: string | undefined
  readonly message: string
}

// 1:X 26 Jan 2022 12:52:35.030 # …   from 3.0 on; [8140] 01 Jan 18:57:30.138 # …   before. The mark is missing where an
// export took it for markup, and escaped where a person kept it from being that: `\*`. People put letters for the pid: `FG:M`.
const classic = new RegExp(
  String.raw`(?:^|[\s|>"'\]]|(?<=\d [A-Z]{3,4}))(?:(\d+|[A-Z]{2,4}|x{2,}):([MSXC])|\[(\d+)\]) (${stampPattern}) (?:\\?([.*#-]) ?)?(.*)$`,
)
/** With another `log-timestamp-format` of Valkey: iso8601, or milliseconds since 1970. */
const otherStamp =
  /(?:^|[\s|>"'\]])(\d+|[A-Z]{2,4}|x{2,}):([MSXC]) (\d{13}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?) (?:([.*#-]) ?)?(.*)$/
/** Written from inside a signal handler, where no time can be formatted: seconds since 1970 (log.c: serverLogFromHandler). */
const fromHandler = /(?:^|[\s|>"'\]])(?:\d+:)?(\d+):signal-handler \((\d+)\) (.*)$/
/** Valkey's `log-format logfmt`. */
const logfmt = /(?:^|[\s|>])pid=(\d+) role=(\S+) timestamp="([^"]+)" level=(\S+) message="((?:[^"\\]|\\.)*)"/

/** An operator that reads the log of its server and writes each line in the form of klog, with its own time. */
const klog =
  /(?:^|[\s|>])[IWEF](\d{2})(\d{2}) (\d{2}:\d{2}:\d{2}\.\d{3})\d*(?:\s+[*:]?\d+(?: \S+)?\])?\s+(\d+):(?:([MSXC])|signal-handler \(\d+\)) (.*)$/
/** What is left where somebody cut the pid and the role. */
const withoutPid = new RegExp(String.raw`^\s*(${stampPattern}) \\?([.*#-]) (.+)$`)
/** What is left where somebody cut the day, and the pid with it, or a viewer shows the time of day alone. */
const timeOfDay = /^\s*\d{2}:\d{2}:\d{2}\.\d{3,6}(?: (?::\d+\] )?(\d+):([MSXC]) | ([.*#-]) )(.+)$/

const letterOfRole: Readonly<Record<string, RoleLetter>> = {
  master: 'M',
  primary: 'M',
  replica: 'S',
  slave: 'S',
  sentinel: 'X',
  'RDB/AOF': 'C',
}

const markOfLevel: Readonly<Record<string, string>> = {debug: '.', info: '-', notice: '*', warning: '#'}

/**
 * Finds the head of a log line, whatever other programs put in front of it.
 *
 * @returns undefined when there is none: what Redis writes always has one, but for its banner
 */
export function readLogHead(line: string): HeadedLine | undefined {
  return (
    readClassic(line) ??
    readOtherStamp(line) ??
    readKlog(line) ??
    readFromHandler(line) ??
    readLogfmt(line) ??
    readWithoutPid(line) ??
    readTimeOfDay(line)
  )
}

function readClassic(line: string): HeadedLine | undefined {
  const match = classic.exec(line)
  if (match === null) return undefined
  const [all, pid, letter = null, oldPid, text = '', mark, message = ''] = match
  const stamp = parseStamp(text)
  if (stamp === undefined) return undefined
  const start = match.index + (/^[\s|>"'\]]/.test(all) && pid !== undefined ? 1 : 0)
  return {
    prefix: line.slice(0, match.index === 0 ? 0 : start).trim(),
    pid: pidOf(pid ?? oldPid),
    letter: letter as RoleLetter | null,
    ...stamp,
    mark,
    message,
  }
}

function readOtherStamp(line: string): HeadedLine | undefined {
  const match = otherStamp.exec(line)
  if (match === null) return undefined
  const [all, pid, letter, time = '', mark, message = ''] = match
  const at = timeOf(time)
  if (at === null) return undefined
  const start = match.index + (/^\w/.test(all) ? 0 : 1)
  return {
    prefix: line.slice(0, start).trim(),
    pid: pidOf(pid),
    letter: letter as RoleLetter,
    at,
    hasYear: true,
    mark,
    message,
  }
}

/** @returns null when the text is no time */
function timeOf(text: string): number | null {
  if (/^\d{13}$/.test(text)) return Number(text)
  const at = parseStamp(text)?.at ?? Date.parse(text)
  return Number.isNaN(at) ? null : at
}

function readKlog(line: string): HeadedLine | undefined {
  const match = klog.exec(line)
  if (match === null) return undefined
  const [, month = '', day = '', time = '', pid, letter, message = ''] = match
  const stamp = parseMonthDay(Number(month), Number(day), time)
  if (stamp === undefined) return undefined
  return {prefix: '', pid: Number(pid), letter: (letter ?? null) as RoleLetter | null, ...stamp, message}
}

/** @returns null for letters that stand in place of it */
function pidOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null
}

/** A time without its day is none: the line may be of any. */
function readTimeOfDay(line: string): HeadedLine | undefined {
  const match = timeOfDay.exec(line)
  if (match === null) return undefined
  const [, pid, letter, mark, message = ''] = match
  return {
    prefix: '',
    pid: pidOf(pid),
    letter: (letter ?? null) as RoleLetter | null,
    at: null,
    hasYear: false,
    mark,
    message,
  }
}

function readWithoutPid(line: string): HeadedLine | undefined {
  const match = withoutPid.exec(line)
  const stamp = parseStamp(match?.[1] ?? '')
  if (match === null || stamp === undefined) return undefined
  const [, , mark, message = ''] = match
  return {prefix: '', pid: null, letter: null, ...stamp, mark, message}
}

function readFromHandler(line: string): HeadedLine | undefined {
  const match = fromHandler.exec(line)
  if (match === null) return undefined
  const [, pid, , message = ''] = match
  // Its seconds are of UTC, all other times of the log are local: no time is better than one of another clock.
  return {
    prefix: line.slice(0, match.index).trim(),
    pid: Number(pid),
    letter: null,
    at: null,
    hasYear: false,
    message,
  }
}

function readLogfmt(line: string): HeadedLine | undefined {
  const match = logfmt.exec(line)
  if (match === null) return undefined
  const [, pid, role = '', time = '', level = '', message = ''] = match
  return {
    prefix: line.slice(0, match.index).trim(),
    pid: Number(pid),
    letter: letterOfRole[role] ?? null,
    at: timeOf(time),
    hasYear: true,
    mark: markOfLevel[level],
    message: message.replace(/\\(.)/g, '$1'),
  }
}
