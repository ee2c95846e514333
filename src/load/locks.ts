import type {LocksFindings} from '../core/load/report.ts'
import type {FollowingClient} from '../engine/redis/following-client.ts'
import {sleepUnlessAborted} from '../engine/time/wait.ts'
import {type Connections, LockClient} from './lock-client.ts'
import {LockReferee} from './lock-referee.ts'
import type {Send} from './lock-strategies/lock-strategy.ts'
import {lockStrategies} from './lock-strategies/strategies.ts'
import {deleteKeys, type LoadContext, type Workload} from './workload.ts'

/** Held longer than a failover takes: what a failover loses is lost while somebody holds it. */
const usual = {ttlMs: 10_000, holdMs: 3000}
/** A watchdog is there for work that takes longer than the TTL. */
const renewed = {ttlMs: 4000, holdMs: 6000}

/** Redlock asks every master, and shall not wait long for one that is dead. */
const redlockTimeoutMs = 200

/** Pairs of clients want the same lock. All of them are here, so it is known who holds what at any moment. */
export function locks({
  prefix,
  concurrency,
  masters,
  openClient,
  measured,
  signal,
  strategy: name,
}: LoadContext): Workload {
  const strategy = lockStrategies[name]
  const {ttlMs, holdMs} = strategy.renewEveryMs === undefined ? usual : renewed
  const referee = new LockReferee()
  const lockCount = Math.max(1, Math.floor(concurrency / 2))
  const lockOf = (worker: number) => `${prefix}lock:${worker % lockCount}`
  const connections = Array.from({length: concurrency}, connect)
  const clients = connections.map(
    (own, worker) =>
      new LockClient({name: String(worker), strategy, ttlMs, referee, connect: async () => own}),
  )

  function connect(): Connections & {readonly clients: readonly FollowingClient[]} {
    const all = strategy.usesAllMasters === true
    const own = (all ? masters : [undefined]).map((master) =>
      openClient(all ? {master, timeoutMs: redlockTimeoutMs} : {}),
    )
    const [first, ...others] = own.map(
      (client): Send =>
        (...words) =>
          measured(() => client.call(...words)),
    )
    if (first === undefined) throw new TypeError('a deployment has at least one master')
    return {
      masters: [first, ...others],
      clients: own,
      [Symbol.dispose]: () => {
        for (const client of own) client[Symbol.dispose]()
      },
    }
  }

  return {
    workers: concurrency,
    operate: async (worker) => {
      const client = clients[worker] as LockClient
      const {outcome} = await client.acquire(lockOf(worker))
      if (outcome === 'refused') return
      await sleepUnlessAborted(holdMs, signal)
      await client.release(lockOf(worker))
    },
    finish: async (master) => {
      const keys = Array.from({length: lockCount}, (_, lock) => [
        lockOf(lock),
        `${lockOf(lock)}:fence`,
      ]).flat()
      // Each client of Redlock has a connection to every master; a dead one has nothing left to delete.
      if (strategy.usesAllMasters) {
        await Promise.allSettled(
          (connections[0]?.clients ?? []).map((client) => client.call('UNLINK', ...keys)),
        )
      } else if (master !== undefined) await deleteKeys(master, keys).catch(() => {})
      const views = Object.values(referee.view())
      const sum = (read: (view: (typeof views)[number]) => number) =>
        views.reduce((total, view) => total + read(view), 0)
      return {
        kind: 'locks',
        strategy: name,
        acquired: sum(({acquired}) => acquired),
        contended: sum(({refused}) => refused),
        doubleHeld: sum(({doubleHeld}) => doubleHeld),
        mostHolders: Math.max(0, ...views.map(({mostHolders}) => mostHolders)),
        fencingBroken: sum(({fencingBroken}) => fencingBroken),
        lostWhileHeld: sum(({lost}) => lost),
        renewed: sum((view) => view.renewed),
      } satisfies LocksFindings
    },
    [Symbol.dispose]: () => {
      for (const client of clients) client[Symbol.dispose]()
      for (const own of connections) own[Symbol.dispose]()
    },
  }
}
