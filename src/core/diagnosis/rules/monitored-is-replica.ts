import type {SentinelRowFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A sentinel asks for INFO every 10 s, and waits for two of them (sentinel.c: SENTINEL_INFO_PERIOD). */
const twoInfosMs = 20_000

/** What a sentinel monitors as a master says that it is a replica. */
export const monitoredIsReplica: Rule = {
  id: 'monitored-is-replica',
  needs: 'the reply of SENTINEL MASTERS or SENTINEL MASTER',
  source: 'sentinel.c: sentinelCheckSubjectivelyDown, a master that reports the role slave; role-reported',
  isExaminable: (evidence) => evidence.facts('sentinel-row').some(isMaster),
  examine: (evidence) =>
    evidence
      .facts('sentinel-row')
      .filter((row) => isMaster(row) && row.fields.get('role-reported') === 'slave')
      .map(describe),
}

function isMaster({fields}: SentinelRowFact): boolean {
  return /(?:^|,)master(?:,|$)/.test(fields.get('flags') ?? '') && fields.has('role-reported')
}

function describe({fields, stated, stream}: SentinelRowFact): Diagnosis {
  const name = fields.get('name') ?? ''
  const address = `${fields.get('ip')}:${fields.get('port')}`
  const forMs = Number(fields.get('role-reported-time') ?? 0)
  const isDown = /[so]_down/.test(fields.get('flags') ?? '')
  const replicas = Number(fields.get('num-slaves') ?? 0)
  // In a failover the old master is one for moments, before the sentinel monitors the new one.
  const lasts = isDown || forMs > Number(fields.get('down-after-milliseconds') ?? 0) + twoInfosMs
  return {
    severity: 'cause',
    certainty: lasts ? 'certain' : 'likely',
    title: `${instanceNameOf(stream)} monitors ${address} as the master of ${name}, and that one is a replica.`,
    why:
      `It has said so for ${Math.round(forMs / 1000)} s. Clients that ask this sentinel are sent to it, and their writes get READONLY. ` +
      (replicas === 0
        ? 'The sentinel knows no replica of it, so no failover can end this.'
        : 'After down-after-milliseconds and two INFOs the sentinel counts it as down; it fails over when the quorum agrees and one of its replicas may be promoted.') +
      ' Mostly somebody sent it REPLICAOF by hand, or it belongs to another group.',
    evidence: ['ip', 'port', 'flags', 'role-reported', 'role-reported-time', 'num-slaves'].flatMap(
      (field) => stated.get(field) ?? [],
    ),
    fix: [
      `See whom it follows: redis-cli -h ${fields.get('ip')} -p ${fields.get('port')} INFO replication   (master_host, master_port)`,
      `If it was made a replica by mistake: redis-cli -h ${fields.get('ip')} -p ${fields.get('port')} REPLICAOF NO ONE`,
      `If the one that it follows is the right master: on each sentinel, one after another, redis-cli -p 26379 SENTINEL REMOVE ${name}, then SENTINEL MONITOR ${name} HOST PORT QUORUM, and its timers and auth-pass by SENTINEL SET again: REMOVE drops them.`,
    ],
    collect: [`redis-cli -p 26379 SENTINEL MASTERS   on every sentinel`],
  }
}
