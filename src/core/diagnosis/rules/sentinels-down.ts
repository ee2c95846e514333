import type {SentinelRowFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'
import {majorityOf} from '../sentinels.ts'

/** SENTINEL SENTINELS lists sentinels that are down: each of them raises the majority. */
export const sentinelsDown: Rule = {
  id: 'sentinels-down',
  needs: 'the reply of SENTINEL SENTINELS',
  source:
    'sentinel.c: all sentinels on record count for the majority; redis.io, Sentinel: "Adding or removing Sentinels"',
  lab: 'quorum-lost',
  isExaminable: (evidence) => evidence.facts('sentinel-row').some(isSentinel),
  examine: (evidence) =>
    [...groupBy(evidence.facts('sentinel-row').filter(isSentinel), ({stream}) => stream).values()].flatMap(
      (rows): readonly Diagnosis[] => {
        const down = rows.filter((row) => /s_down|disconnected/.test(row.fields.get('flags') ?? ''))
        if (down.length === 0) return []
        const all = rows.length + 1
        const left = all - down.length
        const majority = majorityOf(all)
        return [
          {
            severity: left < majority ? 'cause' : 'risk',
            certainty: 'certain',
            title: `${down.length} of ${all} sentinels on record ${down.length === 1 ? 'is' : 'are'} down: ${left} ${left === 1 ? 'is' : 'are'} left, and the majority is ${majority}.`,
            why: `${left < majority ? 'No failover can be authorised. ' : ''}A sentinel that was removed, or came back with another id, stays on record until SENTINEL RESET, and counts for the majority.`,
            evidence: down.flatMap((row) =>
              [row.stated.get('ip'), row.stated.get('runid'), row.stated.get('flags')].filter(
                (it) => it !== undefined,
              ),
            ),
            fix: [
              'Those that exist: start them, or repair their way to this sentinel.',
              'Those that do not: redis-cli -p 26379 SENTINEL RESET NAME on every living sentinel, one after another, 30 s apart.',
            ],
          },
        ]
      },
    ),
}

function isSentinel({fields}: SentinelRowFact): boolean {
  return /(?:^|,)sentinel(?:,|$)/.test(fields.get('flags') ?? '') || fields.has('last-hello-message')
}
