import {Marks} from '../core/load/marks.ts'
import type {AckedWritesFindings} from '../core/load/report.ts'
import type {Connection} from '../engine/redis/connection.ts'
import {CallFailure} from '../engine/redis/following-client.ts'
import {batchSize, deleteKeys, type LoadContext, type Workload} from './workload.ts'

const acknowledged = 1
const unanswered = 2

/**
 * Each write sets a key of its own. Those that were acknowledged are remembered, by number, and looked for in the end:
 * what is not there any more is lost.
 */
export function ackedWrites({prefix, concurrency, openClient, measured}: LoadContext): Workload {
  const clients = Array.from({length: concurrency}, () => openClient())
  const marks = new Marks()
  const times = new AckTimes()
  let next = 0
  let refused = 0
  const keyOf = (number: number) => `${prefix}${number}`

  return {
    workers: concurrency,
    operate: async (worker) => {
      const number = next
      next += 1
      // Sent and not answered, until the answer is here.
      marks.set(number, unanswered)
      try {
        await measured(async () => clients[worker]?.call('SET', keyOf(number), number))
        marks.set(number, acknowledged)
        times.set(number, Date.now())
      } catch (error) {
        if (error instanceof CallFailure && error.outcome !== 'unknown') {
          marks.set(number, 0)
          refused += 1
        }
        throw error
      }
    },
    finish: async (master) => {
      const counts = {acknowledged: 0, surviving: 0, lost: 0, unknown: 0, unknownSurviving: 0}
      let [lostFrom, lostTo] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
      for (let from = 0; from < marks.length; from += batchSize) {
        const numbers = range(from, Math.min(from + batchSize, marks.length)).filter(
          (number) => marks.get(number) !== 0,
        )
        const found = await findWritten(master, numbers.map(keyOf), numbers)
        for (const [index, number] of numbers.entries()) {
          const isThere = found[index] === true
          if (marks.get(number) === unanswered) {
            counts.unknown += 1
            counts.unknownSurviving += isThere ? 1 : 0
            continue
          }
          counts.acknowledged += 1
          if (isThere) counts.surviving += 1
          else {
            counts.lost += 1
            lostFrom = Math.min(lostFrom, times.get(number))
            lostTo = Math.max(lostTo, times.get(number))
          }
        }
      }
      if (master !== undefined) await cleanUp(master, marks, keyOf)
      const isChecked = master !== undefined
      const hasLost = isChecked && counts.lost > 0
      return {
        kind: 'acked-writes',
        acknowledged: counts.acknowledged,
        surviving: isChecked ? counts.surviving : null,
        lost: isChecked ? counts.lost : null,
        unknown: counts.unknown,
        unknownSurviving: isChecked ? counts.unknownSurviving : null,
        refused,
        lostFrom: hasLost ? new Date(lostFrom).toISOString() : null,
        lostTo: hasLost ? new Date(lostTo).toISOString() : null,
      } satisfies AckedWritesFindings
    },
    [Symbol.dispose]: () => {
      for (const client of clients) client[Symbol.dispose]()
    },
  }
}

/** Whether each key holds the number that was written. */
async function findWritten(
  master: Connection | undefined,
  keys: readonly string[],
  numbers: readonly number[],
): Promise<readonly boolean[]> {
  if (master === undefined || keys.length === 0) return []
  const values = (await master.call('MGET', ...keys)) as readonly (string | null)[]
  return values.map((value, index) => value === String(numbers[index]))
}

async function cleanUp(master: Connection, marks: Marks, keyOf: (number: number) => string): Promise<void> {
  try {
    for (let from = 0; from < marks.length; from += batchSize) {
      await deleteKeys(master, range(from, Math.min(from + batchSize, marks.length)).map(keyOf))
    }
  } catch {
    // The findings are what matters. What is left behind goes with the deployment.
  }
}

function range(from: number, to: number): readonly number[] {
  return Array.from({length: Math.max(0, to - from)}, (_, index) => from + index)
}

/** When each write was acknowledged: 4 bytes each, as milliseconds since the first. */
class AckTimes {
  #offsets = new Uint32Array(1024)
  #first: number | undefined

  set(number: number, at: number): void {
    this.#first ??= at
    if (number >= this.#offsets.length) {
      const grown = new Uint32Array(Math.max(number + 1, this.#offsets.length * 2))
      grown.set(this.#offsets)
      this.#offsets = grown
    }
    this.#offsets[number] = Math.max(0, at - this.#first)
  }

  get(number: number): number {
    return (this.#first ?? 0) + (this.#offsets[number] ?? 0)
  }
}
