import {type LineBlock, type LineRun, timeOf} from './line-block.ts'

/** The lines of one log that were read and not yet taken. */
export class Lane {
  #blocks: LineBlock[] = []
  /** The next line of the first block. */
  #next = 0
  // The place of a line in time is never before the one it follows, even if the clock was set back.
  #latest = Number.NEGATIVE_INFINITY
  #size = 0
  /** How many of the waiting lines were there before the last `add`. */
  #seen = 0
  #time = Number.POSITIVE_INFINITY
  /** Whether the log has nothing more, so that the others need not wait for it. */
  isAtEnd = false

  get size(): number {
    return this.#size
  }

  /** The blocks that they are of. */
  get blocks(): readonly LineBlock[] {
    return this.#blocks
  }

  /** The time of the next line; Infinity when there is none. */
  get time(): number {
    return this.#time
  }

  /** A new round: more lines, if there are any. Those that wait from earlier rounds have waited long enough. */
  add(block?: LineBlock): void {
    this.#seen = this.#size
    if (block === undefined || block.count === 0) return
    this.#blocks.push(block)
    this.#size += block.count
    this.#look()
  }

  /**
   * Takes the next line, if it has waited long enough or is not beyond the horizon, and those of the same block that
   * follow it before the others have one.
   */
  take(others: number, horizon: number): LineRun | undefined {
    const block = this.#blocks[0] as LineBlock
    const {count} = block
    const from = this.#next
    const seenTo = from + this.#seen
    let to = from
    let latest = this.#latest
    while (to < count) {
      const time = Math.max(timeOf(block, to), latest)
      if ((time > horizon && to >= seenTo) || (to > from && time >= others)) break
      latest = time
      to++
    }
    if (to === from) return undefined
    this.#latest = latest
    this.#size -= to - from
    this.#seen -= to - from
    this.#next = to
    if (to === count) {
      this.#blocks.shift()
      this.#next = 0
    }
    this.#look()
    return {block, from, to}
  }

  #look(): void {
    const [block] = this.#blocks
    this.#time =
      block === undefined || this.#size === 0
        ? Number.POSITIVE_INFINITY
        : Math.max(timeOf(block, this.#next), this.#latest)
  }
}

/**
 * Takes lines in the order of time, as far as that order is certain: until a log that has more to come runs dry, or up
 * to `horizon`, beyond which another log may still get an earlier line. A line that waited for one round is taken
 * all the same. Of lines of the same millisecond, those of the earlier lane come first.
 */
export function takeMerged(lanes: readonly Lane[], horizon = Number.POSITIVE_INFINITY): LineRun[] {
  const taken: LineRun[] = []
  let areReady = lanes.every((lane) => lane.size > 0 || lane.isAtEnd)
  while (areReady) {
    let first: Lane | undefined
    let earliest = Number.POSITIVE_INFINITY
    let others = Number.POSITIVE_INFINITY
    for (let index = 0; index < lanes.length; index++) {
      const lane = lanes[index] as Lane
      const {time} = lane
      if (time < earliest) {
        others = earliest
        earliest = time
        first = lane
      } else if (time < others) others = time
    }
    // A log often has many lines in a row: they are taken without looking at the others again.
    const run = first?.take(others, horizon)
    if (first === undefined || run === undefined) break
    taken.push(run)
    areReady = first.size > 0 || first.isAtEnd
  }
  return taken
}
