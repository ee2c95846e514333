import type {InfoFact} from './facts.ts'
import {type LineReader, streamOf} from './line-reader.ts'

const known = new RegExp(
  `^(?:redis_|valkey_|server_|run_id|tcp_port|uptime_|executable|config_file|process_|os:|arch_bits|connected_|blocked_clients|maxclients|
  used_memory|maxmemory|mem_|total_|allocator_|rss_|role:|master_|slave\\d+:|slave_|replica|repl_|second_repl_|sync_|rdb_|aof_|loading|
  instantaneous_|rejected_connections|expired_|evicted_|keyspace_|pubsub_|latest_fork_usec|cluster_|sentinel_|master\\d+:|db\\d+:|
  async_loading|current_|errorstat_|cmdstat_|unexpected_error_replies|min_slaves_good|tracking_|client_recent|monitored_|
  loading_|module_fork|io_threads|lru_clock|hz:|configured_hz|lazyfree|active_defrag|cluster_connections|acl_access)`.replace(
    /\s+/g,
    '',
  ),
)

/** A line of INFO: `role:master`. Nothing but letters, digits and `_` before the colon, and no blank behind it. */
export const readInfoLine: LineReader = ({line, text, place}, state) => {
  const match = /^([a-z][a-z0-9_.|]*):(\S.*|)$/i.exec(line.trim())
  if (match === null) return undefined
  const [all, name = '', value = ''] = match
  if (state.info === undefined && !known.test(all)) return undefined
  const stream = streamOf(place.path, state.heading)
  const isNext = state.info !== undefined && !state.info.fields.has(name)
  if (state.info !== undefined && isNext) {
    state.info.fields.set(name, value.trim())
    state.info.stated.set(name, {place, text, stream})
    return []
  }
  const fields = new Map([[name, value.trim()]])
  const stated = new Map([[name, {place, text, stream}]])
  state.info = {fields, stated, index: place.line}
  const fact: InfoFact = {kind: 'info', place, text, stream, fields, stated}
  return [fact]
}
