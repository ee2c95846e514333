// node-redis: createSentinel asks the sentinels and keeps pools, createCluster follows redirections.
import {createClient, createCluster, createSentinel} from 'redis'
import {Errors, whereRedisIs, writeAllTheTime} from '../tally.js'

const {mode, sentinels, sentinelPassword, name, nodes, url, login, tls} = whereRedisIs()
const errors = new Errors()
const redis = connect()
// Without a listener the first error ends the process.
redis.on('error', errors.add)
await redis.connect()

await writeAllTheTime({
  client: 'node-redis',
  mode,
  errors,
  write: (number) => redis.sAdd('{example}:numbers', String(number)),
  readBack: async () => new Set([...(await redis.sMembers('{example}:numbers'))].map(Number)),
})
await redis.destroy()

function connect() {
  const secured = tls && {tls: /** @type {const} */ (true), ...tls}
  if (mode === 'cluster') {
    return createCluster({
      rootNodes: nodes.map(({host, port}) => ({socket: {host, port, ...secured}})),
      defaults: {...login, socket: secured},
    })
  }
  if (mode === 'standalone') return createClient({url, socket: secured})
  return createSentinel({
    name,
    sentinelRootNodes: sentinels,
    // Sentinels have a password of their own, which may be the same.
    sentinelClientOptions: {password: sentinelPassword, socket: secured},
    nodeClientOptions: {...login, socket: secured},
    // How often it asks the sentinels for changes; 10 s by default.
    scanInterval: 500,
  })
}
