/** A line as the process wrote it, out of what an export put around it. */
export interface Unwrapped {
  readonly line: string
  /** The node, pod or container that an export names. */
  readonly node: string | undefined
  /** The time that an export names. */
  readonly viewedAt: string | undefined
  /** The program that wrote it, where the export names one. */
  readonly program?: string | undefined
  readonly pid?: string | undefined
}

/** In which columns of CSV the line, its time and its node stand. */
export interface Columns {
  readonly line: number
  readonly viewedAt: number
  readonly node: number
}

/** Where exports of container engines, Loki, Datadog, Elasticsearch, Cloud Logging and journald keep the line. */
const messageKeys = ['log', 'line', 'message', 'msg', 'MESSAGE', 'textPayload', 'content', '@message']
const timeKeys = ['time', 'timestamp', '@timestamp', 'ts', 'date', '__REALTIME_TIMESTAMP']
const nodeKeys = [
  'pod',
  'pod_name',
  'container',
  'container_name',
  'host',
  'hostname',
  '_HOSTNAME',
  'instance',
]

const programKeys = ['SYSLOG_IDENTIFIER', '_COMM', 'appname', 'ident']
const pidKeys = ['_PID', 'SYSLOG_PID', 'procid']

/** The time that a log viewer puts in front of a JSON object. */
const stamped = /^(?:(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}[^\s{]*)\s+)?(?=\{)/

/** Takes a line out of a JSON object; undefined when it is none that holds a line. */
export function unwrapJson(row: string): Unwrapped | undefined {
  const line = row.trim().replace(/,$/, '').trimEnd()
  const match = stamped.exec(line)
  if (match === null || !line.endsWith('}')) return undefined
  const [before, time] = match
  const record = line.slice(before.length)
  let value: unknown
  try {
    value = JSON.parse(record)
  } catch {
    return undefined
  }
  const unwrapped = unwrapRecord(value)
  return unwrapped === undefined ? undefined : {...unwrapped, viewedAt: unwrapped.viewedAt ?? time}
}

/** Takes a line out of one record of an export; undefined when there is none in it. */
export function unwrapRecord(value: unknown): Unwrapped | undefined {
  const fields = flatten(value)
  const line = asLogfmt(fields) ?? pick(fields, messageKeys)
  if (line === undefined) return undefined
  const own = {node: pick(fields, nodeKeys), viewedAt: pick(fields, timeKeys)}
  // A container engine wraps what Valkey wrote as JSON.
  const inner = line.startsWith('{') ? unwrapJson(line) : undefined
  return {
    line: inner?.line ?? line.replace(/[\r\n]+$/, ''),
    node: own.node ?? inner?.node,
    viewedAt: own.viewedAt,
    program: pick(fields, programKeys),
    pid: pick(fields, pidKeys),
  }
}

/** What Valkey writes with `log-format json`, in the form of its `logfmt`, which is read elsewhere. */
function asLogfmt(fields: ReadonlyMap<string, string>): string | undefined {
  const [pid, role, timestamp, level, message] = ['pid', 'role', 'timestamp', 'level', 'message'].map((key) =>
    fields.get(key),
  )
  if (
    pid === undefined ||
    role === undefined ||
    timestamp === undefined ||
    level === undefined ||
    message === undefined
  )
    return undefined
  return `pid=${pid} role=${role} timestamp="${timestamp}" level=${level} message="${message.replace(/["\\]/g, '\\$&')}"`
}

/** The fields of an object and of the objects in it, the outer ones first. */
function flatten(value: unknown): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  const queue: unknown[] = [value]
  for (const one of queue) {
    if (typeof one !== 'object' || one === null || queue.length > 100) continue
    for (const [key, inner] of Object.entries(one)) {
      if (typeof inner === 'object') queue.push(inner)
      else if (!fields.has(key)) fields.set(key, String(inner))
    }
  }
  return fields
}

function pick(fields: ReadonlyMap<string, string>, keys: readonly string[]): string | undefined {
  const key = keys.find((one) => fields.has(one))
  return key === undefined ? undefined : fields.get(key)
}

const columnNames = new Set(
  [...messageKeys, ...timeKeys, ...nodeKeys, ...programKeys]
    .map((name) => name.toLowerCase())
    .concat(
      'service status level severity labels tsns id stream namespace source tags detected_level'.split(' '),
    ),
)

/** The columns of an export, by its first row; undefined when it is no such row. */
export function readColumns(row: string): Columns | undefined {
  if (!row.includes(',')) return undefined
  const names = cellsOf(row).map((cell) => cell.trim().toLowerCase())
  const find = (keys: readonly string[]) =>
    Math.max(-1, ...keys.map((key) => names.indexOf(key.toLowerCase())))
  const columns = {line: find(messageKeys), viewedAt: find(timeKeys), node: find(nodeKeys)}
  return names.length > 1 && columns.line !== -1 && names.every((name) => columnNames.has(name))
    ? columns
    : undefined
}

/** Takes a line out of a row whose columns are known. */
export function unwrapRow(row: string, {line, viewedAt, node}: Columns): Unwrapped | undefined {
  const cells = cellsOf(row)
  const text = cells[line]
  if (text === undefined || text.trim() === '') return undefined
  return {line: text, viewedAt: cells[viewedAt] || undefined, node: cells[node] || undefined}
}

function cellsOf(row: string): readonly string[] {
  return [...row.replace(/\r$/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  )
}

/** Takes the one field of a row of CSV that is a line of a log; undefined when there is none. */
export function unwrapCsv(row: string): Unwrapped | undefined {
  if (!/^"(?:[^"]|"")*"(?:,|$)|,"(?:[^"]|"")*"(?:,|$)/.test(row)) return undefined
  const cells = cellsOf(row)
  const line = cells.find((cell) => /^(?:\d+:[MSXC]|\[\d+\]) \d{1,2} [A-Z][a-z]{2} /.test(cell))
  if (line === undefined) return undefined
  return {line, node: undefined, viewedAt: cells.find((cell) => /^\d{4}-\d{2}-\d{2}[T ]\d{2}:/.test(cell))}
}
