import type {LogFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A sentinel's timer comes late, again and again: it does nothing for 30 s each time. */
export const sentinelTilt: Rule = {
  id: 'sentinel-tilt',
  needs: 'the log of a sentinel',
  source: 'sentinel.c: sentinelCheckTiltCondition, 2 s; SENTINEL_TILT_PERIOD, 30 s',
  lab: 'sentinel-tilt',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const entered = lines.filter(({event}) => event?.kind === '+tilt')
      const left = lines.filter(({event}) => event?.kind === '-tilt')
      if (entered.length === 0) return []
      const again = entered.filter((line) => {
        const before = lines
          .slice(0, lines.indexOf(line))
          .findLast(({event}) => /^[+-]tilt$/.test(event?.kind ?? ''))
        return before?.event?.kind === '+tilt'
      }).length
      const names = lines.filter(hasHostName)
      return [
        {
          severity: entered.length > 1 ? 'cause' : 'note',
          certainty: 'certain',
          title: `${name} went into TILT ${times(entered.length)}: its timer was late by more than 2 s, or its clock moved.`,
          why:
            'A sentinel that finds two turns of its timer more than 2 s apart, or the clock gone back, trusts its times no more: for 30 s it goes on watching, takes no action, and answers that no master is down. No failover starts from it.' +
            `${again > 0 ? ` It began again ${times(again)} before the 30 s were over.` : ''} ` +
            `What held it up, the log alone cannot tell. Candidates: ${names.length > 0 ? 'slow DNS (names are used here, and the sentinel waits for each lookup), ' : ''}too little CPU (limits, throttling, steal), a slow disk where it saves its conf, a machine that was paused, a clock that was set.`,
          evidence: [...entered.slice(0, 3), ...left.slice(0, 2), ...names.slice(0, 1)],
          fix: [
            ...(names.length > 0
              ? [
                  'Use addresses instead of names (the chart: useHostnames=false; else resolve-hostnames no and announce-ip), or a resolver that answers from the same machine.',
                ]
              : []),
            'Give the sentinel CPU: no limit, or a higher one; look at throttling (nr_throttled in cpu.stat of its cgroup).',
            'Put its folder on a disk that answers fast.',
          ],
          collect: [
            'redis-cli -p 26379 INFO sentinel   (sentinel_tilt, sentinel_tilt_since_seconds)',
            'cat /sys/fs/cgroup/cpu.stat   in the container',
            'time getent hosts NAME-OF-A-NODE   in the container, some ten times',
          ],
        },
      ]
    }),
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`
}

/** `redis1-node-1.redis1 30019` where an address would stand. */
function hasHostName({event}: LogFact): boolean {
  const ip = String(event?.fields['ip'] ?? '')
  return /[a-z]/i.test(ip) && !ip.includes(':')
}
