import type {Evidence, NodeFact} from '../evidence/facts.ts'
import {clockInstancesOf, type KnownInstance} from './clock-instance.ts'
import {dateEvidence} from './date-evidence.ts'
import {moveTimes} from './move-times.ts'
import {type ClockOptions, type ClockPlan, planClocks} from './plan-clocks.ts'

export interface ReadClocksOptions extends Omit<ClockOptions, 'masters'> {
  /** The year of lines without one; of a log over New Year that of its first line. */
  readonly year?: number | undefined
}

/** Evidence whose times can be compared, as far as anything shows how. */
export interface ComparableEvidence {
  readonly evidence: readonly Evidence[]
  readonly plan: ClockPlan
  /** The year that lines without one were given; null where none was needed or known. */
  readonly year: number | null
}

/**
 * All that is done about clocks: lines without a year get one, the clocks of instances are compared, and times are moved where
 * something shows by how much. The evidence itself stays as it is.
 *
 * @throws RedislabError OPTION_INVALID when a zone is given for an instance that is not there
 */
export function readClocks(
  evidence: readonly Evidence[],
  instances: readonly KnownInstance[],
  {year: given, ...options}: ReadClocksOptions = {},
): ComparableEvidence {
  const {evidence: dated, year} = dateEvidence(evidence, given)
  const masters = countMasters(evidence)
  const plan = planClocks(clockInstancesOf(instances, dated), {...options, masters})
  return {evidence: moveTimes(dated, plan), plan, year}
}

/** How many masters with slots a cluster has by its own lists; undefined where they differ, or there is none. */
function countMasters(evidence: readonly Evidence[]): number | undefined {
  const lists = new Map<string, NodeFact[]>()
  for (const {path, facts} of evidence) {
    for (const fact of facts) {
      if (fact.kind !== 'cluster-node' || fact.from === 'check') continue
      const key = `${path}:${fact.list}`
      lists.set(key, [...(lists.get(key) ?? []), fact])
    }
  }
  const counts = new Set(
    [...lists.values()].map((list) => list.filter(({node}) => node.slots.length > 0).length),
  )
  const [count] = counts
  return counts.size === 1 ? count : undefined
}
