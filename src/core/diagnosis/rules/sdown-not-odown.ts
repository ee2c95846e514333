import type {SentinelRowFact} from '../../evidence/facts.ts'
import {type Case, field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findSentinelViews} from '../sentinels.ts'

/** A sentinel counts the master as down, and not enough others agree. */
export const sdownNotOdown: Rule = {
  id: 'sdown-not-odown',
  needs: 'the log of a sentinel, or the reply of SENTINEL MASTER',
  source: 'sentinel.c: sentinelCheckObjectivelyDown',
  lab: 'sdown-not-odown',
  isExaminable: (evidence) =>
    evidence.logs.some(({isSentinel}) => isSentinel) || evidence.has('sentinel-row'),
  examine: (evidence) => {
    const byLog = inLogs(evidence)
    return byLog.length > 0 ? byLog : evidence.facts('sentinel-row').flatMap(inRow)
  },
}

/** SENTINEL MASTER of a master that this sentinel alone counts as down. */
function inRow({fields, stated}: SentinelRowFact): readonly Diagnosis[] {
  const flags = (fields.get('flags') ?? '').split(',')
  const lasted = Number(fields.get('s-down-time') ?? 0)
  if (!flags.includes('master') || !flags.includes('s_down') || flags.includes('o_down') || lasted < 5000)
    return []
  // It answers, with an error: what that means is another rule's.
  if (Number(fields.get('last-ping-reply')) < Number(fields.get('last-ok-ping-reply')) - 2000) return []
  const others = Number(fields.get('num-other-sentinels') ?? 0)
  const quorum = Number(fields.get('quorum') ?? 0)
  const name = fields.get('name') ?? 'the master'
  const all = others + 1
  return [
    {
      severity: 'cause',
      certainty: 'likely',
      title: `${name} counts as down for this sentinel for ${Math.round(lasted / 1000)} s, and not enough others agree (no o_down): the quorum is ${quorum}, and ${others} other sentinels are on record.`,
      why: `It had no good answer for ${Math.round(Number(fields.get('last-ok-ping-reply')) / 1000)} s. ${others === 0 ? 'It knows no other sentinel, so nobody can agree: they have not found each other yet, or never (hellos go through the master and its replicas).' : 'Either the others still reach the master (then the way from here to it is broken), or this sentinel does not reach them (a firewall, bind or protected-mode on their port), or they refuse to answer it (ACL, password), or most of the records are of sentinels that are gone.'} A leader needs ${Math.max(quorum, Math.floor(all / 2) + 1)} of all ${all} on record.`,
      evidence: ['flags', 's-down-time', 'last-ok-ping-reply', 'num-other-sentinels', 'quorum'].flatMap(
        (field) => stated.get(field) ?? [],
      ),
      fix: ['Find out which of these it is (below) before anything is changed.'],
      collect: [
        `redis-cli -p 26379 SENTINEL CKQUORUM ${name}   on this sentinel and on another one`,
        `redis-cli -p 26379 SENTINEL SENTINELS ${name}   (flags: s_down, disconnected)`,
      ],
    },
  ]
}

function inLogs(evidence: Case): readonly Diagnosis[] {
  return evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
    const isOfMaster = (line: (typeof lines)[number]) => field(line, 'subject') === 'master'
    const sdown = lines.findLast((line) => line.event?.kind === '+sdown' && isOfMaster(line))
    if (sdown === undefined) return []
    const rest = lines.slice(lines.indexOf(sdown) + 1)
    const isSame = (line: (typeof lines)[number]) => field(line, 'masterName') === field(sdown, 'masterName')
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
  })
}
