import type {LogFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {type Case, field} from '../case.ts'
import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A link between master and replica was given up, since nothing came for repl-timeout. */
export const replicaLinkTimeout: Rule = {
  id: 'replica-link-timeout',
  needs: 'the log of a master or a replica',
  source: 'replication.c: replicationCron; redis.conf: repl-timeout 60',
  lab: 'reconnect-frozen',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const byMaster = lines.filter(({message}) => /^Disconnecting timedout (?:replica|slave)/.test(message))
      const byReplica = lines.filter(({message}) =>
        /^(?:MASTER|PRIMARY) timeout: no data nor PING received/.test(message),
      )
      const all = [...byMaster, ...byReplica]
      if (all.length === 0) return []
      const isFull = byMaster.some(({message}) => /full sync/.test(message))
      const timeout = timeoutOf(name, evidence)
      return [
        {
          severity: 'cause',
          certainty: 'likely',
          title: `${name} gave up the link to its ${byMaster.length > 0 ? 'replica' : 'master'} ${all.length === 1 ? 'once' : `${countTimes(all)} times`}: nothing came for repl-timeout (${timeout === undefined ? '60 s as Redis ships it' : `${timeout} s`}).`,
          why: isFull
            ? 'It was in the middle of a whole copy: the replica was still loading it, and said nothing for that long. Then it begins again.'
            : 'Either the other side stood still (a slow command, a fork, swapping, a paused machine), or the network dropped the connection without a word.' +
              silentSince(byMaster, lines, (timeout ?? 60) * 1000),
          evidence: all,
          fix: [
            isFull
              ? 'Raise repl-timeout above the time that a whole sync takes, on both: redis-cli CONFIG SET repl-timeout 600'
              : 'Find out which side stood still (below). repl-timeout must stay above repl-ping-replica-period.',
          ],
          collect: [
            'redis-cli LATENCY HISTORY command   and SLOWLOG GET, on both',
            'redis-cli INFO stats   (latest_fork_usec)',
            'dmesg -T | grep -i -e oom -e link -e nic',
          ],
        },
      ]
    }),
}

/**
 * A replica acknowledges once a second from the end of its copy on: that it was given up about repl-timeout after that end
 * shows that it never did.
 */
function silentSince(given: readonly LogFact[], lines: readonly LogFact[], timeoutMs: number): string {
  const spans = given.flatMap((line) => {
    const who = field(line, 'replica')
    const last = lines
      .slice(0, lines.indexOf(line))
      .findLast((it) => isAboutLink(it) && (field(it, 'replica') === who || field(it, 'replica') === ''))
    if (last?.event?.kind !== 'replica-online' || who === '' || field(last, 'replica') !== who) return []
    const span = last.at === null || line.at === null ? Number.NaN : line.at - last.at
    return Math.abs(span - timeoutMs) <= slackMs ? [{who, span}] : []
  })
  const last = spans.at(-1)
  return last === undefined
    ? ''
    : ` The last time, ${last.who} was given up ${(last.span / 1000).toFixed(0)} s after its copy had been sent, and a replica acknowledges once a second: it has hardly said a word since, so look at the replica first.`
}

function isAboutLink({event}: LogFact): boolean {
  return /^replica-(?:online|lost|timed-out)$/.test(event?.kind ?? '')
}

/** What the master looks for once a second, and what a log may write late. */
const slackMs = 10_000

/** Its own, or what all here have; undefined where neither is known. */
function timeoutOf(name: string, evidence: Case): number | undefined {
  const stated = evidence.directives('repl-timeout')
  const own = stated.findLast(({stream}) => instanceNameOf(stream) === name)
  const values = new Set((own === undefined ? stated : [own]).map(({words}) => Number(words[0])))
  const [value] = values
  return values.size === 1 && value !== undefined && value > 0 ? value : undefined
}
