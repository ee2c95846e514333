// valkey-glide 2, in clusters; it has no support for Sentinel:
//   redislab certify --suite cluster -- node drivers/valkey-glide.js [--as-readme]
import process from 'node:process'
import {ClusterBatch, GlideClusterClient, GlideClusterClientConfiguration, Script} from '@valkey/valkey-glide'
import {
  isAsReadme,
  nodes,
  pair,
  repeat,
  repeatOnKeys,
  script,
  shardChannel,
  sleep,
  tell,
  workload,
} from './kit.js'

if (nodes === undefined) {
  process.stderr.write('valkey-glide has no support for Sentinel: redislab certify --suite cluster\n')
  process.exit(77)
}

const {Sharded} = GlideClusterClientConfiguration.PubSubChannelModes
const {REDIS_PASSWORD} = process.env

const options = {
  addresses: nodes,
  // The README sets it, too.
  requestTimeout: 500,
  ...(REDIS_PASSWORD === undefined ? {} : {credentials: {password: REDIS_PASSWORD}}),
  ...(isAsReadme
    ? {}
    : {periodicChecks: {duration_in_sec: 1}, advancedConfiguration: {connectionTimeout: 1000}}),
  ...(workload === 'read-replicas' ? {readFrom: 'preferReplica'} : {}),
  ...(workload === 'shard-subscribe'
    ? {
        pubsubSubscriptions: {
          channelsAndPatterns: {[Sharded]: new Set([shardChannel])},
          callback: () => tell('message', performance.now()),
        },
      }
    : {}),
}

/** It rejects where nobody answers at the start. */
async function connect() {
  for (;;) {
    const startedAt = performance.now()
    try {
      return await GlideClusterClient.createClient(options)
    } catch (error) {
      tell('connect', startedAt, error)
      await sleep(500)
    }
  }
}

const client = await connect()
const incr = new Script(script)

const workloads = {
  write: () => repeatOnKeys('incr', (key) => client.incr(key)),
  shards: () => repeatOnKeys('incr', (key) => client.incr(key)),
  script: () => repeatOnKeys('eval', (key) => client.customCommand(['EVAL', script, '1', key])),
  evalsha: () => repeatOnKeys('evalsha', (key) => client.invokeScript(incr, {keys: [key]})),
  transaction: () =>
    repeat('exec', () => client.exec(new ClusterBatch(true).incr(pair[0]).incr(pair[1]), true)),
  'multi-key': () => repeat('mset', () => client.mset({[pair[0]]: '1', [pair[1]]: '2'})),
  'read-replicas': () => repeatOnKeys('get', (key) => client.get(key)),
  'shard-subscribe': () => sleep(2 ** 31 - 1),
}

await (workloads[workload] ?? workloads.write)()
