// node-redis 6, and 5:
//   redislab certify -- node drivers/node-redis.js [--package redis-5] [--as-readme]
import {
  channel,
  complain,
  isAsReadme,
  masterName,
  nodes,
  packageName,
  pair,
  password,
  queue,
  repeat,
  repeatInPool,
  repeatOnKeys,
  script,
  sentinels,
  shardChannel,
  sleep,
  tell,
  workload,
} from './kit.js'

const {createCluster, createSentinel, defineScript} = await import(packageName ?? 'redis')

const scripts = {
  certifyIncr: defineScript({
    SCRIPT: script,
    NUMBER_OF_KEYS: 1,
    parseCommand: (parser, key) => parser.pushKey(key),
    transformReply: (reply) => reply,
  }),
}

/** A connection that is silent for two seconds is closed; PING keeps one alive that has nothing to do. */
const attentive = isAsReadme ? {} : {socket: {connectTimeout: 1000, socketTimeout: 2000}, pingInterval: 500}

/**
 * In a cluster a client that was closed by the time-out does not connect again without a strategy of its own. With Sentinel it
 * must not: it would go on to try a sentinel that is dead, and ask no other.
 */
const reconnecting = isAsReadme
  ? {}
  : {
      ...attentive,
      socket: {...attentive.socket, reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 1000)},
    }

const readsReplicas = workload === 'read-replicas'

function create() {
  if (nodes !== undefined) {
    return createCluster({
      rootNodes: nodes.map(({host, port}) => ({
        url: `redis://${host}:${port}`,
        ...password,
        ...(isAsReadme ? {} : {socket: {connectTimeout: 1000}}),
      })),
      defaults: {...password, ...reconnecting},
      ...(isAsReadme ? {} : {topologyRefreshOnReconnectionAttemptStrategy: 1000}),
      useReplicas: readsReplicas,
      scripts,
    })
  }
  return createSentinel({
    name: masterName,
    sentinelRootNodes: sentinels,
    nodeClientOptions: {...password, ...attentive},
    ...(isAsReadme ? {} : {sentinelClientOptions: attentive}),
    ...(workload === 'pool' ? {masterPoolSize: 8} : {}),
    ...(readsReplicas ? {replicaPoolSize: 1} : {}),
    scripts,
  })
}

/** It rejects where nobody answers at the start: then there is a new one. */
async function connect() {
  for (;;) {
    const startedAt = performance.now()
    const one = create().on('error', complain)
    try {
      await one.connect()
      return one
    } catch (error) {
      tell('connect', startedAt, error)
      await sleep(500)
    }
  }
}

const client = await connect()

const workloads = {
  write: () => repeatOnKeys('incr', (key) => client.incr(key)),
  shards: () => repeatOnKeys('incr', (key) => client.incr(key)),
  pool: () => repeatInPool('incr', (key) => client.incr(key)),
  script: () => repeatOnKeys('eval', (key) => client.eval(script, {keys: [key]})),
  evalsha: () => repeatOnKeys('evalsha', (key) => client.certifyIncr(key)),
  transaction: () => repeat('exec', () => client.multi().incr(pair[0]).incr(pair[1]).exec()),
  'multi-key': () =>
    repeat('mset', () =>
      client.mSet([
        [pair[0], '1'],
        [pair[1], '2'],
      ]),
    ),
  'read-replicas': () => repeatOnKeys('get', (key) => client.get(key)),
  'blocking-pop': () => repeat('blpop', () => client.blPop(queue, isAsReadme ? 0 : 1)),
  subscribe: () => client.subscribe(channel, () => tell('message', performance.now())),
  'shard-subscribe': () => client.sSubscribe(shardChannel, () => tell('message', performance.now())),
}

await (workloads[workload] ?? workloads.write)()
