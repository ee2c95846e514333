// Names of directives of redis.conf and sentinel.conf, Redis 2.4 to 8 and Valkey 7.2 to 9, as CONFIG GET * and the
// shipped files list them. A name of one word only that is also a common word (`dir`, `port`) is told from prose by what
// follows it.
const server = `acl-pubsub-default aclfile acllog-max-len activedefrag activerehashing always-show-logo aof-load-truncated
aof-rewrite-incremental-fsync aof-timestamp-enabled aof-use-rdb-preamble appenddirname appendfilename appendfsync appendonly
auto-aof-rewrite-min-size auto-aof-rewrite-percentage bind bind-source-addr busy-reply-threshold
client-output-buffer-limit client-query-buffer-limit cluster-allow-pubsubshard-when-down cluster-allow-reads-when-down
cluster-allow-replica-migration cluster-announce-bus-port cluster-announce-hostname cluster-announce-human-nodename
cluster-announce-ip cluster-announce-port cluster-announce-tls-port cluster-config-file cluster-enabled
cluster-link-sendbuf-limit cluster-manual-failover-timeout cluster-migration-barrier cluster-node-timeout cluster-port
cluster-preferred-endpoint-type cluster-replica-no-failover cluster-replica-validity-factor cluster-require-full-coverage
cluster-slave-no-failover cluster-slave-validity-factor cluster-slot-migration-handoff-max-lag-bytes crash-log-enabled
crash-memcheck-enabled daemonize databases dbfilename dir disable-thp dual-channel-replication-enabled dynamic-hz
enable-debug-command enable-module-command enable-protected-configs extended-redis-compatibility hz ignore-warnings
include io-threads io-threads-do-reads jemalloc-bg-thread latency-monitor-threshold latency-tracking lazyfree-lazy-eviction
lazyfree-lazy-expire lazyfree-lazy-server-del lazyfree-lazy-user-del lazyfree-lazy-user-flush lfu-decay-time lfu-log-factor
list-compress-depth loadmodule locale-collate log-format log-timestamp-format logfile loglevel lua-time-limit masterauth
masteruser maxclients maxmemory maxmemory-clients maxmemory-policy maxmemory-samples min-replicas-max-lag
min-replicas-to-write min-slaves-max-lag min-slaves-to-write no-appendfsync-on-rewrite notify-keyspace-events oom-score-adj
oom-score-adj-values pidfile port primaryauth primaryuser proc-title-template protected-mode proto-max-bulk-len
rdb-del-sync-files rdb-save-incremental-fsync rdbchecksum rdbcompression rename-command repl-backlog-size repl-backlog-ttl
repl-disable-tcp-nodelay repl-diskless-load repl-diskless-sync repl-diskless-sync-delay repl-diskless-sync-max-replicas
repl-diskless-sync-period repl-ping-replica-period repl-ping-slave-period repl-timeout replica-announce-ip
replica-announce-port replica-announced replica-full-sync-buffer-limit replica-ignore-disk-write-errors
replica-ignore-maxmemory replica-lazy-flush replica-priority replica-read-only replica-serve-stale-data replicaof
requirepass sanitize-dump-payload save set-proc-title shutdown-on-sigint shutdown-on-sigterm shutdown-timeout
slave-announce-ip slave-announce-port slave-lazy-flush slave-priority slave-read-only slave-serve-stale-data slaveof
slot-migration-max-failover-repl-bytes slowlog-log-slower-than slowlog-max-len socket-mark-id stop-writes-on-bgsave-error
supervised syslog-enabled syslog-facility syslog-ident tcp-backlog tcp-keepalive timeout tls-auth-clients tls-ca-cert-dir
tls-ca-cert-file tls-cert-file tls-ciphers tls-ciphersuites tls-client-cert-file tls-client-key-file tls-cluster
tls-dh-params-file tls-key-file tls-port tls-prefer-server-ciphers tls-protocols tls-replication tls-session-caching
tracking-table-max-keys unixsocket unixsocketperm watchdog-period`

const sentinel = `announce-hostnames announce-ip announce-port auth-pass auth-user client-reconfig-script config-epoch
current-epoch deny-scripts-reconfig down-after-milliseconds failover-timeout known-replica known-sentinel known-slave
leader-epoch master-reboot-down-after-period monitor myid notification-script parallel-syncs rename-command
replica-priority resolve-hostnames sentinel-pass sentinel-user primary-reboot-down-after-period`

const names = new Set([
  ...server.split(/\s+/),
  // Families of settings of data structures, which say nothing of high availability.
  ...sentinel.split(/\s+/).map((option) => `sentinel ${option}`),
])
const families =
  /^(?:hash|list|set|zset|stream|hll|active-defrag|aof|latency|tls-session)-[a-z-]+$|^[a-z-]+_?cpulist$/

/** Whether a word, with `sentinel` and the next one where it begins so, is the name of a directive. */
export function isDirectiveName(name: string): boolean {
  return names.has(name) || families.test(name)
}
