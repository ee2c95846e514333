import {type LineReader, streamOf} from './line-reader.ts'
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

/**
 * A line that Redis wrote to syslog, or to journald with nothing of its own in front (`syslog-enabled yes`): its own time and
 * role are missing there (log.c: serverLogRaw writes the message alone).
 */
export const readSyslogLine: LineReader = ({line, text, place}, state) => {
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
