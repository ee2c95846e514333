/** A line as the process wrote it, out of what an export put around it. */
export interface Unwrapped {
  readonly line: string
  /** The node, pod or container that an export names. */
  readonly node: string | undefined
  /** The time that an export names. */
  readonly viewedAt: string | undefined
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

/** Takes a line out of a JSON object; undefined when it is none that holds a line. */
export function unwrapJson(row: string): Unwrapped | undefined {
  if (!/^\s*\{.*\}\s*,?\s*$/.test(row)) return undefined
  let value: unknown
  try {
    value = JSON.parse(row.trim().replace(/,$/, ''))
  } catch {
    return undefined
  }
  const fields = flatten(value)
  const line = pick(fields, messageKeys)
  if (line === undefined) return undefined
  return {line: line.replace(/[\r\n]+$/, ''), node: pick(fields, nodeKeys), viewedAt: pick(fields, timeKeys)}
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

/** Takes the one field of a row of CSV that is a line of a log; undefined when there is none. */
export function unwrapCsv(row: string): Unwrapped | undefined {
  if (!/^"(?:[^"]|"")*"(?:,|$)|,"(?:[^"]|"")*"(?:,|$)/.test(row)) return undefined
  const cells = [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  )
  const line = cells.find((cell) => /^(?:\d+:[MSXC]|\[\d+\]) \d{1,2} [A-Z][a-z]{2} /.test(cell))
  if (line === undefined) return undefined
  return {line, node: undefined, viewedAt: cells.find((cell) => /^\d{4}-\d{2}-\d{2}[T ]\d{2}:/.test(cell))}
}
