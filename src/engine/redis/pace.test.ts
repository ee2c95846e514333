// Hypothesis: a few commands go at once; from then on no more than so many a second, in their order.
import {expect, test} from 'vitest'
import {commandsAtOnce, commandsPerSecond, Pace} from './pace.ts'

test('a few at once, and then so many a second', async () => {
  const pace = new Pace()
  const started = performance.now()
  const waits: number[] = []
  for (let count = 0; count < commandsAtOnce + 2; count++) {
    await pace.take()
    waits.push(performance.now() - started)
  }
  const everyMs = 1000 / commandsPerSecond
  // Timers may be a millisecond early.
  expect(waits.at(-2)).toBeGreaterThanOrEqual(everyMs - 2)
  expect(waits.at(-1)).toBeGreaterThanOrEqual(2 * everyMs - 2)
})
