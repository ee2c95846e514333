import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findSentinelViews, majorityOf} from '../sentinels.ts'

/** Two sentinels, or an even number: one failure takes the majority, or adds nothing. */
export const sentinelTooFew: Rule = {
  id: 'sentinel-too-few',
  needs: 'the log of a sentinel from its start, or the sentinel.conf that it has written',
  source: 'redis.io, Sentinel: "You need at least three Sentinel instances for a robust deployment"',
  lab: 'two-sentinels',
  isExaminable: (evidence) => findSentinelViews(evidence).some(({count}) => count !== undefined),
  examine(evidence) {
    const views = findSentinelViews(evidence).filter(
      ({count, down}) => count !== undefined && down.length === 0,
    )
    return views.slice(0, 1).flatMap(({others, monitor, masterName, count = 0}): readonly Diagnosis[] => {
      const all = count
      const majority = majorityOf(all)
      if (all >= 3 && all % 2 === 1) return []
      const survives = all - majority
      return [
        {
          severity: all < 3 ? 'risk' : 'note',
          certainty: 'certain',
          title:
            all < 3
              ? `${masterName} has ${all} sentinel${all === 1 ? '' : 's'}: when one is lost, no failover can be authorised.`
              : `${all} sentinels survive no more losses than ${all - 1} would: ${survives}.`,
          why: `A failover needs ${majority} of ${all} sentinels, so ${survives} may be lost.`,
          evidence: [monitor, ...others],
          fix: [`Run ${all < 3 ? 3 : all + 1} sentinels, each where it fails apart from the others.`],
        },
      ]
    })
  },
}
