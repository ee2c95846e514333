import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'
import {findSentinelViews, majorityOf, type SentinelView} from '../sentinels.ts'

/** The quorum can never be reached, is one sentinel alone, or differs between sentinels, as does how many of these there are. */
export const sentinelQuorum: Rule = {
  id: 'sentinel-quorum',
  needs: 'sentinel.conf, SENTINEL MASTERS, or the log of a sentinel from its start',
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
  const counted = views.filter(isCounted)
  const all = counted.length === 0 ? undefined : Math.max(...counted.map(({count}) => count))
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
  const above = counted.filter((view) => (view.quorum ?? 0) > view.count)
  if (above.length > 0) {
    found.push(tooHigh(above, counted))
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
  return [...found, ...countsDiffer(counted)]
}

type Counted = SentinelView & {readonly count: number}

function isCounted(view: SentinelView): view is Counted {
  return view.count !== undefined
}

/** Those whose quorum is above what they count themselves, among all that count. */
function tooHigh(above: readonly Counted[], counted: readonly Counted[]): Diagnosis {
  const [{masterName, quorum, count}] = above as [Counted, ...Counted[]]
  const isAlike = new Set(above.map((view) => `${view.quorum} ${view.count}`)).size === 1
  const isWhole = isAlike && above.length === counted.length
  const others = counted.filter((view) => !above.includes(view))
  const tell = (views: readonly Counted[]) =>
    views.map((view) => `${view.name} quorum ${view.quorum} of ${view.count}`).join(', ')
  return {
    severity: 'cause',
    certainty: 'certain',
    title: isWhole
      ? `The quorum of ${masterName} is ${quorum}, and there ${count === 1 ? 'is one sentinel' : `are ${count} sentinels`}: the master never counts as down.`
      : `For ${joinNames(above.map(({name}) => name))} the master of ${masterName} never counts as down: the quorum is above the sentinels on record, ${tell(above)}.`,
    why: isWhole
      ? `+odown needs ${quorum} sentinels that agree.`
      : `+odown needs as many sentinels that agree as the quorum is, and each goes by its own quorum and by those that it has on record itself.${others.length === 0 ? '' : ` Not so ${joinNames(others.map(({name}) => name))} (${tell(others)}): there a failover can begin.`}`,
    evidence: above.flatMap(({monitor, others: known}) => [monitor, ...known]),
    fix: [
      `On every sentinel: redis-cli -p 26379 SENTINEL SET ${masterName} quorum ${majorityOf(Math.max(...counted.map((view) => view.count)))}`,
    ],
  }
}

/** A log names only those that were found since its start: it is not compared. */
function countsDiffer(counted: readonly Counted[]): readonly Diagnosis[] {
  const views = counted.filter(({countedBy}) => countedBy !== 'log')
  const counts = new Set(views.map(({count}) => count))
  const [first] = views
  if (first === undefined || counts.size < 2) return []
  const {masterName} = first
  const most = Math.max(...counts)
  return [
    {
      severity: 'risk',
      certainty: views.every(({countedBy}) => countedBy === 'reply') ? 'certain' : 'likely',
      title: `Sentinels of ${masterName} do not have the same number of sentinels on record: ${views.map(({name, count}) => `${name} ${count}`).join(', ')}.`,
      why: `A leader needs the votes of a majority of those that it has on record itself: ${[...counts]
        .toSorted((a, b) => a - b)
        .map((count) => `${majorityOf(count)} of ${count}`)
        .join(
          ', ',
        )}. So whether a failover gets its votes depends on which sentinel begins it. A sentinel that is gone stays on record until SENTINEL RESET, which each of the others has to be given; and one that has just started needs some seconds to find the others.`,
      evidence: views.flatMap(({monitor, others}) => [monitor, ...others]),
      fix: [
        `On each sentinel, which are on record: redis-cli -p 26379 SENTINEL SENTINELS ${masterName}`,
        `Where one is on record that is gone for good, on each of ${joinNames(views.filter(({count}) => count === most).map(({name}) => name))}, one after another, 30 s apart: redis-cli -p 26379 SENTINEL RESET ${masterName}`,
        'Where one is missing: see that the sentinels reach each other, and that all monitor the same master.',
      ],
      avoid: [
        'No SENTINEL RESET on all at once, and none during a failover: a sentinel forgets its replicas, too.',
      ],
    },
  ]
}
