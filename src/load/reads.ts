import type {ReadsFindings} from '../core/load/report.ts'
import {batchSize, deleteKeys, type LoadContext, type Workload} from './workload.ts'

const keyCount = 100

/** Reads keys that were written before it began, and compares. */
export function reads({prefix, concurrency, openClient, measured}: LoadContext): Workload {
  const clients = Array.from({length: concurrency}, () => openClient())
  const keys = Array.from({length: keyCount}, (_, index) => `${prefix}${index}`)
  const counts = {right: 0, missing: 0, wrong: 0}
  let next = 0
  return {
    workers: concurrency,
    prepare: async () => {
      await clients[0]?.call('MSET', ...keys.flatMap((key, index) => [key, `value-${index}`]))
    },
    operate: async (worker) => {
      const index = next % keyCount
      next += 1
      const value = await measured(async () => clients[worker]?.call('GET', keys[index] as string))
      if (value === `value-${index}`) counts.right += 1
      else if (value === null) counts.missing += 1
      else counts.wrong += 1
    },
    finish: async (master) => {
      if (master !== undefined) await deleteKeys(master, keys.slice(0, batchSize)).catch(() => {})
      return {kind: 'reads', ...counts} satisfies ReadsFindings
    },
    [Symbol.dispose]: () => {
      for (const client of clients) client[Symbol.dispose]()
    },
  }
}
