/** What other programs put in front of a line of Redis: who wrote it, and when by another clock. */
export interface Prefix {
  /** The name of a node, a container or a pod. */
  readonly node: string | undefined
  /** A time as it stands there. */
  readonly viewedAt: string | undefined
}

const isoTime = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?: ?(?:Z|[A-Z]{3,4}|[+-]\d{2}:?\d{2}))?/
const longTime = /[A-Z][a-z]{2}, [A-Z][a-z]{2} \d{1,2} \d{4} \d{1,2}:\d{2}:\d{2} [ap]m/

/** `Nov 10 03:52:40 host-a redis-sentinel[812]:`, and what is left of it where the time was in ISO form. */
const journald = /^(?:[A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2} )?([A-Za-z][\w.-]*) ([\w@.-]+)\[\d+\]:$/

/**
 * Takes apart what stands in front of a line: `slave_1 |` of docker compose, `[pod/redis-0/redis]` of kubectl,
 * `MASTER1 -` of somebody who merged logs, the columns of a log viewer.
 */
export function readPrefix(prefix: string): Prefix {
  const viewedAt = (longTime.exec(prefix) ?? isoTime.exec(prefix))?.[0]
  const rest = prefix
    .replace(viewedAt ?? '', ' ')
    .replace(/\b(?:stdout|stderr) [FP]\b/, ' ')
    .replace(/[|>"'`]/g, ' ')
    .trim()
  const journal = journald.exec(rest)
  if (journal !== null) {
    const [, host, unit = ''] = journal
    // A unit of its own name is one of several on that host.
    const isUsual = /^(?:redis|valkey)(?:-server|-sentinel)?$/.test(unit)
    return {node: isUsual ? host : `${host}.${unit}`, viewedAt}
  }
  const pod = /\[?pod\/([^/\]\s]+)(?:\/[^\]\s]+)?\]?/.exec(rest)?.[1]
  const name = pod ?? /^([A-Za-z][\w.-]+)(?:\[\d+\])?(?:\s*[-:])?$/.exec(rest)?.[1]
  return {node: name, viewedAt}
}
