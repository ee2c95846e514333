import type {LocksFindings} from '../core/load/report.ts'
import {sleep} from '../engine/wait.ts'
import {deleteKeys, type LoadContext, type Workload} from './workload.ts'

const ttlMs = 10_000
/** Longer than a failover takes: what a failover loses is lost while somebody holds it. */
const holdMs = 3000

/** Takes the lock and the next fencing number in one step: a number is given only to who has the lock. */
const acquireScript = `if redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return redis.call('incr', KEYS[2]) end return 0`
/** Deletes the lock only if it is still the caller's. */
const releaseScript = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`

interface Holder {
  readonly token: string
  /** Until when it may believe that it holds the lock: counted from before it asked. */
  readonly until: number
}

/** Pairs of clients want the same lock. All of them are here, so it is known who holds what at any moment. */
export function locks({prefix, concurrency, openClient, measured, signal}: LoadContext): Workload {
  const clients = Array.from({length: concurrency}, () => openClient())
  const lockCount = Math.max(1, Math.floor(concurrency / 2))
  const holders = Array.from({length: lockCount}, () => new Set<Holder>())
  const highest = Array.from({length: lockCount}, () => 0)
  const counts = {acquired: 0, contended: 0, doubleHeld: 0, fencingBroken: 0, lostWhileHeld: 0}
  let tokens = 0
  const lockKey = (lock: number) => `${prefix}lock:${lock}`
  const fenceKey = (lock: number) => `${prefix}fence:${lock}`

  const acquire = async (worker: number, lock: number): Promise<Holder | undefined> => {
    tokens += 1
    const token = `${worker}:${tokens}`
    const until = Date.now() + ttlMs
    const fence = Number(
      await measured(async () =>
        clients[worker]?.call('EVAL', acquireScript, 2, lockKey(lock), fenceKey(lock), token, ttlMs),
      ),
    )
    if (fence === 0) {
      counts.contended += 1
      return undefined
    }
    counts.acquired += 1
    const now = Date.now()
    if ([...(holders[lock] ?? [])].some((other) => other.until > now)) counts.doubleHeld += 1
    if (fence <= (highest[lock] ?? 0)) counts.fencingBroken += 1
    highest[lock] = Math.max(highest[lock] ?? 0, fence)
    const holder = {token, until}
    holders[lock]?.add(holder)
    return holder
  }

  const release = async (worker: number, lock: number, holder: Holder): Promise<void> => {
    // From here on it does not believe any more that it holds the lock.
    holders[lock]?.delete(holder)
    const deleted = await measured(async () =>
      clients[worker]?.call('EVAL', releaseScript, 1, lockKey(lock), holder.token),
    )
    if (deleted === 0 && Date.now() < holder.until) counts.lostWhileHeld += 1
  }

  return {
    workers: concurrency,
    operate: async (worker) => {
      const lock = worker % lockCount
      const holder = await acquire(worker, lock)
      if (holder === undefined) return
      await sleep(holdMs, signal).catch(() => {})
      await release(worker, lock, holder)
    },
    finish: async (master) => {
      const keys = Array.from({length: lockCount}, (_, lock) => [lockKey(lock), fenceKey(lock)]).flat()
      if (master !== undefined) await deleteKeys(master, keys).catch(() => {})
      return {kind: 'locks', ...counts} satisfies LocksFindings
    },
    [Symbol.dispose]: () => {
      for (const client of clients) client[Symbol.dispose]()
    },
  }
}
