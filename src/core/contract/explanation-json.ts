import type {Explanation} from '../timeline/explain.ts'
import {describeFailover, type FailoverJson} from './failover-json.ts'
import {describeEntry, type TimelineJson} from './timeline-json.ts'

export interface ReasonJson {
  readonly text: string
  /** The lines that show it. */
  readonly evidence: readonly TimelineJson[]
}

export interface ExplanationJson extends FailoverJson {
  /** In one sentence. */
  readonly summary: string
  readonly reasons: readonly ReasonJson[]
}

/** A failover for programs, or that there was none, with the sentences that say why. */
export function describeExplanation({summary, reasons, failover}: Explanation): ExplanationJson {
  const origin = Date.parse(failover.at)
  return {
    summary,
    ...describeFailover(failover),
    reasons: reasons.map(({text, evidence}) => ({
      text,
      evidence: evidence.map((entry) => describeEntry(entry, origin)),
    })),
  }
}
