import {createHistogram} from 'node:perf_hooks'
import type {Latency} from '../core/load/report.ts'

/** Counts of latencies: constant memory, however many there are, and what is read from it is at most 0.1 % off. */
export class LatencyHistogram {
  /** Of microseconds. */
  readonly #counts = createHistogram()
  #maxMs = 0

  add(ms: number): void {
    this.#counts.record(Math.max(1, Math.ceil(ms * 1000)))
    this.#maxMs = Math.max(this.#maxMs, ms)
  }

  /** Null when it is empty. */
  summary(): Latency | null {
    if (this.#counts.count === 0) return null
    const max = Math.round(this.#maxMs * 1000) / 1000
    // Where several latencies share a count it is the upper end that is read: nobody was slower than what is said.
    const read = (percent: number) => Math.min(max, this.#counts.percentile(percent) / 1000)
    return {p50: read(50), p90: read(90), p99: read(99), p999: read(99.9), max}
  }
}
