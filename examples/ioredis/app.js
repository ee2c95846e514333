// ioredis: asks the sentinels, or follows the redirections of a cluster, by itself.
import {Cluster, Redis} from 'ioredis'
import {Errors, whereRedisIs, writeAllTheTime} from '../tally.js'

const {mode, sentinels, sentinelPassword, name, nodes, url, login, tls} = whereRedisIs()
const errors = new Errors()
const redis = connect()
// Without a listener each of these is written to the console.
redis.on('error', errors.add)

await writeAllTheTime({
  client: 'ioredis',
  mode,
  errors,
  write: (number) => redis.sadd('{example}:numbers', number),
  readBack: async () => new Set((await redis.smembers('{example}:numbers')).map(Number)),
})
redis.disconnect()

function connect() {
  // Soon enough after a failover; the usual steps are 50 ms, 100 ms … 2 s, which is fine in production.
  const retryStrategy = () => 100
  if (mode === 'cluster')
    return new Cluster(nodes, {redisOptions: {...login, tls}, clusterRetryStrategy: retryStrategy})
  if (mode === 'standalone') return new Redis(url, {tls, retryStrategy})
  return new Redis({
    sentinels,
    // Sentinels have a password of their own, which may be the same.
    sentinelPassword,
    name,
    ...login,
    tls,
    sentinelTLS: tls,
    enableTLSForSentinelMode: tls !== undefined,
    retryStrategy,
    sentinelRetryStrategy: retryStrategy,
    // An old master that has become a replica stays connected: its answer is the only sign.
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
  })
}
