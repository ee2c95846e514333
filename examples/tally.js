// What the examples have in common: writing all the time, one write after the other, and keeping account of what came of
// it. The clients, and how each is made to follow a failover, are in the folders.
import {readFileSync} from 'node:fs'
import process from 'node:process'
import {setTimeout as sleep} from 'node:timers/promises'

const pauseMs = 10
/** An application that waits for longer than this has given up. */
const patienceMs = 30_000

/** What redislab says about where Redis is: `redislab exec` and `redislab env` set these variables. */
export function whereRedisIs(env = process.env) {
  const {REDIS_URL, REDIS_SENTINELS, REDIS_MASTER_NAME, REDIS_CLUSTER_NODES} = env
  const {REDIS_PASSWORD: password, REDIS_SENTINEL_PASSWORD: sentinelPassword, REDIS_TLS_CA} = env
  const login = {username: env.REDIS_USERNAME, password}
  // With TLS it is the CA to trust, and sentinels speak TLS as well.
  const tls = REDIS_TLS_CA ? {ca: readFileSync(REDIS_TLS_CA)} : undefined
  const addresses = (list) =>
    list.split(',').map((address) => {
      const at = address.lastIndexOf(':')
      return {host: address.slice(0, at), port: Number(address.slice(at + 1))}
    })
  if (REDIS_CLUSTER_NODES) return {mode: 'cluster', nodes: addresses(REDIS_CLUSTER_NODES), login, tls}
  if (REDIS_SENTINELS) {
    const sentinels = addresses(REDIS_SENTINELS)
    return {mode: 'sentinel', sentinels, sentinelPassword, name: REDIS_MASTER_NAME, login, tls}
  }
  return {mode: 'standalone', url: REDIS_URL, login, tls}
}

/** Errors by the word that says most, as `{READONLY: 3, ECONNREFUSED: 1}`. */
export class Errors {
  counts = {}

  add = (error) => {
    const {message, code, name} = error.cause ?? error
    const ofRedis = /^([A-Z]{4,})\b/.exec(message)?.[1]
    const word = ofRedis ?? (typeof code === 'string' ? code : message.split(/[.:(]| \d/)[0] || name)
    this.counts[word] = (this.counts[word] ?? 0) + 1
  }
}

/**
 * Writes until SIGTERM or Ctrl-C, or for as many seconds as the command line says; then says what came of it.
 *
 * @param write - stores a number; resolves when that is acknowledged
 * @param readBack - all numbers that are there
 */
export async function writeAllTheTime({client, mode, errors, write, readBack}) {
  const acknowledged = new Set()
  let lastAt = 0
  let outageMs = 0
  let failing = false
  const stop = new Promise((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve)
    if (process.argv[2] !== undefined) setTimeout(resolve, 1000 * Number(process.argv[2]))
  }).then(() => 'stop')

  for (let number = 1; ; number += 1) {
    const slow = setTimeout(() => tellFailing('no answer'), 500)
    const written = write(number).then(
      () => 'written',
      (error) => {
        errors.add(error)
        tellFailing(error.message)
        return 'failed'
      },
    )
    const what = await Promise.race([written, stop, sleep(patienceMs, 'given up', {ref: false})])
    clearTimeout(slow)
    if (what === 'given up') throw new Error(`No answer for ${patienceMs} ms`)
    if (what === 'stop') break
    if (what === 'written') tellWritten(number)
    if ((await Promise.race([sleep(pauseMs), stop])) === 'stop') break
  }

  const there = await readBack([...acknowledged])
  const lost = [...acknowledged].filter((number) => !there.has(number)).length
  console.log(
    JSON.stringify({client, mode, acknowledged: acknowledged.size, lost, outageMs, errors: errors.counts}),
  )

  function tellFailing(why) {
    if (!failing) console.log(`failing: ${why}`)
    failing = true
  }

  function tellWritten(number) {
    const now = Date.now()
    if (acknowledged.size === 0) console.log('writing')
    else outageMs = Math.max(outageMs, now - lastAt)
    if (failing && acknowledged.size > 0) console.log(`writing again, after ${now - lastAt} ms`)
    failing = false
    lastAt = now
    acknowledged.add(number)
  }
}
