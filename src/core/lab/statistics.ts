import type {Value} from './expression.ts'
import type {LabResult} from './result.ts'

/** What one measured value was over several runs. */
export interface Spread {
  readonly runs: number
  readonly min: number
  readonly median: number
  readonly max: number
  /** From the smallest to the largest. */
  readonly spread: number
}

/** Every number that runs of a lab measured, by its path (`phases.odownMs`, `writer.lost`), over the runs that have it. */
export function spreadsOf(results: readonly LabResult[]): Readonly<Record<string, Spread>> {
  const numbers = new Map<string, number[]>()
  for (const {measured, phases, loads} of results) {
    collect('', measured, numbers)
    if (phases !== undefined) collect('phases', {...phases}, numbers)
    for (const [name, load] of Object.entries(loads ?? {})) {
      const known = Object.entries(load).filter(([field]) => loadFields.has(field))
      collect(name, Object.fromEntries(known) as Value, numbers)
    }
  }
  return Object.fromEntries([...numbers].map(([path, values]) => [path, spreadOf(values)]))
}

/** What of a load is worth comparing. */
const loadFields: ReadonlySet<string> = new Set([
  'acknowledged',
  'surviving',
  'lost',
  'unknown',
  'failed',
  'succeeded',
  'outageMs',
  'doubleHeld',
  'missed',
])

function collect(path: string, value: Value, numbers: Map<string, number[]>): void {
  if (typeof value === 'number') {
    const known = numbers.get(path)
    if (known === undefined) numbers.set(path, [value])
    else known.push(value)
    return
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return
  for (const [name, inner] of Object.entries(value))
    collect(path === '' ? name : `${path}.${name}`, inner, numbers)
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]]
  const [min = 0, max = 0] = [sorted[0], sorted.at(-1)]
  return {runs: sorted.length, min, median: (low + high) / 2, max, spread: max - min}
}
