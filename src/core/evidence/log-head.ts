import type {RoleLetter} from './facts.ts'
import {parseStamp, stampPattern} from './stamp.ts'

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
// export took it for markup.
const classic = new RegExp(
  String.raw`(?:^|[\s|>"'\]]|(?<=\d [A-Z]{3,4}))(?:(\d+):([MSXC])|\[(\d+)\]) (${stampPattern}) (?:([.*#-]) ?)?(.*)$`,
)
/** Written from inside a signal handler, where no time can be formatted: seconds since 1970 (log.c: serverLogFromHandler). */
const fromHandler = /(?:^|[\s|>"'\]])(\d+):signal-handler \((\d+)\) (.*)$/
/** Valkey's `log-format logfmt`. */
const logfmt = /(?:^|[\s|>])pid=(\d+) role=(\S+) timestamp="([^"]+)" level=(\S+) message="((?:[^"\\]|\\.)*)"/

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
  return readClassic(line) ?? readFromHandler(line) ?? readLogfmt(line)
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
    pid: Number(pid ?? oldPid),
    letter: letter as RoleLetter | null,
    ...stamp,
    mark,
    message,
  }
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
  const stamp = parseStamp(time)
  const iso = Date.parse(time)
  return {
    prefix: line.slice(0, match.index).trim(),
    pid: Number(pid),
    letter: letterOfRole[role] ?? null,
    at: stamp?.at ?? (Number.isNaN(iso) ? null : iso),
    hasYear: true,
    mark: markOfLevel[level],
    message: message.replace(/\\(.)/g, '$1'),
  }
}
