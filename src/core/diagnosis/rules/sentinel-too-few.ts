import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findSentinelViews, majorityOf, type SentinelView} from '../sentinels.ts'

/** Two sentinels, or an even number: one failure takes the majority, or adds nothing. */
export const sentinelTooFew: Rule = {
  id: 'sentinel-too-few',
  needs:
    'the log of a sentinel from its start, the sentinel.conf that it has written, or a compose file or manifests with the confs of all',
  source: 'redis.io, Sentinel: "You need at least three Sentinel instances for a robust deployment"',
  lab: 'two-sentinels',
  isExaminable: (evidence) =>
    findSentinelViews(evidence).some(({count}) => count !== undefined) ||
    countPlanned(evidence) !== undefined,
  examine(evidence) {
    const views = findSentinelViews(evidence).filter(
      ({count, down}) => count !== undefined && down.length === 0,
    )
    const planned = views.length === 0 ? countPlanned(evidence) : undefined
    const found = planned === undefined ? views.slice(0, 1) : [planned]
    return found.flatMap(({others, monitor, masterName, count: all = 0}): readonly Diagnosis[] => {
      const majority = majorityOf(all)
      if (all >= 3 && all % 2 === 1) return []
      const survives = all - majority
      return [
        {
          severity: all < 3 ? 'risk' : 'note',
          // There may be others that these manifests do not start.
          certainty: planned === undefined ? 'certain' : 'likely',
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

/**
 * How many sentinels watch a master by their confs, where a compose file or manifests name each of them; undefined where these run
 * more sentinels than confs are here, or one, which may be scaled.
 */
function countPlanned(
  evidence: Case,
): Pick<SentinelView, 'others' | 'monitor' | 'masterName' | 'count'> | undefined {
  const services = evidence.facts('service').filter(({stream}) => stream.includes('#'))
  const running = services.filter(
    ({name = '', image = '', command, environment}) =>
      environment.get('KIND') === 'sentinel' ||
      [name, image, ...command].some((word) => word.includes('sentinel')),
  )
  const [first, ...rest] = findSentinelViews(evidence)
  const others = rest.filter(
    ({masterName, master}) => masterName === first?.masterName && master === first.master,
  )
  const isEachNamed = others.length > 0 && running.length <= others.length + 1
  if (services.length === 0 || first === undefined || !isEachNamed) return undefined
  return {...first, others: others.map(({monitor}) => monitor), count: others.length + 1}
}
