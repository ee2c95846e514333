import {findConfs, lastOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {shortestWaitingTime} from '../waiting-times.ts'

const names = ['busy-reply-threshold', 'lua-time-limit']

/** A script makes a master count as down before the server may say BUSY. */
export const scriptOutlastsTimeout: Rule = {
  id: 'script-outlasts-timeout',
  needs: 'busy-reply-threshold (lua-time-limit) of servers, and down-after-milliseconds',
  source:
    'redis.conf: busy-reply-threshold; sentinel.c: sentinelPingReplyCallback sends SCRIPT KILL upon BUSY; redis#14422',
  lab: 'failover-frozen-master',
  isExaminable: (evidence) =>
    evidence.directives(...names).length > 0 && shortestWaitingTime(evidence) !== undefined,
  examine(evidence) {
    const wait = shortestWaitingTime(evidence)
    if (wait === undefined || wait.what === 'cluster-node-timeout') return []
    const long = findConfs(evidence).flatMap((conf) => {
      const line = lastOf(conf, ...names)
      const ms = Number(line?.words[0] ?? 0)
      return line !== undefined && ms > wait.ms ? [{name: conf.name, ms, line}] : []
    })
    const [first] = long
    if (first === undefined) return []
    const finding: Diagnosis = {
      severity: 'note',
      certainty: 'certain',
      title: `A script may run for ${first.ms} ms until a server says BUSY, and sentinels wait for ${wait.ms} ms.`,
      why: 'Until busy-reply-threshold a server with a script that runs on answers nothing at all. Only upon BUSY a sentinel sends SCRIPT KILL, which ends a script that has written nothing. Here the server counts as down first, so the failover of a master that lives is on its way when that could help.',
      evidence: [...long.map(({line}) => line), wait.stated],
      fix: [
        `On every server: redis-cli CONFIG SET ${first.line.name} ${Math.max(1, Math.round(wait.ms / 2))}, then CONFIG REWRITE; or a longer down-after-milliseconds on every sentinel. Only where scripts or functions are used.`,
      ],
    }
    return [finding]
  },
}
