import {field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findSentinelViews} from '../sentinels.ts'

/** A sentinel counts the master as down, and not enough others agree. */
export const sdownNotOdown: Rule = {
  id: 'sdown-not-odown',
  needs: 'the log of a sentinel',
  source: 'sentinel.c: sentinelCheckObjectivelyDown',
  lab: 'sdown-not-odown',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const isOfMaster = (line: (typeof lines)[number]) => field(line, 'subject') === 'master'
      const sdown = lines.findLast((line) => line.event?.kind === '+sdown' && isOfMaster(line))
      if (sdown === undefined) return []
      const rest = lines.slice(lines.indexOf(sdown) + 1)
      const isSame = (line: (typeof lines)[number]) =>
        field(line, 'masterName') === field(sdown, 'masterName')
      const back = rest.find((line) => line.event?.kind === '-sdown' && isOfMaster(line) && isSame(line))
      const after = back === undefined ? rest : rest.slice(0, rest.indexOf(back))
      if (
        after.some(({event}) =>
          /^\+odown$|^\+try-failover$|^\+switch-master$|^\+new-epoch$/.test(event?.kind ?? ''),
        )
      )
        return []
      const last = back ?? after.at(-1)
      const waitedMs = last?.at != null && sdown.at !== null ? last.at - sdown.at : 0
      // One line at the end of a log is no stand-still: what came next is cut off. And a short one is over before others see it.
      if (waitedMs < 5000) return []
      const view = findSentinelViews(evidence).find(
        (it) => it.name === name && it.masterName === field(sdown, 'masterName'),
      )
      const quorum = view?.quorum
      return [
        {
          severity: 'cause',
          // By themselves two lines do not show whether the others had their reasons.
          certainty: back === undefined ? 'likely' : 'possible',
          title: `${name} counts ${field(sdown, 'masterName')} as down (+sdown), and not enough other sentinels agree (+odown) in the ${Math.round(waitedMs / 1000)} s ${back === undefined ? 'that follow' : 'until it is back (-sdown)'}.`,
          why: `${quorum === undefined ? 'The quorum' : `A quorum of ${quorum}`} has to agree before a failover starts. Either the others still reach the master (then the way from this sentinel to it is broken, not the master), or this sentinel does not know or reach them (a firewall or bind on their port; sentinels with one and the same myid, from a copied conf, take each other for themselves), or they refuse to answer it (ACL, password).`,
          evidence: [
            ...(view === undefined ? [] : [view.monitor]),
            sdown,
            ...(back === undefined ? [] : [back]),
          ],
          fix: ['Find out which of the three it is (below) before anything is changed.'],
          collect: [
            `redis-cli -p 26379 SENTINEL CKQUORUM ${field(sdown, 'masterName')}   on this sentinel and on another one`,
            `redis-cli -p 26379 SENTINEL SENTINELS ${field(sdown, 'masterName')}   (flags: s_down, disconnected)`,
            'redis-cli -p 26379 SENTINEL MYID   on each sentinel (sentinel myid in its conf): all different?',
            'The logs of the other sentinels of the same minute',
          ],
        },
      ]
    }),
}
