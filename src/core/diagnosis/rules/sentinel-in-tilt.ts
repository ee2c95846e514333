import type {InfoFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import type {Diagnosis} from '../finding.ts'
import {findInfoPairs, growthOf, statedBy} from '../info-pairs.ts'
import type {Rule} from '../rule.ts'

/** A sentinel is in TILT now, or went into it while it was looked at: it starts no failover. */
export const sentinelInTilt: Rule = {
  id: 'sentinel-in-tilt',
  needs: 'INFO of a sentinel',
  source:
    'sentinel.c: sentinelCheckTiltCondition, SENTINEL_TILT_PERIOD 30 s; INFO sentinel: sentinel_tilt, sentinel_total_tilt',
  lab: 'sentinel-tilt',
  isExaminable: (evidence) => evidence.facts('info').some(({fields}) => fields.has('sentinel_tilt')),
  examine(evidence) {
    const infos = new Map(
      evidence
        .facts('info')
        .filter(({fields}) => fields.has('sentinel_tilt'))
        .map((info) => [info.stream, info]),
    )
    const now = [...infos.values()].filter(({fields}) => fields.get('sentinel_tilt') === '1')
    const names = new Set(now.map(({stream}) => instanceNameOf(stream)))
    const meanwhile = findInfoPairs(evidence).flatMap((pair): readonly Diagnosis[] => {
      const grown = growthOf(pair, 'sentinel_total_tilt') ?? 0
      if (grown <= 0 || names.has(pair.name)) return []
      return [
        {
          ...common,
          severity: 'risk',
          title: `${pair.name} went into TILT ${grown === 1 ? 'once' : `${grown} times`} within ${Math.round(pair.seconds)} s.`,
          evidence: statedBy(pair, 'sentinel_total_tilt'),
        },
      ]
    })
    return [...now.map(inTilt), ...meanwhile]
  },
}

const common = {
  certainty: 'certain',
  why: 'Two turns of its timer were more than 2 s apart, or its clock went back: it trusts its times no more. For 30 s it takes no action and answers that no master is down, so it does not count for a quorum either. It was held up: too little CPU, a slow disk for its conf, slow DNS, a machine that was paused, or a clock that was set.',
  fix: [
    'It ends by itself after 30 s. Where it comes again: give the sentinel CPU (no limit in its container), a disk that answers fast, and addresses in place of names.',
  ],
  collect: [
    'redis-cli -p 26379 INFO sentinel   (sentinel_tilt_since_seconds; Valkey 9 also counts them: sentinel_total_tilt)',
    'cat /sys/fs/cgroup/cpu.stat   in its container: nr_throttled',
  ],
} as const satisfies Partial<Diagnosis>

function inTilt({stream, fields, stated}: InfoFact): Diagnosis {
  const since = Number(fields.get('sentinel_tilt_since_seconds') ?? -1)
  return {
    ...common,
    severity: 'cause',
    title: `${instanceNameOf(stream)} is in TILT${since >= 0 ? `, for ${since} s now` : ''}: no failover starts from it.`,
    evidence: ['sentinel_tilt', 'sentinel_tilt_since_seconds', 'sentinel_total_tilt'].flatMap(
      (field) => stated.get(field) ?? [],
    ),
  }
}
