/** A command that a server has executed, as its MONITOR tells it. */
export interface MonitoredCommand {
  /** Milliseconds since 1970, by the clock of the server. */
  readonly at: number
  /** `host:port` of the client; `lua` for what a script did. */
  readonly from: string
  /** In upper case. */
  readonly name: string
  readonly args: readonly string[]
}

const line = /^(\d+)\.(\d{6}) \[\d+ ([^\]]+)\] (.*)$/s
const word = /"((?:[^"\\]|\\.)*)"/gs

/**
 * Reads a line of MONITOR: `1690000000.123456 [0 127.0.0.1:50000] "SET" "key" "1"` (replicationFeedMonitors in
 * replication.c). Undefined for what is none.
 */
export function parseMonitorLine(text: string): MonitoredCommand | undefined {
  const match = line.exec(text)
  if (match === null) return undefined
  const [, seconds, micros, from = '', rest = ''] = match
  const [name = '', ...args] = [...rest.matchAll(word)].map(([, quoted = '']) => unquote(quoted))
  if (name === '') return undefined
  return {
    at: Number(seconds) * 1000 + Math.floor(Number(micros) / 1000),
    from,
    name: name.toUpperCase(),
    args,
  }
}

/** What sdscatrepr escapes; bytes stay as they are written, since only equality counts. */
function unquote(text: string): string {
  return text.replace(/\\(["\\])/g, '$1')
}
