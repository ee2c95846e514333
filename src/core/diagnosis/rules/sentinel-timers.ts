import {findConfs, optionOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Timers that cannot work together, or mean a long outage. */
export const sentinelTimers: Rule = {
  id: 'sentinel-timers',
  needs: 'sentinel.conf with timers',
  source:
    'sentinel.c: SENTINEL_ELECTION_TIMEOUT 10 s, min with failover-timeout; a new attempt after 2 × failover-timeout',
  lab: 'client-outage',
  isExaminable: (evidence) =>
    evidence.directives('sentinel down-after-milliseconds', 'sentinel failover-timeout').length > 0,
  examine: (evidence) =>
    findConfs(evidence).flatMap((conf): readonly Diagnosis[] =>
      conf.directives
        .filter(({name}) => name === 'sentinel monitor')
        .flatMap((monitor): readonly Diagnosis[] => {
          const master = monitor.words[0] ?? ''
          const downAfter = optionOf(conf, 'down-after-milliseconds', master)
          const timeout = optionOf(conf, 'failover-timeout', master)
          const downMs = Number(downAfter?.words[1] ?? 30_000)
          const timeoutMs = Number(timeout?.words[1] ?? 180_000)
          const lines = [downAfter, timeout].filter((it) => it !== undefined)
          const found: Diagnosis[] = []
          if (downMs > 60_000) {
            found.push({
              severity: 'risk',
              certainty: 'certain',
              title: `${conf.name}: clients of ${master} are without a master for more than ${Math.round(downMs / 1000)} s in a failover.`,
              why: `down-after-milliseconds is ${downMs}: only then does a sentinel count the master as down; election and promotion come on top, 1 to 3 s.`,
              evidence: lines,
              fix: [
                `On every sentinel: redis-cli -p 26379 SENTINEL SET ${master} down-after-milliseconds 5000 (above the longest stall that is normal)`,
              ],
            })
          }
          if (timeoutMs > 300_000) {
            found.push({
              severity: 'note',
              certainty: 'certain',
              title: `${conf.name}: when a failover of ${master} does not succeed at once, the next attempt comes only after ${Math.round((timeoutMs * 2) / 60_000)} min.`,
              why: `failover-timeout is ${timeoutMs}, and a sentinel waits for twice that before it tries again, or tries after it has voted for another one.`,
              evidence: lines,
              fix: [`On every sentinel: redis-cli -p 26379 SENTINEL SET ${master} failover-timeout 60000`],
            })
          }
          if (timeout !== undefined && timeoutMs < Math.min(10_000, downMs)) {
            found.push({
              severity: 'risk',
              certainty: 'certain',
              title: `${conf.name}: failover-timeout of ${master} is ${timeoutMs} ms, too short for a failover to end.`,
              why: 'It limits the election (10 s, or failover-timeout if that is shorter), the wait until the replica is a master, and the reconfiguration of the others. Each attempt that does not end in time is given up.',
              evidence: lines,
              fix: [`On every sentinel: redis-cli -p 26379 SENTINEL SET ${master} failover-timeout 60000`],
            })
          }
          return found
        }),
    ),
}
