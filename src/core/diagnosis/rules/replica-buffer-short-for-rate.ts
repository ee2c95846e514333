import {instanceNameOf} from '../../evidence/instance-name.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {findInfoPairs, growthOf, type InfoPair, statedBy} from '../info-pairs.ts'
import type {Rule} from '../rule.ts'

/** What is written while a replica gets a copy does not fit into the buffer that is kept for it. */
export const replicaBufferShortForRate: Rule = {
  id: 'replica-buffer-short-for-rate',
  needs: 'INFO of a master twice (--for 30s), and its client-output-buffer-limit',
  source:
    'redis.conf: client-output-buffer-limit replica; networking.c: checkClientOutputBufferLimits; valkey#3963',
  isExaminable: (evidence) =>
    findInfoPairs(evidence).some(isMaster) && evidence.directives('client-output-buffer-limit').length > 0,
  examine: (evidence) =>
    findInfoPairs(evidence)
      .filter(isMaster)
      .flatMap((pair) => examinePair(evidence, pair)),
}

function isMaster({last}: InfoPair): boolean {
  return last.fields.get('role') === 'master'
}

function examinePair(evidence: Case, pair: InfoPair): readonly Diagnosis[] {
  const line = evidence
    .directives('client-output-buffer-limit')
    .findLast(({stream, words}) => instanceNameOf(stream) === pair.name && limitIn(words) !== undefined)
  const limit = limitIn(line?.words ?? [])
  const saveSeconds = Number(pair.last.fields.get('rdb_last_bgsave_time_sec') ?? -1)
  const perSecond = (growthOf(pair, 'master_repl_offset') ?? 0) / pair.seconds
  // A backlog that is larger than the limit is what counts (7.0: a replica shares its blocks with it).
  const bytes = Math.max(limit ?? 0, Number(pair.last.fields.get('repl_backlog_size') ?? 0))
  if (line === undefined || limit === undefined || limit === 0 || saveSeconds < 1) return []
  if (perSecond * saveSeconds <= bytes) return []
  return [
    {
      severity: 'risk',
      certainty: 'likely',
      title: `A whole copy for a replica of ${pair.name} breaks off at the present rate: ${Math.round(bytes / perSecond)} s of writes fill its buffer, and saving alone took ${saveSeconds} s.`,
      why: `Within ${pair.seconds.toFixed(1)} s ${Math.round(perSecond)} bytes a second were written. What is written during a copy waits in the output buffer of the replica, whose hard limit is ${limit} bytes; above it the master ends the connection, and the replica begins again, without an end. How long the transfer takes comes on top.`,
      evidence: [
        ...statedBy(pair, 'master_repl_offset'),
        ...statedBy(pair, 'rdb_last_bgsave_time_sec').slice(-1),
        line,
      ],
      fix: [
        `redis-cli CONFIG SET client-output-buffer-limit "replica ${Math.ceil((perSecond * saveSeconds * 3) / 1_048_576)}mb 0 0" on every server, then CONFIG REWRITE; see that the machine has that memory.`,
      ],
      collect: [
        'redis-cli INFO persistence   (rdb_last_bgsave_time_sec)',
        'redis-cli INFO stats   (sync_full, twice)',
      ],
    },
  ]
}

/** Of `normal 0 0 0 slave 268435456 67108864 60 pubsub …` the hard limit of replicas in bytes. */
function limitIn(words: readonly string[]): number | undefined {
  const at = words.findIndex((word) => /^(?:replica|slave)$/i.test(word))
  const value = at < 0 ? undefined : /^(\d+)(k|kb|m|mb|g|gb)?$/i.exec(words[at + 1] ?? '')
  if (value === null || value === undefined) return undefined
  const units: Readonly<Record<string, number>> = {
    k: 1e3,
    kb: 1024,
    m: 1e6,
    mb: 1024 ** 2,
    g: 1e9,
    gb: 1024 ** 3,
  }
  return Number(value[1]) * (units[(value[2] ?? '').toLowerCase()] ?? 1)
}
