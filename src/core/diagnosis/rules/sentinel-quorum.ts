import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'
import {findSentinelViews, majorityOf, type SentinelView} from '../sentinels.ts'

/** The quorum can never be reached, is one sentinel alone, or differs between sentinels. */
export const sentinelQuorum: Rule = {
  id: 'sentinel-quorum',
  needs: 'sentinel.conf, or the log of a sentinel from its start',
  source: 'redis.io, Sentinel: "Quorum"; sentinel.c: sentinelCheckObjectivelyDown',
  lab: 'quorum-lost',
  isExaminable: (evidence) => findSentinelViews(evidence).some(({quorum}) => quorum !== undefined),
  examine(evidence) {
    const views = findSentinelViews(evidence).filter(({quorum}) => quorum !== undefined)
    return [...groupBy(views, ({masterName}) => masterName).values()].flatMap((group) => judge(group))
  },
}

function judge(views: readonly SentinelView[]): readonly Diagnosis[] {
  const [{masterName}] = views as [SentinelView, ...SentinelView[]]
  const quorums = new Set(views.map(({quorum}) => quorum))
  const whole = views.find(({count}) => count !== undefined)
  const all = whole?.count
  const monitors = views.map(({monitor}) => monitor)
  const quorum = Math.max(...views.map((view) => view.quorum ?? 0))
  const found: Diagnosis[] = []
  if (quorums.size > 1) {
    found.push({
      severity: 'risk',
      certainty: 'certain',
      title: `The quorum of ${masterName} differs between sentinels: ${views.map(({name, quorum: own}) => `${name} ${own}`).join(', ')}.`,
      why: 'Each sentinel goes by its own, so it depends on which one notices first whether a failover starts. SENTINEL SET changes one sentinel only: it has to be given to each.',
      evidence: monitors,
      fix: [`On every sentinel: redis-cli -p 26379 SENTINEL SET ${masterName} quorum N`],
    })
  }
  if (all !== undefined && quorum > all) {
    found.push({
      severity: 'cause',
      certainty: 'certain',
      title: `The quorum of ${masterName} is ${quorum}, and there ${all === 1 ? 'is one sentinel' : `are ${all} sentinels`}: the master never counts as down.`,
      why: `+odown needs ${quorum} sentinels that agree.`,
      evidence: [...monitors, ...(whole?.others ?? [])],
      fix: [`On every sentinel: redis-cli -p 26379 SENTINEL SET ${masterName} quorum ${majorityOf(all)}`],
    })
  } else if (quorum === 0) {
    found.push({
      severity: 'cause',
      certainty: 'certain',
      title: `The quorum of ${masterName} is 0: newer sentinels refuse to start with it.`,
      why: 'A quorum must be 1 or more.',
      evidence: monitors,
      fix: ['sentinel monitor NAME HOST PORT 2 in every sentinel.conf'],
    })
  } else if (quorum === 1 && all !== undefined && all >= 3) {
    found.push({
      severity: 'note',
      certainty: 'certain',
      title: `The quorum of ${masterName} is 1: one sentinel that does not reach the master is enough to start a failover.`,
      why: `The failover still needs the votes of ${majorityOf(all)} of ${all} sentinels, and they are given to the first that asks: so one sentinel with a bad network can move a master that works.`,
      evidence: monitors,
      fix: [`On every sentinel: redis-cli -p 26379 SENTINEL SET ${masterName} quorum ${majorityOf(all)}`],
    })
  }
  return found
}
