import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A sentinel is on record with port 0: it came back under another id. */
export const sentinelEntryStale: Rule = {
  id: 'sentinel-entry-stale',
  needs: 'the sentinel.conf that a sentinel has written',
  source:
    'sentinel.c: a sentinel found again at the address of another id takes that address; the old entry gets port 0',
  lab: 'sentinel-new-id',
  isExaminable: (evidence) => evidence.directives('sentinel known-sentinel').length > 0,
  examine(evidence) {
    const stale = evidence.directives('sentinel known-sentinel').filter(({words}) => words[2] === '0')
    if (stale.length === 0) return []
    const finding: Diagnosis = {
      severity: 'risk',
      certainty: 'certain',
      title: `${stale.length} sentinel${stale.length === 1 ? ' is' : 's are'} on record with port 0: what is left of one that came back with another id.`,
      why: 'It never answers, and it counts for the majority all the same: fewer living sentinels may be lost than it seems.',
      evidence: stale,
      fix: [
        'One sentinel after another, 30 s apart: redis-cli -p 26379 SENTINEL RESET NAME',
        'Keep sentinel.conf, with its myid, over restarts.',
      ],
    }
    return [finding]
  },
}
