import type {Fact, Place} from './facts.ts'
import {type LineReader, type ReadingState, streamOf} from './line-reader.ts'
import {recognise} from './read-log-line.ts'
import {maskSecrets} from './secrets.ts'
import {parseStamp} from './stamp.ts'

// syslog-ident may be any word; of others only those that speak of Redis are meant.
const programs = String.raw`(?:(?:redis|valkey|sentinel)[\w.-]*)`
const classic = new RegExp(
  String.raw`^([A-Z][a-z]{2}) +(\d{1,2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?) (\S+) ${programs}(?:@\S+)?\[(\d+)\]: (.*)$`,
)
const iso = new RegExp(
  String.raw`^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})) (\S+) ${programs}(?:@\S+)?\[(\d+)\]: (.*)$`,
)

/** Such a line in an export of journald as JSON. */
const readExported = (
  line: string,
  text: string,
  place: Place,
  {path, heading, wrapped}: ReadingState,
): readonly Fact[] | undefined => {
  if (wrapped?.program === undefined || !new RegExp(`^${programs}`).test(wrapped.program)) return undefined
  const message = maskSecrets(line.trimEnd())
  const time = wrapped.viewedAt ?? ''
  // journald counts microseconds.
  const at = /^\d{16}$/.test(time) ? Math.floor(Number(time) / 1000) : Date.parse(time)
  const writer = wrapped.pid === undefined ? wrapped.node : `${wrapped.node ?? ''}[${wrapped.pid}]`
  return [
    {
      kind: 'log',
      place,
      text,
      stream: streamOf(path, heading ?? writer),
      at: Number.isNaN(at) ? null : at,
      hasYear: true,
      pid: wrapped.pid === undefined ? null : Number(wrapped.pid),
      letter: null,
      message,
      event: recognise(message, null),
      viewedAt: undefined,
    },
  ]
}

/**
 * A line that Redis wrote to syslog, or to journald with nothing of its own in front (`syslog-enabled yes`): its own time and
 * role are missing there (log.c: serverLogRaw writes the message alone).
 */
export const readSyslogLine: LineReader = ({line, text, place}, state) => {
  const exported = readExported(line, text, place, state)
  if (exported !== undefined) return exported
  const old = classic.exec(line)
  const found = old ?? iso.exec(line)
  if (found === null) return undefined
  const [host, pid, rawMessage] = found.slice(-3) as [string, string, string]
  const message = maskSecrets(rawMessage.trimEnd())
  const stamp = old === null ? undefined : parseStamp(`${old[2]} ${old[1]} ${old[3]}`)
  const at = stamp?.at ?? (old === null ? Date.parse(found[1] ?? '') : null)
  return [
    {
      kind: 'log',
      place,
      text,
      stream: streamOf(place.path, state.heading ?? `${host}[${pid}]`),
      at,
      hasYear: old === null,
      pid: Number(pid),
      letter: null,
      message,
      event: recognise(message, null),
      viewedAt: undefined,
    },
  ]
}
