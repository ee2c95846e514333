import type {Diagnosis} from '../finding.ts'
import {findInfoPairs, growthOf, type InfoPair, statedBy} from '../info-pairs.ts'
import type {Rule} from '../rule.ts'

/** A replica that restarts or is cut off is away for about so long; what covers less is lost for it. */
const shortSeconds = 60

/** At the present rate, what the backlog holds is written within a minute. */
export const backlogShortForRate: Rule = {
  id: 'backlog-short-for-rate',
  needs: 'INFO of a master twice: --for 30s of a deployment that can be asked',
  source: 'redis.conf: repl-backlog-size; replication.c: masterTryPartialResync',
  lab: 'replication-backlog',
  isExaminable: (evidence) => findInfoPairs(evidence).some(isMaster),
  examine: (evidence) => findInfoPairs(evidence).filter(isMaster).flatMap(examinePair),
}

function isMaster({last}: InfoPair): boolean {
  return last.fields.get('role') === 'master' && last.fields.get('repl_backlog_active') === '1'
}

function examinePair(pair: InfoPair): readonly Diagnosis[] {
  const size = Number(pair.last.fields.get('repl_backlog_size'))
  const written = growthOf(pair, 'master_repl_offset') ?? 0
  const perSecond = written / pair.seconds
  const covered = size / perSecond
  if (!(covered < shortSeconds)) return []
  return [
    {
      severity: 'risk',
      certainty: 'certain',
      title: `A replica of ${pair.name} that is away for more than ${covered.toFixed(1)} s has to take a whole copy.`,
      why: `Within ${pair.seconds.toFixed(1)} s ${written} bytes were written, ${Math.round(perSecond)} a second, and the backlog holds ${size}. A restart of a replica, or a failover, takes longer than that.`,
      evidence: [...statedBy(pair, 'master_repl_offset'), ...statedBy(pair, 'repl_backlog_size').slice(-1)],
      fix: [
        `redis-cli CONFIG SET repl-backlog-size ${Math.ceil((perSecond * shortSeconds * 2) / 1_048_576)}mb on every server, then CONFIG REWRITE: twice what a minute writes now.`,
      ],
    },
  ]
}
