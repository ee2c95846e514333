import {probeSeconds} from '../../core/redis/probe-commands.ts'

/** What was read on a server, before it was known to take writes. */
interface Look {
  readonly found: number
  readonly isGone: boolean
  /** Milliseconds since 1970. */
  readonly at: number
  /** The write without an answer that was found there: what was read before that one tells of what is older. */
  readonly behind: Unanswered | undefined
}

interface Unanswered {
  readonly number: number
  readonly look: Look
}

/** Five minutes of writes that nobody has looked for. */
const mostPending = 1200
/** In milliseconds: what was written so long ago may have expired, where nothing was written after it. */
const mayExpireMs = (probeSeconds - 5) * 1000

/**
 * Counts which writes of a probe are lost. They are growing numbers in one key, so all above the number that is there are lost. What is read
 * on a server holds only once that server takes a write: it may be an old master that is about to refuse all.
 */
export class WriteLedger {
  /** When each write was acknowledged that a failover could still lose; undefined for one whose answer never came. */
  readonly #pending = new Map<number, number | undefined>()
  readonly #lostAt: number[] = []
  #unknownSurviving = 0
  #hasExpired = false
  #look: Look | undefined
  #unanswered: Unanswered | undefined

  /** When the lost ones were acknowledged, in milliseconds since 1970. */
  get lostAt(): readonly number[] {
    return this.#lostAt
  }

  get unknownSurviving(): number {
    return this.#unknownSurviving
  }

  /** The key was gone, and may have expired: what was before that nobody knows any more. */
  get hasExpired(): boolean {
    return this.#hasExpired
  }

  send(number: number): void {
    this.#pending.set(number, undefined)
  }

  /** The server takes writes: what was read on it holds. */
  acknowledge(number: number, at: number): void {
    this.#settleBefore(number)
    this.#pending.set(number, at)
    // What is that far back is replaced: only the last is there to be found.
    for (const old of [...this.#pending.keys()].slice(0, -mostPending)) this.#pending.delete(old)
  }

  /** @returns `unknown` for one that was sent and not answered: it may be there */
  fail(number: number, {wasRefused}: {readonly wasRefused: boolean}): 'unknown' | 'refused' {
    const isUnknown = this.#pending.has(number) && !wasRefused
    if (!isUnknown) this.#pending.delete(number)
    else if (this.#look !== undefined) this.#unanswered = {number, look: this.#look}
    this.#look = undefined
    return isUnknown ? 'unknown' : 'refused'
  }

  /** @param reply to GET */
  look(reply: unknown, at: number): void {
    const found = Number(reply ?? 0)
    let behind = this.#unanswered
    while (behind !== undefined && found < behind.number) behind = behind.look.behind
    this.#look = {found, isGone: reply === null, at, behind}
  }

  /** What was read last holds for all that was written. */
  settle(): void {
    this.#settleBefore(Number.POSITIVE_INFINITY)
  }

  #settleBefore(number: number): void {
    if (this.#look === undefined) return
    this.#judge(this.#look, number)
    this.#look = undefined
    this.#unanswered = undefined
  }

  #judge({found, isGone, at: lookedAt, behind}: Look, before: number): void {
    if (behind !== undefined) this.#judge(behind.look, behind.number)
    const judged = [...this.#pending].filter(([number]) => number < before)
    if (isGone && judged.some(([, at]) => at !== undefined && lookedAt - at > mayExpireMs))
      this.#hasExpired = true
    for (const [number, at] of judged) {
      this.#pending.delete(number)
      if (at === undefined) {
        if (number <= found) this.#unknownSurviving += 1
      } else if (number > found && !this.#hasExpired) this.#lostAt.push(at)
    }
  }
}
