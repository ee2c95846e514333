import type {Case, ProcessLog} from '../case.ts'
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
  examine: (evidence) => [...tellDone(evidence), ...evidence.logs.flatMap(tellUnderWay)],
}

function tellDone(evidence: Case): readonly Diagnosis[] {
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
}

/** How far a failover has come whose end is not in the log. */
const promoting = ['+failover-state-wait-promotion', '+promoted-slave', '+failover-state-reconf-slaves']

/** A replica was told to become the master, and the log ends before all know of it. */
function tellUnderWay({name, lines, isSentinel}: ProcessLog): readonly Diagnosis[] {
  if (!isSentinel) return []
  const last = lines.findLastIndex(({event}) => promoting.includes(event?.kind ?? ''))
  const line = lines[last]
  if (line === undefined) return []
  const isOver = lines
    .slice(last + 1)
    .some(({event}) => /^(?:\+switch-master|\+failover-end|-failover-abort)/.test(event?.kind ?? ''))
  const chosen = lines.slice(0, last + 1).findLast(({event}) => event?.kind === '+selected-slave')
  const told = /^\S+ slave (\S+) \S+ \d+ @ (\S+) (\S+) (\d+)/.exec((chosen ?? line).message)
  if (isOver || told === null) return []
  const [, replica, group, host, port] = told
  const elected = lines.slice(0, last).findLast(({event}) => event?.kind === '+elected-leader')
  return [
    {
      severity: 'note',
      certainty: 'certain',
      title: `A failover of ${group} from ${host}:${port} to ${replica} is under way where this log ends.`,
      why: `${elected === undefined ? '' : `${name} leads it. `}The replica was told to become the master. Clients are told of it with +switch-master, which comes later; until then, and as long as they keep old connections, they write to the old address.`,
      evidence: [
        ...(elected === undefined ? [] : [elected]),
        ...(chosen === undefined || chosen === line ? [] : [chosen]),
        line,
      ],
      collect: ['The lines that follow in this log: +switch-master, or -failover-abort and why'],
    },
  ]
}
