import {Marks} from '../core/load/marks.ts'
import type {PubsubFindings} from '../core/load/report.ts'
import {CallFailure} from '../engine/redis/following-client.ts'
import {sleepUnlessAborted} from '../engine/time/wait.ts'
import type {LoadContext, Workload} from './workload.ts'

const published = 1
const everyMs = 20
const subscribeWithinMs = 5000

/** One publishes numbers, the others listen: Redis keeps no message for who is not there. */
export function pubsub({prefix, concurrency, openClient, measured, signal}: LoadContext): Workload {
  const publisher = openClient()
  const subscribers = Array.from({length: concurrency}, () => ({client: openClient(), received: new Marks()}))
  const channel = `${prefix}channel`
  const messages = new Marks()
  let next = 0

  const subscribe = async ({client, received}: (typeof subscribers)[number]): Promise<void> => {
    const deadline = Date.now() + subscribeWithinMs
    while (!signal.aborted && Date.now() < deadline) {
      try {
        return await client.subscribe(channel, (message) => received.increment(Number(message)))
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error
        await sleepUnlessAborted(everyMs, signal)
      }
    }
  }

  return {
    workers: 1,
    prepare: async () => {
      await Promise.all(subscribers.map(subscribe))
    },
    operate: async () => {
      const number = next
      next += 1
      await measured(() => publisher.call('PUBLISH', channel, number))
      messages.set(number, published)
    },
    finish: async () => {
      const counts = {published: 0, received: 0, missed: 0, duplicated: 0, gaps: 0, longestGap: 0}
      for (let number = 0; number < messages.length; number += 1) {
        if (messages.get(number) === published) counts.published += 1
      }
      for (const {received} of subscribers) {
        let run = 0
        for (let number = 0; number < messages.length; number += 1) {
          if (messages.get(number) !== published) continue
          const times = received.get(number)
          if (times > 1) counts.duplicated += 1
          if (times > 0) {
            counts.received += 1
            run = 0
            continue
          }
          counts.missed += 1
          run += 1
          if (run === 1) counts.gaps += 1
          counts.longestGap = Math.max(counts.longestGap, run)
        }
      }
      return {kind: 'pubsub', subscribers: subscribers.length, ...counts} satisfies PubsubFindings
    },
    [Symbol.dispose]: () => {
      for (const client of [publisher, ...subscribers.map((one) => one.client)]) client[Symbol.dispose]()
    },
  }
}
