// ioredis 5 and 6, and iovalkey, which is a fork of it:
//   redislab certify -- node drivers/ioredis.js [--package ioredis-5|iovalkey] [--as-readme]
import process from 'node:process'
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
  tell,
  workload,
} from './kit.js'

const {Cluster, Redis} = await import(packageName ?? 'ioredis')

if (workload === 'shard-subscribe' && packageName === 'iovalkey') {
  process.stderr.write('iovalkey sends SSUBSCRIBE to any node: it has no shardedSubscribers\n')
  process.exit(77)
}

/** What makes it notice that a server is silent: every command has its time. */
const timeouts = isAsReadme ? {} : {connectTimeout: 1000, commandTimeout: 2000, maxRetriesPerRequest: 1}

/** What makes it notice that another instance became master: it listens for +switch-master at up to ten sentinels. */
const listening = isAsReadme
  ? {}
  : {failoverDetector: true, sentinelMaxConnections: 10, sentinelCommandTimeout: 1000}

const refreshing = isAsReadme ? {} : {slotsRefreshTimeout: 1000, slotsRefreshInterval: 2000}

function connect() {
  const readsReplicas = workload === 'read-replicas'
  const client =
    nodes === undefined
      ? new Redis({
          sentinels,
          name: masterName,
          ...(readsReplicas ? {role: 'slave'} : {}),
          ...password,
          ...timeouts,
          ...listening,
        })
      : new Cluster(nodes, {
          redisOptions: {...password, ...timeouts},
          ...refreshing,
          ...(workload === 'shard-subscribe' ? {shardedSubscribers: true} : {}),
          ...(readsReplicas ? {scaleReads: 'slave'} : {}),
        })
  client.on('error', complain)
  return client
}

const client = connect()
client.defineCommand('certifyIncr', {numberOfKeys: 1, lua: script})

const workloads = {
  write: () => repeatOnKeys('incr', (key) => client.incr(key)),
  shards: () => repeatOnKeys('incr', (key) => client.incr(key)),
  pool: () => repeatInPool('incr', (key) => client.incr(key)),
  script: () => repeatOnKeys('eval', (key) => client.eval(script, 1, key)),
  evalsha: () => repeatOnKeys('evalsha', (key) => client.certifyIncr(key)),
  transaction: () =>
    repeat('exec', async () => {
      const results = await client.multi().incr(pair[0]).incr(pair[1]).exec()
      for (const [error] of results) if (error) throw error
    }),
  'multi-key': () => repeat('mset', () => client.mset(pair[0], '1', pair[1], '2')),
  'read-replicas': () => repeatOnKeys('get', (key) => client.get(key)),
  'blocking-pop': () => repeat('blpop', () => client.blpop(queue, isAsReadme ? 0 : 1)),
  async subscribe() {
    client.on('message', () => tell('message', performance.now()))
    await client.subscribe(channel)
  },
  async 'shard-subscribe'() {
    client.on('smessage', () => tell('message', performance.now()))
    await client.ssubscribe(shardChannel)
  },
}

await (workloads[workload] ?? workloads.write)()
