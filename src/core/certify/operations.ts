import type {Reported} from './result.ts'

const mostKinds = 20

/** Adds up what a client says of its operations: a line of JSON each, `{op, ok, error?, ms}`. Other lines are ignored. */
export class Operations {
  #succeeded = 0
  #failed = 0
  #longestMs: number | null = null
  readonly #errors = new Map<string, number>()

  /** @returns whether the line was one of these */
  take(line: string): boolean {
    if (!line.startsWith('{')) return false
    const said = parse(line)
    if (said === undefined || typeof said['ok'] !== 'boolean') return false
    if (said['ok']) this.#succeeded += 1
    else {
      this.#failed += 1
      const kind = kindOf(String(said['error'] ?? 'error'))
      if (this.#errors.has(kind) || this.#errors.size < mostKinds)
        this.#errors.set(kind, (this.#errors.get(kind) ?? 0) + 1)
    }
    const ms = Number(said['ms'])
    if (said['ms'] !== undefined && Number.isFinite(ms))
      this.#longestMs = Math.max(this.#longestMs ?? 0, Math.round(ms))
    return true
  }

  /** Null where it has said nothing. */
  get reported(): Reported | null {
    if (this.#succeeded + this.#failed === 0) return null
    return {
      succeeded: this.#succeeded,
      failed: this.#failed,
      errors: Object.fromEntries([...this.#errors].sort(([, a], [, b]) => b - a)),
      longestMs: this.#longestMs,
    }
  }
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    // Text of the client's own that looks like JSON.
    return undefined
  }
}

/** An error without what differs each time: addresses and numbers. */
export function kindOf(error: string): string {
  return error
    .replace(/(?:\[[0-9a-f:]+\]|[\w.-]+):\d{2,5}\b/gi, 'ADDRESS')
    .replace(/\b\d+\b/g, 'N')
    .slice(0, 100)
}
