// A driver for ioredis 5 and 6: redislab certify -- node drivers/ioredis.js [--as-readme]
// With --as-readme it is set up as its README says; without, with the settings that make it follow.
import process from 'node:process'
import {Cluster, Redis} from 'ioredis'

const {
  REDIS_SENTINELS,
  REDIS_MASTER_NAME,
  REDIS_CLUSTER_NODES,
  REDIS_PASSWORD,
  REDISLAB_WORKLOAD = 'write',
} = process.env
const isAsReadme = process.argv.includes('--as-readme')

const parse = (list) =>
  list
    .split(',')
    .map((text) => ({host: text.slice(0, text.lastIndexOf(':')), port: Number(text.split(':').at(-1))}))

/** What makes it notice: time-outs, and a subscription to +switch-master. */
const attentive = isAsReadme ? {} : {connectTimeout: 1000, commandTimeout: 1000, maxRetriesPerRequest: 1}

function connect(more = {}) {
  const password = REDIS_PASSWORD === undefined ? {} : {password: REDIS_PASSWORD}
  if (REDIS_CLUSTER_NODES !== undefined) {
    return new Cluster(parse(REDIS_CLUSTER_NODES), {
      redisOptions: {...password, ...attentive, ...more},
      ...(isAsReadme ? {} : {slotsRefreshTimeout: 1000, slotsRefreshInterval: 2000}),
      ...(REDISLAB_WORKLOAD === 'read-replicas' ? {scaleReads: 'slave'} : {}),
    })
  }
  return new Redis({
    sentinels: parse(REDIS_SENTINELS),
    name: REDIS_MASTER_NAME,
    ...password,
    ...attentive,
    ...(isAsReadme ? {} : {failoverDetector: true, sentinelCommandTimeout: 1000, sentinelMaxConnections: 10}),
    ...more,
  })
}

const tell = (op, startedAt, error) =>
  process.stdout.write(
    `${JSON.stringify({op, ok: error === undefined, ...(error === undefined ? {} : {error: error.message}), ms: Math.round(performance.now() - startedAt)})}\n`,
  )

/** One operation each 20 ms, each told in a line of JSON. */
async function repeat(op, act) {
  for (;;) {
    const startedAt = performance.now()
    try {
      await act()
      tell(op, startedAt)
    } catch (error) {
      tell(op, startedAt, error)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const client = connect(REDISLAB_WORKLOAD === 'read-replicas' && REDIS_SENTINELS ? {role: 'slave'} : {})
client.on('error', (error) => process.stderr.write(`error: ${error.message}\n`))
const keys =
  REDIS_CLUSTER_NODES === undefined ? ['certify:counter'] : ['certify:{a}', 'certify:{b}', 'certify:{c}']
const onAll = (op, act) => Promise.all(keys.map((key) => repeat(op, () => act(key))))

const workloads = {
  write: () => onAll('incr', (key) => client.incr(key)),
  shards: () => onAll('incr', (key) => client.incr(key)),
  pool: () =>
    Promise.all(Array.from({length: 8}, () => repeat('incr', () => client.incr('certify:counter')))),
  script: () => onAll('eval', (key) => client.eval("return redis.call('INCR', KEYS[1])", 1, key)),
  evalsha: () => {
    client.defineCommand('certifyIncr', {numberOfKeys: 1, lua: "return redis.call('INCR', KEYS[1])"})
    return onAll('evalsha', (key) => client.certifyIncr(key))
  },
  transaction: () => repeat('exec', () => client.multi().incr('{certify}a').incr('{certify}b').exec()),
  'multi-key': () => repeat('mset', () => client.mset('{certify}a', '1', '{certify}b', '2')),
  'read-replicas': () => onAll('get', (key) => client.get(key)),
  'blocking-pop': () => {
    const blocking = connect({commandTimeout: undefined})
    blocking.on('error', (error) => process.stderr.write(`error: ${error.message}\n`))
    return repeat('blpop', () => blocking.blpop('certify:queue', 0))
  },
  subscribe: async () => {
    client.on('message', () => tell('message', performance.now()))
    await client.subscribe('certify:news')
  },
  'shard-subscribe': async () => {
    client.on('smessage', () => tell('message', performance.now()))
    await client.ssubscribe('{certify}news')
  },
}

await workloads[REDISLAB_WORKLOAD]()
