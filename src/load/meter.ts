import type {LoadKind, LoadMeasures, LoadSnapshot, Outage, Stretch} from '../core/load/report.ts'
import {LatencyHistogram} from './histogram.ts'

/** How many stretches of time are told apart; when there are more, two become one. */
const maxStretches = 240

/** A single failure between two successes is no outage; only the longest is always told. */
const outageFromMs = 100

/**
 * Counts what the clients of a load see. Times are milliseconds since 1970, given from outside and never going back.
 */
export class LoadMeter {
  readonly #startedAt: number
  readonly #latencies = new LatencyHistogram()
  readonly #errors = new Map<string, number>()
  readonly #stretches: {succeeded: number; errors: Map<string, number>}[] = []
  #stretchMs = 1000
  #succeeded = 0
  #failed = 0
  #lastSuccess: number | undefined
  #lastEvent = 0
  #failedSinceSuccess = false
  #outages = 0
  #longestGapMs = 0
  #longestOutage: Outage | undefined

  constructor(startedAt: number) {
    this.#startedAt = startedAt
  }

  succeed(at: number, latencyMs: number): void {
    this.#closeGap(at, true)
    this.#lastSuccess = at
    this.#lastEvent = at
    this.#failedSinceSuccess = false
    this.#succeeded += 1
    this.#latencies.add(latencyMs)
    this.#stretchAt(at).succeeded += 1
  }

  fail(at: number, kind: string): void {
    this.#failedSinceSuccess = true
    this.#lastEvent = at
    this.#failed += 1
    for (const counts of [this.#errors, this.#stretchAt(at).errors]) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
  }

  snapshot(kind: LoadKind, now: number): LoadSnapshot {
    return {
      kind,
      elapsedMs: now - this.#startedAt,
      succeeded: this.#succeeded,
      failed: this.#failed,
      errors: Object.fromEntries(this.#errors),
      outageMs: this.#failedSinceSuccess ? now - (this.#lastSuccess ?? this.#startedAt) : null,
    }
  }

  /** What was answered after the end is counted, and the load lasts as long as that. */
  measures(endedOn: number): LoadMeasures {
    const endedAt = Math.max(endedOn, this.#lastEvent)
    this.#closeGap(endedAt, false)
    this.#failedSinceSuccess = false
    return {
      startedAt: new Date(this.#startedAt).toISOString(),
      endedAt: new Date(endedAt).toISOString(),
      durationMs: endedAt - this.#startedAt,
      succeeded: this.#succeeded,
      failed: this.#failed,
      errors: Object.fromEntries([...this.#errors].sort(([, a], [, b]) => b - a)),
      latencyMs: this.#latencies.summary(),
      outageMs: this.#longestOutage?.ms ?? 0,
      outage: this.#longestOutage ?? null,
      outages: this.#outages,
      longestGapMs: this.#longestGapMs,
      overTime: this.#stretches.map(
        ({succeeded, errors}, index): Stretch => ({
          at: new Date(this.#startedAt + index * this.#stretchMs).toISOString(),
          ms: this.#stretchMs,
          succeeded,
          errors: Object.fromEntries(errors),
        }),
      ),
    }
  }

  /** Ends the time since the last success, with a success or with the load. */
  #closeGap(at: number, isSuccess: boolean): void {
    const gapMs = at - (this.#lastSuccess ?? this.#startedAt)
    this.#longestGapMs = Math.max(this.#longestGapMs, gapMs)
    if (!this.#failedSinceSuccess) return
    if (gapMs >= outageFromMs) this.#outages += 1
    if (gapMs < (this.#longestOutage?.ms ?? 0)) return
    this.#longestOutage = {
      ms: gapMs,
      lastSuccess: this.#lastSuccess === undefined ? null : new Date(this.#lastSuccess).toISOString(),
      firstSuccess: isSuccess ? new Date(at).toISOString() : null,
    }
  }

  #stretchAt(at: number) {
    while ((at - this.#startedAt) / this.#stretchMs >= maxStretches) this.#halve()
    const index = Math.max(0, Math.floor((at - this.#startedAt) / this.#stretchMs))
    for (let count = this.#stretches.length; count <= index; count += 1) {
      this.#stretches.push({succeeded: 0, errors: new Map()})
    }
    return this.#stretches[index] as {succeeded: number; errors: Map<string, number>}
  }

  #halve(): void {
    this.#stretchMs *= 2
    const pairs = this.#stretches.splice(0)
    for (let index = 0; index < pairs.length; index += 2) {
      const [first, second] = [pairs[index], pairs[index + 1]]
      if (first === undefined) continue
      first.succeeded += second?.succeeded ?? 0
      for (const [kind, count] of second?.errors ?? [])
        first.errors.set(kind, (first.errors.get(kind) ?? 0) + count)
      this.#stretches.push(first)
    }
  }
}
