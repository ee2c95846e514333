import type {InfoFact, LogFact, SentinelRowFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {joinNames} from '../../text/join-names.ts'
import {type Case, field, type ProcessLog} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findSentinelViews} from '../sentinels.ts'

/** A sentinel counts the master as down, and not enough others agree. */
export const sdownNotOdown: Rule = {
  id: 'sdown-not-odown',
  needs: 'the log of a sentinel, or the reply of SENTINEL MASTER or INFO sentinel',
  source: 'sentinel.c: sentinelCheckObjectivelyDown',
  lab: 'sdown-not-odown',
  isExaminable: (evidence) =>
    evidence.logs.some(({isSentinel}) => isSentinel) ||
    evidence.has('sentinel-row') ||
    evidence.facts('info').some(({fields}) => fields.has('sentinel_masters')),
  examine: (evidence) => {
    const unheard = evidence.logs.flatMap(heardNobody)
    if (unheard.length > 0) return unheard
    const byLog = inLogs(evidence)
    if (byLog.length > 0) return byLog
    // SENTINEL MASTER says more: what the master answered, and when.
    if (evidence.has('sentinel-row')) return evidence.facts('sentinel-row').flatMap(inRow)
    return evidence.facts('info').flatMap(inInfo)
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

/** INFO sentinel of one that counts a master as down, and knows nobody who could agree. */
function inInfo({fields, stated, stream}: InfoFact): readonly Diagnosis[] {
  if (!fields.has('sentinel_masters')) return []
  return [...fields].flatMap(([field, value]): readonly Diagnosis[] => {
    const master =
      /^name=([^,]+),status=sdown,address=([^,]+):(\d+),(?:slaves|replicas)=(\d+),sentinels=1$/.exec(value)
    if (master === null || !/^master\d+$/.test(field)) return []
    const [, name = '', host = '', port = '', replicas = '0'] = master
    const isNew = replicas === '0'
    return [
      {
        severity: 'cause',
        certainty: 'likely',
        title: `${instanceNameOf(stream)} counts ${name} (${host}:${port}) as down, and knows no other sentinel${isNew ? ' and no replica' : ''}: nobody can agree, and no failover starts here.`,
        why: `${isNew ? 'Replicas come from INFO of the master, and other sentinels from hellos that go through it: a sentinel that knows neither has most likely never had an answer from that address. ' : ''}Either nothing answers at ${host}:${port} from the machine of this sentinel (a firewall, a service address that does not lead back to its own pod, a server that is not up yet), or what answers there refuses it (a password, protected-mode).`,
        evidence: [stated.get(field), stated.get('sentinel_tilt')].filter((it) => it !== undefined),
        fix: ['Find out which it is (below) before anything is changed.'],
        collect: [
          `From the machine (the pod) of this sentinel: redis-cli -h ${host} -p ${port} PING`,
          `redis-cli -p 26379 SENTINEL MASTER ${name}   (last-ok-ping-reply, last-ping-reply, info-refresh)`,
          'redis-cli -p 26379 INFO sentinel   on the other sentinels: do they see the master, and how many sentinels?',
        ],
      },
    ]
  })
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
    // What a server wrote, in a paste of both, says nothing of how long the sentinel went on.
    const last = back ?? after.findLast(({letter}) => letter === null || letter === 'X')
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

/**
 * A sentinel that has heard nobody since it started: the master and all that its conf lists go down in the same moment, as long
 * after the start as down-after-milliseconds is, and nothing was found in between.
 */
function heardNobody({name, lines}: ProcessLog): readonly Diagnosis[] {
  const monitor = lines.findLast(({event}) => event?.kind === '+monitor')
  if (monitor?.at == null) return []
  const masterName = field(monitor, 'masterName')
  const rest = lines
    .slice(lines.indexOf(monitor) + 1)
    .filter((line) => field(line, 'masterName') === masterName)
  const down = rest.filter(({event}) => event?.kind === '+sdown')
  const master = down.find((line) => field(line, 'subject') === 'master')
  const others = down.filter((line) => line !== master)
  const [first] = down
  const last = down.at(-1)
  if (master?.at == null || first?.at == null || last?.at == null || others.length === 0) return []
  // Anything else that it says of this master shows that somebody answered.
  if (rest.some(({event}) => event?.kind !== '+sdown') || last.at - first.at > 1000) return []
  const after = Math.round((first.at - monitor.at) / 1000)
  return [
    {
      severity: 'cause',
      certainty: 'likely',
      title: `${name} has heard nobody since it started: ${joinNames([`${masterName} (${addressOf(master)})`, ...others.map(addressOf)])} count as down in the same moment, ${after} s after the start.`,
      why: 'All of them stand in its conf, and none has answered once: it found no replica and no other sentinel either. Most likely these addresses are of an earlier time: pods and containers that all were stopped come back with others, and a sentinel learns of new addresses only from those that it knows. Else this sentinel is cut off from all of them, or may not log in anywhere (a password, TLS). No failover can come of it: there is no replica that answers.',
      evidence: [monitor, ...down],
      fix: [
        `Compare the addresses with those that the servers have now. Where they differ, on each sentinel: redis-cli -p 26379 SENTINEL REMOVE ${masterName}, then SENTINEL MONITOR ${masterName} HOST PORT QUORUM with the address of the true master, and its settings (SENTINEL SET … auth-pass, down-after-milliseconds).`,
        'So that it does not come again: names in place of addresses (sentinel resolve-hostnames and announce-hostnames, from 6.2 on), or fixed addresses.',
      ],
      collect: [
        'kubectl get pods -o wide   (or docker inspect): which addresses have they at present?',
        `From the machine of this sentinel: redis-cli -h ${field(master, 'ip')} -p ${field(master, 'port')} PING`,
      ],
    },
  ]
}

function addressOf(line: LogFact): string {
  return `${field(line, 'ip')}:${field(line, 'port')}`
}
