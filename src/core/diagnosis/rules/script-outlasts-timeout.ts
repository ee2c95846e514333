import {findConfs, lastOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {hasWaitingTimes, waitingTimeOf} from '../waiting-times.ts'

const names = ['busy-reply-threshold', 'lua-time-limit']

/** A script makes a master count as down before the server may say BUSY. */
export const scriptOutlastsTimeout: Rule = {
  id: 'script-outlasts-timeout',
  needs: 'busy-reply-threshold (lua-time-limit) of servers, and down-after-milliseconds',
  source:
    'redis.conf: busy-reply-threshold; sentinel.c: sentinelPingReplyCallback sends SCRIPT KILL upon BUSY; redis#14422',
  lab: 'failover-frozen-master',
  isExaminable: (evidence) => evidence.directives(...names).length > 0 && hasWaitingTimes(evidence),
  examine(evidence) {
    const long = findConfs(evidence).flatMap((conf) => {
      const line = lastOf(conf, ...names)
      const ms = Number(line?.words[0] ?? 0)
      const wait = waitingTimeOf(evidence, conf.stream)
      if (line === undefined || wait === undefined || wait.what === 'cluster-node-timeout') return []
      return ms > wait.ms ? [{ms, line, wait}] : []
    })
    const [first] = long
    if (first === undefined) return []
    const {wait} = first
    const finding: Diagnosis = {
      severity: 'note',
      certainty: 'certain',
      title: `A script may run for ${first.ms} ms until a server says BUSY, and sentinels wait for ${wait.ms} ms.`,
      why: 'Until busy-reply-threshold a server with a script that runs on answers nothing at all. Only upon BUSY a sentinel sends SCRIPT KILL, which ends a script that has written nothing. Here the server counts as down first, so the failover of a master that lives is on its way when that could help.',
      evidence: [...long.map(({line}) => line), ...new Set(long.map((it) => it.wait.stated))],
      fix: [
        `On every server: redis-cli CONFIG SET ${first.line.name} ${Math.max(1, Math.round(Math.min(...long.map((it) => it.wait.ms)) / 2))}, then CONFIG REWRITE; or a longer down-after-milliseconds on every sentinel. Only where scripts or functions are used.`,
      ],
    }
    return [finding]
  },
}
