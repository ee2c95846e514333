import {type LineReader, streamOf} from './line-reader.ts'

/** What SENTINEL MASTERS, REPLICAS and SENTINELS say of an instance: the names that such a list begins with and holds. */
const first = 'name'
const known = new Set(
  `ip port runid flags link-pending-commands link-refcount last-ping-sent last-ok-ping-reply last-ping-reply
  down-after-milliseconds info-refresh role-reported role-reported-time config-epoch num-slaves num-other-sentinels quorum
  failover-timeout parallel-syncs master-link-down-time master-link-status master-host master-port slave-priority
  slave-repl-offset replica-announced last-hello-message voted-leader voted-leader-epoch s-down-time o-down-time
  pending-commands failover-state notification-script client-reconfig-script`.split(/\s+/),
)

/**
 * A line of such a reply, with numbers as redis-cli prints it on a terminal (`1)  1) "name"`) or without, as into a pipe: a
 * name, and in the next line its value.
 */
export const readReplyLine: LineReader = ({line, text, place}, state) => {
  const value = valueIn(line)
  if (value === undefined) {
    state.row = undefined
    return undefined
  }
  const stream = streamOf(place.path, state.heading)
  const {row} = state
  // The id of an instance that was never reached is empty, and an empty line is none.
  if (row?.key === 'runid' && value === 'flags') row.key = undefined
  if (row?.key !== undefined) {
    row.fields.set(row.key, value)
    row.stated.set(row.key, {place, text, stream})
    row.key = undefined
    return []
  }
  if (value === first && isListStart(line, row !== undefined)) {
    const fields = new Map<string, string>()
    const stated = new Map()
    state.row = {fields, stated, key: first}
    return [{kind: 'sentinel-row', place, text, stream, fields, stated}]
  }
  if (row !== undefined && known.has(value)) {
    row.key = value
    return []
  }
  state.row = undefined
  return undefined
}

/** What a line holds without numbers and quotes; undefined when it holds more than one word. */
function valueIn(line: string): string | undefined {
  const match = /^\s*(?:\d+\)\s*)*(?:"((?:[^"\\]|\\.)*)"|(\S+))\s*$/.exec(line)
  return match?.[1] ?? match?.[2]
}

/** Of a list without numbers only `name` is a start, and other texts hold that word too. */
function isListStart(line: string, isInList: boolean): boolean {
  return isInList || /^\s*\d+\)/.test(line) || line.trim() === first
}
