import {compareVersions, type ServerVersion} from '../redis/server-version.ts'

/**
 * The first versions that know a directive, where not all supported ones do; null where none has it. From config.c of each,
 * and CONFIG GET * of Redis 7.0, 8.0 and 8.6 and Valkey 8.0, 8.1 and 9.1.
 */
interface Known {
  readonly redis: string | null
  readonly valkey: string | null
}

const families: readonly (readonly [Known, string])[] = [
  [
    {redis: '7.0', valkey: '7.2'},
    `appenddirname aof-timestamp-enabled aof-disable-auto-gc bind-source-addr busy-reply-threshold
cluster-allow-pubsubshard-when-down cluster-allow-replica-migration cluster-announce-hostname cluster-link-sendbuf-limit
cluster-port cluster-preferred-endpoint-type enable-debug-command enable-module-command enable-protected-configs
hash-max-listpack-entries hash-max-listpack-value latency-tracking latency-tracking-info-percentiles list-max-listpack-size
maxmemory-clients repl-diskless-sync-max-replicas replica-ignore-disk-write-errors shutdown-on-sigint shutdown-on-sigterm
shutdown-timeout socket-mark-id zset-max-listpack-entries zset-max-listpack-value`,
  ],
  [{redis: null, valkey: '8.0'}, 'sentinel primary-reboot-down-after-period'],
  [{redis: '7.0', valkey: '7.2'}, 'sentinel master-reboot-down-after-period'],
  [
    {redis: '7.2', valkey: '7.2'},
    `cluster-announce-human-nodename locale-collate set-max-listpack-entries set-max-listpack-value server-cpulist
bio-cpulist bgsave-cpulist aof-rewrite-cpulist`,
  ],
  [
    {redis: '7.4', valkey: '8.0'},
    'hide-user-data-from-log max-new-connections-per-cycle max-new-tls-connections-per-cycle',
  ],
  [{redis: '8.0', valkey: null}, 'replica-full-sync-buffer-limit cluster-compatibility-sample-ratio'],
  [
    {redis: '8.6', valkey: null},
    `aof-load-corrupt-tail-max-size cluster-slot-migration-handoff-max-lag-bytes
cluster-slot-migration-write-pause-timeout key-memory-histograms lookahead stream-idmp-duration stream-idmp-maxsize
vset-force-single-threaded-execution`,
  ],
  [{redis: '8.6', valkey: '8.0'}, 'cluster-slot-stats-enabled'],
  [{redis: '8.6', valkey: '9.1'}, 'tls-auth-clients-user'],
  [
    {redis: null, valkey: '8.0'},
    `availability-zone cluster-announce-client-ipv4 cluster-announce-client-ipv6 cluster-blacklist-ttl
dual-channel-replication-enabled extended-redis-compatibility prefetch-batch-max-size primaryauth primaryuser
unixsocketgroup`,
  ],
  [
    {redis: null, valkey: '8.1'},
    `active-defrag-cycle-us cluster-manual-failover-timeout commandlog-execution-slower-than
commandlog-large-reply-max-len commandlog-large-request-max-len commandlog-reply-larger-than
commandlog-request-larger-than commandlog-slow-execution-max-len import-mode log-format log-timestamp-format
rdb-version-check rdma-bind rdma-completion-vector rdma-port rdma-rx-size`,
  ],
  // Of 9.0 itself: its release notes.
  [
    {redis: null, valkey: '9.0'},
    'cluster-databases cluster-slot-migration-log-max-len slot-migration-max-failover-repl-bytes',
  ],
  [
    {redis: null, valkey: '9.1'},
    `cluster-announce-client-port cluster-announce-client-tls-port cluster-config-save-behavior hash-seed mptcp repl-mptcp
tls-auto-reload-interval`,
  ],
]

const known = new Map(
  families.flatMap(([versions, names]) =>
    names.split(/\s+(?!\S+-reboot-)/).map((name) => [name, versions] as const),
  ),
)

/** Which versions know a directive that a server does not know, as a phrase; undefined where it knows it. */
export function whoKnows(name: string, server: ServerVersion): string | undefined {
  const versions = known.get(name)
  if (versions === undefined) return undefined
  const first = versions[server.flavour]
  if (first !== null && compareVersions(server.version, first) >= 0) return undefined
  return [
    ...(versions.redis === null ? [] : [`Redis ${versions.redis}`]),
    ...(versions.valkey === null ? [] : [`Valkey ${versions.valkey}`]),
  ]
    .join(' and ')
    .concat(' and later know it')
}
