import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** What happened: who became master, and when, as sentinels say. */
export const failoverDone: Rule = {
  id: 'failover-done',
  needs: 'the log of a sentinel',
  source: 'sentinel.c: sentinelFailoverSwitchToPromotedSlave',
  lab: 'failover',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => isSentinel),
  examine(evidence) {
    const switches = evidence.events('+switch-master')
    return [...groupBy(switches, ({message}) => message)].map(([, lines]): Diagnosis => {
      const [first] = lines as [(typeof lines)[number], ...typeof lines]
      const log = evidence.logs.find(({stream}) => stream === first.stream)
      const before = (log?.lines ?? []).slice(0, log?.lines.indexOf(first))
      const down = before.findLast(
        ({event, message}) => event?.kind === '+sdown' && message.includes(' master '),
      )
      const tookMs = down?.at != null && first.at !== null ? first.at - down.at : undefined
      const [name = '', oldHost, oldPort, newHost, newPort] = first.message
        .replace('+switch-master ', '')
        .split(' ')
      const isByRequest = before.some(({event}) => event?.kind === 'failover-by-request')
      return {
        severity: 'note',
        certainty: 'certain',
        title: `${name} moved from ${oldHost}:${oldPort} to ${newHost}:${newPort}${isByRequest ? ', by request' : ''}.`,
        why: `${lines.length === 1 ? `${log?.name ?? 'A sentinel'} says so` : `${lines.length} sentinels say so`}.${tookMs === undefined ? '' : ` For the first of them it took ${(tookMs / 1000).toFixed(1)} s from +sdown to the new address; the master was silent for down-after-milliseconds before that.`}`,
        evidence: [...(down === undefined ? [] : [down]), ...lines],
      }
    })
  },
}
