import type {Explanation} from '../timeline/explain.ts'
import {describeEntry, type TimelineJson} from './timeline-json.ts'

export interface ReasonJson {
  readonly text: string
  /** The lines that show it. */
  readonly evidence: readonly TimelineJson[]
}

/** The sentences of an explanation for programs. */
export function describeReasons({reasons, failover}: Explanation): readonly ReasonJson[] {
  const origin = Date.parse(failover.at)
  return reasons.map(({text, evidence}) => ({
    text,
    evidence: evidence.map((entry) => describeEntry(entry, origin)),
  }))
}
