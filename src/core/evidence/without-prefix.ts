/** A time that a container engine puts in front of each line of a container. */
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}(?:Z|[+-]\d\d:\d\d) ?(?:std(?:out|err) [FP] ?)?/
/** `redis_1  | ` of docker compose, `[pod/redis-0/redis] ` of kubectl. */
const name = /^(?:([\w.-]+)\s+\| |\[pod\/([^/\]\s]+)(?:\/[^\]\s]+)?\] )/

/**
 * A line that has no time of its own without what a container engine puts in front of it: the name of the container, and then
 * a time, where there is one. Each of them is taken off once.
 */
export function withoutPrefix(line: string): {readonly rest: string; readonly container: string | undefined} {
  const [named = '', compose, pod] = name.exec(line) ?? []
  const [timed = ''] = time.exec(line.slice(named.length)) ?? []
  return {rest: line.slice(named.length + timed.length), container: compose ?? pod}
}
