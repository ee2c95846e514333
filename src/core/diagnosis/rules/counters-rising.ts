import type {Diagnosis, FindingSeverity} from '../finding.ts'
import {findInfoPairs, growthOf, type InfoPair, statedBy} from '../info-pairs.ts'
import type {Rule} from '../rule.ts'

interface Counter {
  readonly field: string
  readonly severity: FindingSeverity
  readonly title: (name: string, count: number, during: string) => string
  readonly why: string
  readonly fix: readonly string[]
}

/** What grows only while something goes wrong (server.c: genRedisInfoString). */
const counters: readonly Counter[] = [
  {
    field: 'rejected_connections',
    severity: 'cause',
    title: (name, count, during) =>
      `${name} turned away ${count} connection${count === 1 ? '' : 's'} within ${during}: maxclients is reached.`,
    why: 'A client that connects gets "max number of clients reached": applications, and also sentinels and replicas that come back, so a failover may fail.',
    fix: [
      'See who holds them: redis-cli CLIENT LIST; clients that do not close their connections are the usual cause.',
      'Raise it, with the limit of open files: redis-cli CONFIG SET maxclients NUMBER',
    ],
  },
  {
    field: 'sync_full',
    severity: 'risk',
    title: (name, count, during) =>
      `${name} began ${count} whole cop${count === 1 ? 'y' : 'ies'} for replicas within ${during}.`,
    why: 'A whole copy takes a fork, the network, and the replica out of service. One is right when a replica is new. When they go on, copies break off again and again.',
    fix: [
      'See in the log of the master why: the backlog is too small, or the output buffer limit of replicas.',
    ],
  },
  {
    field: 'sync_partial_err',
    severity: 'risk',
    title: (name, count, during) =>
      `${name} could not give ${count === 1 ? 'a replica' : `replicas ${count} times`} only what it had missed, within ${during}.`,
    why: 'What the replica lacked was not in the backlog any more, or is of another history. It takes a whole copy instead.',
    fix: ['Make repl-backlog-size larger than what is written during the longest disconnection.'],
  },
  {
    field: 'client_output_buffer_limit_disconnections',
    severity: 'risk',
    title: (name, count, during) =>
      `${name} ended ${count} connection${count === 1 ? '' : 's'} within ${during}, since too much waited to be sent.`,
    why: 'client-output-buffer-limit was reached. Where it is a replica, it begins again with a whole copy, which may reach the limit again.',
    fix: ['See whose: redis-cli CLIENT LIST, omem. For replicas raise the limit of the class replica.'],
  },
  {
    field: 'evicted_clients',
    severity: 'risk',
    title: (name, count, during) =>
      `${name} ended ${count} connection${count === 1 ? '' : 's'} within ${during}, since clients took too much memory.`,
    why: 'maxmemory-clients was reached: those that use most are disconnected.',
    fix: ['See whose: redis-cli CLIENT LIST, tot-mem.'],
  },
  {
    field: 'aof_delayed_fsync',
    severity: 'risk',
    title: (name, count, during) =>
      `The disk of ${name} kept writes waiting ${count} time${count === 1 ? '' : 's'} within ${during}.`,
    why: 'The fsync of the append-only file took longer than two seconds, so the server stood still. Sentinels may take that for an outage.',
    fix: ['Give the append-only file a disk of its own, or set no-appendfsync-on-rewrite yes.'],
  },
  {
    field: 'evicted_keys',
    severity: 'note',
    title: (name, count, during) =>
      `${name} removed ${count} key${count === 1 ? '' : 's'} to make room within ${during}.`,
    why: 'maxmemory is reached. For a cache that is its work; for locks, queues and sessions it is loss.',
    fix: ['Where nothing may be lost: more memory, and maxmemory-policy noeviction.'],
  },
]

/** A counter of trouble grew while it was looked at. */
export const countersRising: Rule = {
  id: 'counters-rising',
  needs: 'INFO of one server twice: --for 30s of a deployment that can be asked',
  source: 'redis.io, INFO: counters are of the time since the start or CONFIG RESETSTAT',
  isExaminable: (evidence) => findInfoPairs(evidence).length > 0,
  examine: (evidence) => findInfoPairs(evidence).flatMap(examinePair),
}

function examinePair(pair: InfoPair): readonly Diagnosis[] {
  return counters.flatMap(({field, severity, title, why, fix}): readonly Diagnosis[] => {
    const grown = growthOf(pair, field) ?? 0
    if (grown <= 0) return []
    return [
      {
        severity,
        certainty: 'certain',
        title: title(pair.name, grown, inWords(pair.seconds)),
        why,
        evidence: statedBy(pair, field),
        fix,
      },
    ]
  })
}

function inWords(seconds: number): string {
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
}
