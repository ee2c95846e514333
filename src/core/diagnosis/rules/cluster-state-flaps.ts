import type {LogFact} from '../../evidence/facts.ts'
import type {ProcessLog} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A shorter one than this is no outage of a master, which takes a failover of some seconds at least. */
const longestMs = 15_000

/** A node counts the cluster as down for moments: it stood still, or lost the others, or the slots of one, for as long. */
export const clusterStateFlaps: Rule = {
  id: 'cluster-state-flaps',
  needs: 'the log of a node of a cluster',
  source: 'cluster.c: clusterUpdateState; redis.conf: cluster-node-timeout',
  lab: 'cluster-majority-lost',
  isExaminable: (evidence) => evidence.hasEvents('cluster-state-changed'),
  examine: (evidence) =>
    evidence.logs.flatMap((log): readonly Diagnosis[] => {
      const outages = findOutages(log)
      if (outages.length < 2) return []
      const longest = Math.max(...outages.map(({lastedMs}) => lastedMs))
      const told = log.lines.filter(({event}) =>
        /^(?:node-possibly-failing|node-failing|node-failing-heard|node-recovered|cluster-down)$/.test(
          event?.kind ?? '',
        ),
      )
      const timeout = evidence.directives('cluster-node-timeout')[0]
      return [
        {
          severity: 'risk',
          certainty: 'possible',
          title: `For ${log.name} the cluster was down ${outages.length} times, for ${longest < 1000 ? 'less than a second' : `at most ${(longest / 1000).toFixed(1)} s`} each.`,
          why:
            `While it lasts, this node answers CLUSTERDOWN. It believes then that the owner of some slots has failed, or that it reaches no majority of the masters, and it is over as soon as one answers again. So either a node stood still for longer than cluster-node-timeout${timeout === undefined ? '' : ` (${timeout.words[0]} ms)`} (a slow command, a fork, swap, a paused virtual machine), this one or another, or packets were lost. ` +
            (told.length === 0
              ? 'No line here names the node that counted as failed, so this log does not tell which it was.'
              : 'The lines about failing nodes name which it was.'),
          evidence: [...outages.flatMap(({down, up}) => [down, up]), ...told.slice(0, 3)],
          fix: [
            'Find the node that stands still first (below). cluster-node-timeout must be above the longest stall that is normal: 15000 as Redis ships it.',
          ],
          collect: [
            'The logs of all other nodes of the same seconds: "Marking node … as failing", "FAIL message received", "Clear FAIL state"',
            'redis-cli SLOWLOG GET 25, LATENCY LATEST, INFO stats (latest_fork_usec)   on each node',
            'redis-cli CONFIG GET cluster-node-timeout',
          ],
        },
      ]
    }),
}

interface Outage {
  readonly down: LogFact
  readonly up: LogFact
  readonly lastedMs: number
}

function findOutages({lines}: ProcessLog): readonly Outage[] {
  const changes = lines.filter(({event}) => event?.kind === 'cluster-state-changed')
  return changes.flatMap((down, index): readonly Outage[] => {
    const up = changes[index + 1]
    if (down.event?.fields['state'] !== 'fail' || up?.event?.fields['state'] !== 'ok') return []
    if (down.at === null || up.at === null) return []
    const lastedMs = up.at - down.at
    return lastedMs >= 0 && lastedMs <= longestMs ? [{down, up, lastedMs}] : []
  })
}
