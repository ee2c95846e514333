// What the drivers in JavaScript share: where the deployment is, what to do, and how it is told.
import process from 'node:process'

const {REDIS_SENTINELS, REDIS_MASTER_NAME, REDIS_CLUSTER_NODES, REDIS_PASSWORD, REDISLAB_WORKLOAD} =
  process.env

const optionOf = (name) => process.argv[process.argv.indexOf(name) + 1]

/** The library is used as its README says, with no setting more. */
export const isAsReadme = process.argv.includes('--as-readme')
/** Which npm package to use, where several have the same interface, such as versions of one library. */
export const packageName = process.argv.includes('--package') ? optionOf('--package') : undefined
export const workload = REDISLAB_WORKLOAD ?? 'write'
export const masterName = REDIS_MASTER_NAME
/** For options objects: nothing where there is no password. */
export const password = REDIS_PASSWORD === undefined ? {} : {password: REDIS_PASSWORD}

const parse = (list) =>
  list?.split(',').map((text) => {
    const colon = text.lastIndexOf(':')
    return {host: text.slice(0, colon), port: Number(text.slice(colon + 1))}
  })
/** `{host, port}` of each; undefined in the other mode. */
export const sentinels = parse(REDIS_SENTINELS)
export const nodes = parse(REDIS_CLUSTER_NODES)

/** The keys to write to: in a cluster one in each shard. */
export const keys = nodes === undefined ? ['certify:counter'] : ['certify:{a}', 'certify:{b}', 'certify:{c}']
export const pair = ['{certify}a', '{certify}b']
export const queue = 'certify:queue'
export const channel = 'certify:news'
export const shardChannel = '{certify}news'
export const script = "return redis.call('INCR', KEYS[1])"

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** A line of JSON for an operation, which began at a moment of performance.now(). */
export function tell(op, startedAt, error) {
  const ms = Math.round(performance.now() - startedAt)
  const why = error === undefined ? {} : {error: textOf(error)}
  process.stdout.write(`${JSON.stringify({op, ok: error === undefined, ...why, ms})}\n`)
}

/** Errors that stand for several others have no text of their own. */
const textOf = (error) => error?.message || error?.errors?.[0]?.message || error?.code || String(error)

export const complain = (error) => process.stderr.write(`error: ${textOf(error)}\n`)

/** Does something every 20 ms, for ever, and tells how each one went. */
export async function repeat(op, act) {
  for (;;) {
    const startedAt = performance.now()
    try {
      await act()
      tell(op, startedAt)
    } catch (error) {
      tell(op, startedAt, error)
    }
    await sleep(20)
  }
}

/** The same with each key, independently of each other. */
export const repeatOnKeys = (op, act) => Promise.all(keys.map((key) => repeat(op, () => act(key))))

/** The same eight times at the same time. */
export const repeatInPool = (op, act) =>
  Promise.all(Array.from({length: 8}, () => repeat(op, () => act('certify:counter'))))
