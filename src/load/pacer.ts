import {performance} from 'node:perf_hooks'
import {setImmediate} from 'node:timers/promises'
import {sleepUnlessAborted} from '../engine/time/wait.ts'

/** Behind by more than this, it does not try to catch up: a pause is not followed by a flood. */
const catchUpMs = 100

/** Hands out the moments of operations, a fixed time apart, to the next caller. */
export class Pacer {
  readonly #intervalMs: number
  #nextAt = performance.now()

  /** @param rate operations a second; null for no limit */
  constructor(rate: number | null) {
    this.#intervalMs = rate === null ? 0 : 1000 / rate
  }

  /**
   * Waits for the next free moment, or until the signal. Timers, signals and sockets of this process always get their
   * turn: an operation that fails at once would else be followed by the next one for ever.
   */
  async next(signal: AbortSignal): Promise<void> {
    await setImmediate()
    if (this.#intervalMs === 0) return
    const now = performance.now()
    this.#nextAt = Math.max(this.#nextAt, now - catchUpMs)
    const waitMs = this.#nextAt - now
    this.#nextAt += this.#intervalMs
    if (waitMs >= 1) await sleepUnlessAborted(waitMs, signal)
  }
}
