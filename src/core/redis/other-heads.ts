import type {RoleLetter} from './line-head.ts'

/** What stands before the message of a line that is not of the usual form. */
export interface OtherHead {
  readonly pid: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly roleLetter: RoleLetter
  /** The mark of the level, as lines of the usual form have it. */
  readonly mark: string
  /** How many characters it takes. All are ASCII. */
  readonly length: number
  readonly form: LineForm
}

/** `usual`: pid, letter, time, mark, message, with another time than usual. */
export type LineForm = 'usual' | 'logfmt' | 'json'

/** No such head takes more characters. */
export const longestOtherHead = 160

/** Whether a line that begins with a character may be of one of these forms: p of `pid=`, a brace, or a digit. */
export function mayBeOtherHead(code: number | undefined): boolean {
  return code === 112 || code === 123 || (code !== undefined && code >= 48 && code <= 57)
}

const roles: Readonly<Record<string, RoleLetter>> = {
  sentinel: 'X',
  'RDB/AOF': 'C',
  replica: 'S',
  primary: 'M',
}
const marks: Readonly<Record<string, string>> = {debug: '.', info: '-', notice: '*', warning: '#'}

const forms: readonly (readonly [LineForm, RegExp])[] = [
  ['logfmt', /^pid=(\d{1,10}) role=([\w/]+) timestamp="([^"]+)" level=(\w+) message="/],
  ['json', /^\{"pid":(\d{1,10}),"role":"([\w/]+)","timestamp":"([^"]+)","level":"(\w+)","message":"/],
  ['usual', /^(\d{1,10}):([XCSM]) (\d{13}|\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d) ([.*#-]) /],
]

/**
 * Reads what a line of Valkey begins with where `log-format` (logfmt since 8.1, json since 9.1) or `log-timestamp-format`
 * (iso8601, milliseconds) is not the default (server.c: serverLogRaw).
 *
 * @param text the line, or its first `longestOtherHead` characters
 */
export function readOtherHead(text: string): OtherHead | undefined {
  for (const [form, pattern] of forms) {
    const [head, pid, role = '', stamp = '', level = ''] = pattern.exec(text) ?? []
    if (head === undefined) continue
    const roleLetter = form === 'usual' ? (role as RoleLetter) : roles[role]
    const mark = form === 'usual' ? level : marks[level]
    const at = readStamp(stamp)
    if (roleLetter === undefined || mark === undefined || Number.isNaN(at)) return undefined
    return {pid: Number(pid), at, roleLetter, mark, length: head.length, form}
  }
  return undefined
}

/** @returns milliseconds since 1970, or NaN. The zone of a time that names none is UTC, as for lines of the usual form. */
function readStamp(stamp: string): number {
  if (/^\d{13}$/.test(stamp)) return Number(stamp)
  return Date.parse(/^\d\d [A-Z][a-z]{2} \d{4} /.test(stamp) ? `${stamp} UTC` : stamp)
}

/** What follows the message in a line of a form. It may be missing: a line may be cut short. */
export function endingOf(form: LineForm): string {
  return form === 'usual' ? '' : form === 'logfmt' ? '"' : '"}'
}

/** A message as it was before it was written: JSON has escapes. */
export function unescapeMessage(message: string, form: LineForm): string {
  if (form !== 'json' || !message.includes('\\')) return message
  try {
    return JSON.parse(`"${message}"`)
  } catch {
    // It was cut short in the middle of an escape, or is not what it seemed to be: shown as it stands.
    return message
  }
}
