import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'
import {findStalls, type Stall} from '../stalls.ts'
import {hasWaitingTimes, waitingTimeOf} from '../waiting-times.ts'

/** A server stood still for longer than others wait until they count it as down. */
export const stallAboveTimeout: Rule = {
  id: 'stall-above-timeout',
  needs:
    'SLOWLOG GET, LATENCY LATEST or INFO of a server, and down-after-milliseconds or cluster-node-timeout',
  source: 'redis.io, SLOWLOG and latency monitoring; sentinel.c: sentinelCheckSubjectivelyDown',
  lab: 'failover-frozen-master',
  isExaminable: (evidence) => hasWaitingTimes(evidence) && findStalls(evidence).length > 0,
  examine,
}

function examine(evidence: Case): readonly Diagnosis[] {
  const byServer = groupBy(findStalls(evidence), ({stream}) => stream)
  return [...byServer].flatMap(([stream, all]): readonly Diagnosis[] => {
    const wait = waitingTimeOf(evidence, stream)
    const sorted = all.filter(({ms}) => ms >= (wait?.ms ?? Infinity)).toSorted((a, b) => b.ms - a.ms)
    const [longest] = sorted
    if (wait === undefined || longest === undefined) return []
    const shown = Math.round(longest.ms)
    return [
      {
        severity: 'risk',
        certainty: 'certain',
        title: `${longest.name} stood still for ${shown} ms (${longest.what}), and ${wait.what} is ${wait.ms}.`,
        why: `${sorted.length === 1 ? 'It is' : `${sorted.length} such stalls are`} on its own record. While it lasts, no ping is answered: the others count the server as down, and of a master that lives and goes on afterwards a failover may begin.`,
        evidence: [...sorted.slice(0, 4).map(({stated}) => stated), wait.stated],
        fix: [
          shorter[longest.kind],
          wait.what === 'cluster-node-timeout'
            ? `Or wait for longer, on every node: redis-cli CONFIG SET cluster-node-timeout ${shown * 2}, then CONFIG REWRITE. A failover then takes as much longer.`
            : `Or wait for longer, on every sentinel: redis-cli -p 26379 SENTINEL SET ${wait.stated.words[0]} down-after-milliseconds ${shown * 2}. A failover then takes as much longer.`,
        ],
        collect: [
          'redis-cli SLOWLOG GET 32',
          'redis-cli LATENCY HISTORY command   (with latency-monitor-threshold above 0)',
        ],
      },
    ]
  })
}

const shorter: Readonly<Record<Stall['kind'], string>> = {
  fork: 'Make the fork shorter: less memory in one process, no transparent huge pages, a machine that is no old kind of virtual one.',
  command: 'Do it in smaller parts: SCAN in place of KEYS, UNLINK in place of DEL, fewer keys in a script.',
  other: 'Find out what that event is, and what helps: redis-cli LATENCY DOCTOR',
}
