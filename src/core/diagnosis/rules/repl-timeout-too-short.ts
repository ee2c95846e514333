import {findConfs, lastOf, wordOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** repl-timeout is not above the period of the master's pings: idle links are given up. */
export const replTimeoutTooShort: Rule = {
  id: 'repl-timeout-too-short',
  needs: 'redis.conf with repl-timeout or repl-ping-replica-period',
  source: 'redis.conf: repl-timeout must be above repl-ping-replica-period',
  isExaminable: (evidence) =>
    evidence.directives('repl-timeout', 'repl-ping-replica-period', 'repl-ping-slave-period').length > 0,
  examine: (evidence) =>
    findConfs(evidence).flatMap((conf): readonly Diagnosis[] => {
      const timeout = Number(wordOf(conf, 'repl-timeout') ?? 60)
      const period = Number(wordOf(conf, 'repl-ping-replica-period', 'repl-ping-slave-period') ?? 10)
      const lines = [
        lastOf(conf, 'repl-timeout'),
        lastOf(conf, 'repl-ping-replica-period', 'repl-ping-slave-period'),
      ].filter((it) => it !== undefined)
      if (lines.length === 0 || timeout > period) return []
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${conf.name}: repl-timeout (${timeout} s) is not above repl-ping-replica-period (${period} s): an idle replica loses its link again and again.`,
          why: 'When no writes come, the pings of the master are all that a replica hears.',
          evidence: lines,
          fix: [`redis-cli CONFIG SET repl-timeout ${Math.max(60, period * 3)} on all servers`],
        },
      ]
    }),
}
