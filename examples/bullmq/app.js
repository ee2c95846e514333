// BullMQ: jobs are added and worked on all the time. A job that was added and is never worked on is lost; one that is
// worked on twice is the price of not losing it.
import process from 'node:process'
import {setTimeout as sleep} from 'node:timers/promises'
import {Queue, Worker} from 'bullmq'
import {Cluster, Redis} from 'ioredis'
import {Errors, whereRedisIs, writeAllTheTime} from '../tally.js'

const {mode, sentinels, sentinelPassword, name, nodes, url, login, tls} = whereRedisIs()
const errors = new Errors()
const done = new Set()
let twice = 0

const connections = [connect(), connect()]
// In a cluster all keys of a queue must have the same slot: hence the braces.
const prefix = '{bull}'
const queue = new Queue('numbers', {connection: connections[0], prefix})
const worker = new Worker(
  'numbers',
  async ({data}) => {
    if (done.has(data.number)) twice += 1
    done.add(data.number)
  },
  // By default, jobs whose worker has vanished are looked for once in 30 s.
  {connection: connections[1], prefix, stalledInterval: 1000, lockDuration: 2000},
)
/** @type {import('node:events').EventEmitter[]} */
const emitters = [queue, worker, ...connections]
for (const emitter of emitters) emitter.on('error', errors.add)

await writeAllTheTime({
  client: 'bullmq',
  mode,
  errors,
  write: (number) => queue.add('number', {number}),
  readBack: async (numbers) => {
    const deadline = Date.now() + 10_000
    while (Date.now() < deadline && numbers.some((number) => !done.has(number))) await sleep(50)
    return done
  },
})
console.log(`${done.size} jobs done, ${twice} of them twice`)
// Closing waits for Redis, which may just be away.
process.exit()

function connect() {
  const retryStrategy = () => 100
  // A worker waits for ever: its commands must not be given up.
  const common = {...login, tls, retryStrategy, maxRetriesPerRequest: null}
  if (mode === 'cluster')
    return new Cluster(nodes, {redisOptions: common, clusterRetryStrategy: retryStrategy})
  if (mode === 'standalone') return new Redis(url, common)
  return new Redis({
    ...common,
    sentinels,
    sentinelPassword,
    sentinelTLS: tls,
    enableTLSForSentinelMode: tls !== undefined,
    name,
    sentinelRetryStrategy: retryStrategy,
    reconnectOnError,
  })
}

function reconnectOnError(error) {
  return error.message.startsWith('READONLY') ? 2 : false
}
