import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** The disk is slow: a server waits for its append only file. */
export const aofFsyncSlow: Rule = {
  id: 'aof-fsync-slow',
  needs: 'the log of a server with an append only file',
  source: 'aof.c: flushAppendOnlyFile; redis.io, Latency: "Latency due to AOF and disk I/O"',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const slow = lines.filter(({message}) => /^Asynchronous AOF fsync is taking too long/.test(message))
      if (slow.length === 0) return []
      return [
        {
          severity: slow.length > 2 ? 'cause' : 'note',
          certainty: 'certain',
          title: `The disk of ${name} is too slow for its append only file (${slow.length === 1 ? 'once' : `${countTimes(slow)} times`}).`,
          why: 'A write of the file waits for an fsync that takes longer than two seconds, and so does every client. A sentinel or another node gets no answer meanwhile: with a short down-after-milliseconds or cluster-node-timeout that ends in a failover.',
          evidence: slow,
          fix: [
            'Put the file on a faster disk, apart from what else writes there (saves, logs, other tenants).',
            'no-appendfsync-on-rewrite yes, when it comes with rewrites.',
          ],
          collect: ['redis-cli LATENCY HISTORY aof-write', 'iostat -x 1 10'],
        },
      ]
    }),
}
