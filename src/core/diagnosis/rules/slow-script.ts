import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A script keeps a server from answering: sentinels count it as down. */
export const slowScript: Rule = {
  id: 'slow-script',
  needs: 'the log of a server',
  source:
    'script.c: scriptInterrupt; sentinel.c: sentinelPingReplyCallback; redis.conf: busy-reply-threshold (lua-time-limit) 5000',
  lab: 'failover-frozen-master',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const slow = lines.filter(({message}) =>
        /(?:Slow|Lua slow) script detected: still in execution after (\d+) milliseconds/.test(message),
      )
      const [first] = slow
      if (first === undefined) return []
      const ms = Math.max(...slow.map(({message}) => Number(/after (\d+) milli/.exec(message)?.[1] ?? 0)))
      const down = evidence.directives('sentinel down-after-milliseconds')[0]
      const limit = down === undefined ? undefined : Number(down.words[1])
      return [
        {
          severity: 'cause',
          certainty: limit !== undefined && limit <= ms ? 'certain' : 'likely',
          title: `A script kept ${name} from answering for ${ms} ms and longer.`,
          why: `A server does one thing at a time. While a script runs it answers no client, and from busy-reply-threshold (5 s) on only BUSY, which sentinels do not take for an answer. ${limit === undefined ? 'Where that lasts longer than down-after-milliseconds, sentinels count it as down, and fail over from a master that lives; at most they end a script first that has written nothing.' : `down-after-milliseconds is ${limit} here${limit <= ms ? ': sentinels counted it as down first' : ''}.`}`,
          evidence: [...slow, ...(down === undefined ? [] : [down])],
          fix: [
            'Make the script shorter: fewer keys at a time.',
            'redis-cli SCRIPT KILL ends one that has written nothing yet.',
            'Keep down-after-milliseconds above the longest stall that is normal.',
          ],
          collect: ['redis-cli SLOWLOG GET 10', 'redis-cli LATENCY LATEST'],
        },
      ]
    }),
}
