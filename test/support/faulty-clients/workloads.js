// What a client is asked to do by REDISLAB_WORKLOAD, over any client with `call`, `read`, `subscribe` and `pop`.
import process from 'node:process'
import {sleep} from './connection.js'

const everyMs = 20
const afterErrorMs = 100

const tell = (op, startedAt, error) =>
  process.stdout.write(
    `${JSON.stringify({op, ok: error === undefined, ...(error === undefined ? {} : {error: error.message}), ms: Math.round(performance.now() - startedAt)})}\n`,
  )

/** Does something again and again; a mistake that no client should make ends the process. */
async function loop(op, act, {pauseMs = afterErrorMs} = {}) {
  for (let count = 0; ; count += 1) {
    const startedAt = performance.now()
    try {
      await act(count)
      tell(op, startedAt)
      await sleep(everyMs)
    } catch (error) {
      if (error instanceof TypeError) throw error
      tell(op, startedAt, error)
      if (pauseMs > 0) await sleep(pauseMs)
    }
  }
}

const increment = "return redis.call('INCR', KEYS[1])"
const digest = '9aab5ba6e5ec4b1a4ed2a7e2a1d0c5ee6b2b4a10'

export async function work(client, options) {
  const {isCluster} = client
  // One key in each third of the slots.
  const keys = isCluster ? ['certify:{b}', 'certify:{c}', 'certify:{a}'] : ['certify:counter']
  const all = (op, act) => Promise.all(keys.map((key) => loop(op, () => act(key), options)))
  const workloads = {
    write: () => all('incr', (key) => client.call(['INCR', key])),
    shards: () => all('incr', (key) => client.call(['INCR', key])),
    script: () => all('eval', (key) => client.call(['EVAL', increment, '1', key])),
    evalsha: () => loop('evalsha', () => evalsha(client, options)),
    transaction: () =>
      loop('exec', () =>
        client.transaction('{certify}', [
          ['INCR', '{certify}a'],
          ['INCR', '{certify}b'],
        ]),
      ),
    'multi-key': () =>
      loop('mset', (count) => client.call(['MSET', '{certify}a', count, '{certify}b', count])),
    pool: () => pool(options),
    'read-replicas': async () => {
      await Promise.all(keys.map((key) => client.call(['SET', key, '1']).catch(() => {})))
      return all('get', (key) => client.read(['GET', key]))
    },
    subscribe: () => client.subscribe('certify:news', () => tell('message', performance.now())),
    'shard-subscribe': () => client.subscribe('{certify}news', () => tell('message', performance.now())),
    'blocking-pop': () => loop('blpop', () => client.pop('certify:queue')),
  }
  await workloads[process.env.REDISLAB_WORKLOAD ?? 'write']()
}

let sha = digest

async function evalsha(client, {loadsAgain}) {
  if (sha === digest) sha = await client.call(['SCRIPT', 'LOAD', increment])
  try {
    await client.call(['EVALSHA', sha, '1', 'certify:counter'])
  } catch (error) {
    if (loadsAgain && /NOSCRIPT/.test(error.message)) sha = digest
    throw error
  }
}

/** Eight at a time, each with a connection that it takes from the pool and gives back. */
async function pool({losesConnections, makeClient}) {
  const free = Array.from({length: 8}, () => makeClient())
  const waiting = []
  const take = async () => free.shift() ?? new Promise((resolve) => waiting.push(resolve))
  const give = (one) => (waiting.length > 0 ? waiting.shift()(one) : free.push(one))
  let lost = 0
  const worker = () =>
    loop('incr', async () => {
      const one = await take()
      try {
        await one.call(['INCR', 'certify:counter'])
        await sleep(everyMs)
      } catch (error) {
        // The mistake: a connection that failed is not given back.
        if (losesConnections && lost < 7) {
          lost += 1
          throw error
        }
        give(one)
        throw error
      }
      give(one)
    })
  await Promise.all(Array.from({length: 8}, worker))
}
