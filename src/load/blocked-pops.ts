import {Marks} from '../core/load/marks.ts'
import type {BlockedPopsFindings} from '../core/load/report.ts'
import type {Connection} from '../engine/redis/connection.ts'
import {CallFailure} from '../engine/redis/following-client.ts'
import {sleepUnlessAborted} from '../engine/time/wait.ts'
import {batchSize, deleteKeys, type LoadContext, type Workload} from './workload.ts'

const acknowledged = 1
const unanswered = 2

const blockSeconds = 1
const answerWithinMs = 1000

/** One pushes numbers onto a list, the others wait for them in BLPOP: each number shall come out once. */
export function blockedPops({
  prefix,
  concurrency,
  openClient,
  measured,
  fail,
  signal,
}: LoadContext): Workload {
  const producer = openClient()
  const consumers = Array.from({length: concurrency}, () =>
    openClient({timeoutMs: blockSeconds * 1000 + answerWithinMs}),
  )
  const key = `${prefix}queue`
  const pushes = new Marks()
  const pops = new Marks()
  let next = 0
  let unblocked = 0

  const consume = async (consumer: (typeof consumers)[number]): Promise<void> => {
    while (!signal.aborted) {
      try {
        const reply = await consumer.call('BLPOP', key, blockSeconds)
        if (Array.isArray(reply)) pops.increment(Number(reply[1]))
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error
        fail(error.kind)
        if (error.kind === 'UNBLOCKED') unblocked += 1
        await sleepUnlessAborted(20, signal)
      }
    }
  }

  return {
    workers: 1,
    operate: async () => {
      const number = next
      next += 1
      pushes.set(number, unanswered)
      try {
        await measured(() => producer.call('RPUSH', key, number))
        pushes.set(number, acknowledged)
      } catch (error) {
        if (error instanceof CallFailure && error.outcome !== 'unknown') pushes.set(number, 0)
        throw error
      }
    },
    background: async () => {
      await Promise.all(consumers.map(consume))
    },
    finish: async (master) => {
      const left = master === undefined ? undefined : await findLeft(master, key)
      if (master !== undefined) await deleteKeys(master, [key]).catch(() => {})
      const counts = {acknowledged: 0, popped: 0, left: 0, unknown: 0, duplicated: 0}
      for (let number = 0; number < pushes.length; number += 1) {
        const popped = pops.get(number)
        const isLeft = left?.has(number) ?? false
        if (popped + (isLeft ? 1 : 0) > 1) counts.duplicated += 1
        if (pushes.get(number) === unanswered) counts.unknown += 1
        if (pushes.get(number) !== acknowledged) continue
        counts.acknowledged += 1
        if (popped > 0) counts.popped += 1
        else if (isLeft) counts.left += 1
      }
      return {
        kind: 'blocked-pops',
        ...counts,
        left: left === undefined ? null : counts.left,
        lost: left === undefined ? null : counts.acknowledged - counts.popped - counts.left,
        unblocked,
      } satisfies BlockedPopsFindings
    },
    [Symbol.dispose]: () => {
      for (const client of [producer, ...consumers]) client[Symbol.dispose]()
    },
  }
}

async function findLeft(master: Connection, key: string): Promise<ReadonlySet<number>> {
  const left = new Set<number>()
  while (true) {
    const items = (await master.call(
      'LRANGE',
      key,
      left.size,
      left.size + batchSize - 1,
    )) as readonly string[]
    if (items.length === 0) return left
    const before = left.size
    for (const item of items) left.add(Number(item))
    // An item that is there twice: the places and the set no longer agree, and the rest is read from its end.
    if (left.size - before < items.length) return new Set([...left, ...(await readAll(master, key))])
  }
}

async function readAll(master: Connection, key: string): Promise<readonly number[]> {
  return ((await master.call('LRANGE', key, 0, -1)) as readonly string[]).map(Number)
}
