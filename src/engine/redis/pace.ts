import {formatAddress} from '../../core/topology/plan.ts'

/** A server or sentinel that redislab did not start gets so many commands a second, all connections together … */
export const commandsPerSecond = 5
/** … and so many at once, when it was not asked for a while. */
export const commandsAtOnce = 5

const paces = new Map<string, Pace>()

/** The pace at which an address is asked by this process. */
export function paceOf(endpoint: {readonly host: string; readonly port: number}): Pace {
  const key = formatAddress(endpoint)
  const pace = paces.get(key) ?? new Pace()
  paces.set(key, pace)
  return pace
}

/** Lets commands through in their order, a few at once, and then so many a second. */
export class Pace {
  /** When the next one may go, were there no burst: milliseconds of `performance.now`. */
  #next = 0

  /** Resolves when the next command may be sent. */
  async take(): Promise<void> {
    const now = performance.now()
    const everyMs = 1000 / commandsPerSecond
    this.#next = Math.max(this.#next, now - everyMs * commandsAtOnce) + everyMs
    const waitMs = this.#next - now
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
}
