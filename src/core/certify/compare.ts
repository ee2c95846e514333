import type {Verdict} from './result.ts'

/** What of a result is compared: what both files surely have. */
export interface ComparedScenario {
  readonly id: string
  readonly passed: boolean
  readonly verdict: Verdict | null
  readonly outageMs: number | null
  readonly silentMs: number
  readonly lost: number
}

export interface ComparedRow {
  readonly id: string
  readonly before: ComparedScenario | null
  readonly after: ComparedScenario | null
  readonly change: 'better' | 'worse' | 'same' | 'other'
}

export interface CertificateComparison {
  readonly before: string
  readonly after: string
  readonly scenarios: readonly ComparedRow[]
}

interface Compared {
  readonly client: string
  readonly scenarios: readonly ComparedScenario[]
}

/** Two certificates side by side: such as those of two versions of a client. */
export function compareCertificates(before: Compared, after: Compared): CertificateComparison {
  const ids = [...new Set([...before.scenarios, ...after.scenarios].map(({id}) => id))]
  return {
    before: before.client,
    after: after.client,
    scenarios: ids.map((id) => {
      const [one, other] = [before, after].map(({scenarios}) => {
        const found = scenarios.find((each) => each.id === id)
        return found === undefined ? null : pick(found)
      })
      return {id, before: one ?? null, after: other ?? null, change: changeOf(one ?? null, other ?? null)}
    }),
  }
}

function pick({id, passed, verdict, outageMs, silentMs, lost}: ComparedScenario): ComparedScenario {
  return {id, passed, verdict, outageMs, silentMs, lost}
}

function changeOf(before: ComparedScenario | null, after: ComparedScenario | null): ComparedRow['change'] {
  if (before === null || after === null || before.verdict === null || after.verdict === null) return 'other'
  if (before.passed !== after.passed) return after.passed ? 'better' : 'worse'
  return before.verdict === after.verdict ? 'same' : 'other'
}
