import type {Stated} from '../../evidence/facts.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'
import {majorityOf} from '../sentinels.ts'

/** A sentinel is on record twice, or with port 0: it came back under another id. */
export const sentinelEntryStale: Rule = {
  id: 'sentinel-entry-stale',
  needs: 'the sentinel.conf that a sentinel has written, or the reply of SENTINEL SENTINELS',
  source:
    'sentinel.c: a sentinel found again at the address of another id takes that address; the old entry gets port 0',
  lab: 'sentinel-new-id',
  isExaminable: (evidence) => entriesIn(evidence).length > 0,
  examine(evidence) {
    const twice = sameAddress(evidence)
    if (twice.length > 0) return twice
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

/** Several ids at one address: one of them lives there, and the others are what it was before (from 3.2 on an entry is its id). */
function sameAddress(evidence: Case): readonly Diagnosis[] {
  const groups = groupBy(entriesIn(evidence), ({stream, masterName}) => `${stream} ${masterName}`)
  return [...groups.values()].flatMap((entries): readonly Diagnosis[] => {
    const shared = [...groupBy(entries, ({address}) => address)].filter(
      ([address, all]) => !address.endsWith(':0') && new Set(all.map(({runId}) => runId)).size > 1,
    )
    if (shared.length === 0) return []
    const recorded = entries.length + 1
    const stale = shared.reduce((sum, [, all]) => sum + all.length - 1, 0)
    const living = recorded - stale
    const majority = majorityOf(recorded)
    const masterName = entries[0]?.masterName || 'the master'
    return [
      {
        severity: living < majority ? 'cause' : 'risk',
        certainty: 'certain',
        title: `${stale} of ${recorded} sentinels of ${masterName} are on record more than once: ${shared.map(([address, all]) => `${all.length} ids at ${address}`).join(', ')}.`,
        why: `A sentinel that comes back with a new id (a lost sentinel.conf, a new container) is a new one for the others, and its old entries stay. Each counts for the majority, which is ${majority} of ${recorded}; at most ${living} of them live${living < majority ? ', so no failover can be authorised' : majority > majorityOf(living) ? `, where ${majorityOf(living)} would do` : ''}.`,
        evidence: shared.flatMap(([, all]) => all.map(({stated}) => stated)),
        fix: [
          `One sentinel after another, 30 s apart: redis-cli -p 26379 SENTINEL RESET ${entries[0]?.masterName || 'NAME'}`,
          'Keep sentinel.conf, with its myid, over restarts: on a volume, not in the image or a ConfigMap.',
        ],
        collect: [
          'redis-cli -p 26379 SENTINEL MYID   on each sentinel, and SENTINEL SENTINELS NAME: which ids answer?',
        ],
      },
    ]
  })
}

/** One other sentinel that a sentinel has on record. */
interface Entry {
  readonly stream: string
  /** Empty in a reply, which does not say it. */
  readonly masterName: string
  readonly address: string
  readonly runId: string
  readonly stated: Stated
}

function entriesIn(evidence: Case): readonly Entry[] {
  const ofConfs = evidence.directives('sentinel known-sentinel').map((stated): Entry => {
    const [masterName = '', ip, port, runId = ''] = stated.words
    return {stream: stated.stream, masterName, address: `${ip}:${port}`, runId, stated}
  })
  const ofReplies = evidence
    .facts('sentinel-row')
    .filter(({fields}) => fields.has('last-hello-message') && (fields.get('runid') ?? '') !== '')
    .map(
      (row): Entry => ({
        stream: row.stream,
        masterName: '',
        address: `${row.fields.get('ip')}:${row.fields.get('port')}`,
        runId: row.fields.get('runid') ?? '',
        stated: row.stated.get('runid') ?? row,
      }),
    )
  return [...ofConfs, ...ofReplies]
}
