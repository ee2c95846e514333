import type {LogRecord} from '../../core/redis/log-record.ts'

/** The records of one log that were read and not yet taken. */
export class Lane {
  #records: readonly LogRecord[] = []
  #next = 0
  // The place of a record in time is never before the one it follows, even if the clock was set back.
  #latest = Number.NEGATIVE_INFINITY
  /** How many of the waiting records were there before the last `add`. */
  #seen = 0
  /** Whether the log has nothing more, so that the others need not wait for it. */
  isAtEnd = false

  get size(): number {
    return this.#records.length - this.#next
  }

  /** A new round: more records, if there are any. Those that wait from earlier rounds have waited long enough. */
  add(records: readonly LogRecord[]): void {
    this.#seen = this.size
    if (records.length === 0) return
    this.#records = this.size === 0 ? records : [...this.#records.slice(this.#next), ...records]
    this.#next = 0
  }

  /** The time of the next record; Infinity when there is none. */
  get time(): number {
    const record = this.#records[this.#next]
    return record === undefined ? Number.POSITIVE_INFINITY : Math.max(record.at, this.#latest)
  }

  /** Whether the next record has waited for others long enough. */
  get isSeen(): boolean {
    return this.#seen > 0
  }

  take(): LogRecord {
    const record = this.#records[this.#next] as LogRecord
    this.#latest = Math.max(record.at, this.#latest)
    this.#next++
    this.#seen--
    return record
  }
}

/**
 * Takes records in the order of time, as far as that order is certain: until a log that has more to come runs dry, or up
 * to `horizon`, beyond which another log may still get an earlier line. A record that waited for one round is taken
 * all the same. Of records of the same millisecond, those of the earlier lane come first.
 */
export function takeMerged(lanes: readonly Lane[], horizon = Number.POSITIVE_INFINITY): LogRecord[] {
  const taken: LogRecord[] = []
  while (lanes.every((lane) => lane.size > 0 || lane.isAtEnd)) {
    const {first, others} = findFirst(lanes)
    if (first === undefined) break
    const before = taken.length
    // A log often has many lines in a row: take them without looking at the others again.
    while (
      first.size > 0 &&
      (first.isSeen || first.time <= horizon) &&
      (taken.length === before || first.time < others)
    ) {
      taken.push(first.take())
    }
    if (taken.length === before) break
  }
  return taken
}

/** The lane with the earliest record, and the earliest time of all the others. */
function findFirst(lanes: readonly Lane[]): {readonly first: Lane | undefined; readonly others: number} {
  let first: Lane | undefined
  let earliest = Number.POSITIVE_INFINITY
  let others = Number.POSITIVE_INFINITY
  for (const lane of lanes) {
    const {time} = lane
    if (time < earliest) {
      others = earliest
      earliest = time
      first = lane
    } else if (time < others) others = time
  }
  return {first, others}
}
