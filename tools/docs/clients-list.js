// The clients of docs/clients.md, in its order. Their results are in bench/results/clients: ID.readme.json, ID.settings.json.

export const clients = [
  {
    id: 'ioredis-6',
    name: 'ioredis 6.0.0',
    driver: 'ioredis.js',
    settings:
      '`failoverDetector: true`, `sentinelMaxConnections: 10`, `sentinelCommandTimeout: 1000`, `connectTimeout: 1000`, `commandTimeout: 2000`, `maxRetriesPerRequest: 1`; in clusters `slotsRefreshInterval: 2000`, `slotsRefreshTimeout: 1000`; BLPOP that ends after a second',
  },
  {
    id: 'ioredis-5',
    name: 'ioredis 5.11.1',
    driver: 'ioredis.js --package ioredis-5',
    settings: 'those of ioredis 6',
  },
  {
    id: 'iovalkey',
    name: 'iovalkey 0.4.0',
    driver: 'ioredis.js --package iovalkey',
    settings: 'those of ioredis 6',
  },
  {
    id: 'node-redis-6',
    name: 'node-redis 6.3.1',
    driver: 'node-redis.js',
    settings:
      '`pingInterval: 500` and `socket: {connectTimeout: 1000, socketTimeout: 2000}` for nodes and for sentinels; in clusters also `reconnectStrategy`, without which a client that such a time-out has closed stays closed, and `topologyRefreshOnReconnectionAttemptStrategy: 1000`; BLPOP that ends after a second',
  },
  {
    id: 'valkey-glide-2',
    name: 'valkey-glide 2.5.2 (Node)',
    driver: 'valkey-glide.js',
    settings: '`periodicChecks: {duration_in_sec: 1}`, `connectionTimeout: 1000`',
  },
  {
    id: 'redis-py-8',
    name: 'redis-py 8.1.0',
    driver: 'redis-py.py',
    settings: 'those of redis-py 4.3.4',
  },
  {
    id: 'redis-py-4',
    name: 'redis-py 4.3.4 (Debian)',
    driver: 'redis-py.py',
    settings:
      '`socket_timeout=1`, `socket_connect_timeout=1`, and a thread that calls `connection_pool.get_master_address()` each second; BLPOP that ends after a second',
  },
  {
    id: 'phpredis-5',
    name: 'phpredis 5.3.7 (Debian)',
    driver: 'phpredis.php',
    settings:
      'time-outs of 0.5 to 2 s for connecting and reading; the sentinels are asked each second, not only after an error',
  },
  {
    id: 'redis-rb-4',
    name: 'redis-rb 4.8.0 (Debian)',
    driver: 'redis-rb.rb',
    settings:
      '`timeout: 1`, and a thread that asks the sentinels each second and calls `close` when the master has changed',
  },
  {
    id: 'redigo',
    name: 'redigo 1.8.3, FZambia/sentinel 1.0.0, redisc 1.1.7 (Debian)',
    driver: 'redigo.go',
    settings:
      '`DialConnectTimeout`, `DialReadTimeout`, `DialWriteTimeout` of 1 to 2 s; a `TestOnBorrow` that refuses connections from before the last change of master, for which the sentinels are asked each second',
  },
  {
    id: 'go-redis',
    name: 'go-redis 9.17.3',
    driver: 'go-redis/main.go',
    settings:
      '`DialTimeout`, `ReadTimeout`, `WriteTimeout` of 1 s, `ContextTimeoutEnabled` with a context of 3 s for each operation; `ConnMaxLifetime: 2s`, since each new connection asks a sentinel; in clusters `FailingTimeoutSeconds: 1` and `ReloadState` each second; BLPOP that ends after a second',
  },
  {
    id: 'jedis',
    name: 'Jedis 7.5.3',
    driver: 'jedis/Driver.java',
    settings:
      '`timeoutMillis(1000)`, `blockingSocketTimeoutMillis(2000)`; `sentinelReconnectDelay` of 0.5 s and time-outs of 0.5 s at sentinels; in clusters `topologyRefreshPeriod` of 1 s; BLPOP that ends after a second',
  },
  {
    id: 'hiredis',
    name: 'hiredis 0.14.1 (Debian), a plain loop',
    driver: 'hiredis.c',
    settings:
      '`redisConnectWithTimeout` and `redisSetTimeout` of 2 s, 0.5 s at sentinels, which are asked each second',
  },
]

/** Bugs of clients that certify shows: with the version that has it, and one that has not. Files are in bench/results/clients. */
export const bugs = [
  {
    what: 'A master of the cluster dies, and its keys are never written again (redis/node-redis#2806)',
    scenario: 'cluster-master-killed',
    has: {file: 'bug.node-redis-5.12.1', version: 'node-redis 5.12.1'},
    hasNot: {file: 'node-redis-6.readme', version: 'node-redis 6.3.1'},
  },
  {
    what: 'A shard subscription is not made again where its slot is now (redis/node-redis#3098, #3223)',
    scenario: 'shard-subscribe',
    has: {file: 'bug.node-redis-5.12.1', version: 'node-redis 5.12.1'},
    hasNot: {file: 'node-redis-6.readme', version: 'node-redis 6.3.1'},
  },
  {
    what: 'MOVED in a transaction goes to the caller, and the library never goes to the new node (redis/node-redis#3395)',
    scenario: 'cluster-moved-in-transaction',
    has: {file: 'bug.node-redis-6.2.0', version: 'node-redis 6.2.0'},
    hasNot: {file: 'node-redis-6.readme', version: 'node-redis 6.3.1'},
  },
  {
    what: 'A replica stops, and reads wait for it for ever',
    scenario: 'cluster-replica-stops',
    has: {file: 'bug.node-redis-5.12.1', version: 'node-redis 5.12.1'},
    hasNot: {file: 'node-redis-6.readme', version: 'node-redis 6.3.1'},
  },
  {
    what: 'A shard subscription stays where its slot was',
    scenario: 'shard-subscribe',
    has: {file: 'ioredis-5.readme', version: 'ioredis 5.11.1'},
    hasNot: {file: 'ioredis-6.readme', version: 'ioredis 6.0.0'},
  },
  {
    what: 'The same where a slot moves at one stroke',
    scenario: 'cluster-atomic-migration',
    has: {file: 'ioredis-5.readme', version: 'ioredis 5.11.1'},
    hasNot: {file: 'ioredis-6.readme', version: 'ioredis 6.0.0'},
  },
  {
    what: 'MOVED names the node that sent it, whose name leads elsewhere by now: the connection stays, and so does the error (redis/ioredis#1865)',
    scenario: 'cluster-same-name',
    has: {file: 'ioredis-5.readme', version: 'ioredis 5.11.1'},
    hasNot: {file: 'ioredis-6.readme', version: 'ioredis 6.0.0'},
  },
  {
    what: "A master that is shut down hands over, and its keys are not written again: `cannot pickle '_thread.lock' object`",
    scenario: 'cluster-shutdown-failover',
    has: {file: 'redis-py-4.readme', version: 'redis-py 4.3.4'},
    hasNot: {file: 'redis-py-8.readme', version: 'redis-py 8.1.0'},
  },
]
