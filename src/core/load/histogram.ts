import type {Latency} from './report.ts'

/** 32 steps for each doubling: what is read from it is at most 3 % off. */
const stepsPerDoubling = 32
const doublings = 36

/** Counts of latencies in steps that grow with them: constant memory, however many there are. */
export class LatencyHistogram {
  readonly #counts = new Float64Array(stepsPerDoubling * doublings)
  #total = 0
  #maxMs = 0

  add(ms: number): void {
    const micros = Math.max(1, ms * 1000)
    const step = Math.min(this.#counts.length - 1, Math.floor(Math.log2(micros) * stepsPerDoubling))
    this.#counts[step] = (this.#counts[step] ?? 0) + 1
    this.#total += 1
    this.#maxMs = Math.max(this.#maxMs, ms)
  }

  /** Null when it is empty. */
  summary(): Latency | null {
    if (this.#total === 0) return null
    return {
      p50: this.#percentile(0.5),
      p90: this.#percentile(0.9),
      p99: this.#percentile(0.99),
      p999: this.#percentile(0.999),
      max: round(this.#maxMs),
    }
  }

  #percentile(share: number): number {
    const wanted = Math.ceil(this.#total * share)
    let seen = 0
    for (const [step, count] of this.#counts.entries()) {
      seen += count
      // The upper end of the step: nobody was slower than what is said.
      if (seen >= wanted)
        return Math.min(round(this.#maxMs), round(2 ** ((step + 1) / stepsPerDoubling) / 1000))
    }
    return round(this.#maxMs)
  }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
