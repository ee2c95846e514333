import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'
import {findSentinelViews, type SentinelView} from '../sentinels.ts'

/** Sentinels monitor different masters under one name. */
export const sentinelMastersDiffer: Rule = {
  id: 'sentinel-masters-differ',
  needs: 'the confs or logs of two sentinels that monitor the same name',
  source: 'sentinel.c: sentinelProcessHelloMessage adopts another address only with a newer config epoch',
  isExaminable: (evidence) => groupsOf(findSentinelViews(evidence)).some((views) => views.length > 1),
  examine: (evidence) =>
    groupsOf(findSentinelViews(evidence)).flatMap((views): readonly Diagnosis[] => {
      const masters = new Set(views.map(({master}) => master))
      const [{masterName, monitor}] = views as [SentinelView, ...SentinelView[]]
      if (masters.size < 2) return []
      const isCertain =
        monitor.text.includes('quorum') ||
        new Set(views.map((it) => it.monitor.place.path)).size === views.length
      return [
        {
          severity: 'cause',
          certainty: isCertain ? 'certain' : 'likely',
          title: `The sentinels monitor ${masters.size} different masters under the name ${masterName}.`,
          why:
            `${views.map(({name, master}) => `${name}: ${master}`).join(', ')}. Each tells clients its own, so what a client gets depends on the sentinel that it asks. ` +
            'This does not heal by itself: a sentinel takes over another address only from a configuration with a higher epoch, and these stand side by side.',
          evidence: views.map((view) => view.monitor),
          fix: [
            `Find out which of them should be the master: redis-cli -h HOST -p 6379 ROLE on each`,
            `On every sentinel that names another one: redis-cli -p 26379 SENTINEL REMOVE ${masterName}, then SENTINEL MONITOR ${masterName} HOST PORT QUORUM, then SENTINEL SET ${masterName} auth-pass … and the other settings`,
            'Start all sentinels with the same monitor line from then on (in Kubernetes: one after another, not in parallel).',
          ],
          collect: [`redis-cli -p 26379 SENTINEL GET-MASTER-ADDR-BY-NAME ${masterName}   on each sentinel`],
        },
      ]
    }),
}

/** The last word of each sentinel on each master name: what its conf says, else its log. */
function groupsOf(views: readonly SentinelView[]): readonly (readonly SentinelView[])[] {
  const last = new Map(views.map((view) => [`${view.masterName} ${view.name}`, view]))
  return [...groupBy(last.values(), ({masterName}) => masterName).values()]
}
