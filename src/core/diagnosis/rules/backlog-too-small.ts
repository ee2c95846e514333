import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {isCutReplica} from './replica-output-buffer.ts'

/** A replica came back and needed a whole copy, since the backlog no longer held what it had missed. */
export const backlogTooSmall: Rule = {
  id: 'backlog-too-small',
  needs: 'the log of a master with replicas',
  source: 'replication.c: masterTryPartialResync; redis.conf: repl-backlog-size',
  lab: 'backlog-overflow',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const lacking = lines.filter(({message}) =>
        /Unable to partial resync with (?:replica|slave) \S.* for lack of backlog/.test(message),
      )
      const [first] = lacking
      if (first === undefined) return []
      const size =
        evidence.facts('info').flatMap(({fields}) => fields.get('repl_backlog_size') ?? [])[0] ??
        evidence.directives('repl-backlog-size')[0]?.words[0]
      return [
        {
          // It is what follows where the master has closed the connection for its size: no backlog holds that much.
          severity: lines.some(isCutReplica) ? 'note' : 'cause',
          certainty: 'certain',
          title: `The replication backlog of ${name} was too small: ${lacking.length === 1 ? 'a replica' : `${countTimes(lacking)} times a replica`} that came back had to take a whole copy.`,
          why: `While a replica is away, the master keeps the last repl-backlog-size bytes of the stream for it${size === undefined ? ' (1 MB where no conf says more)' : ` (here ${size})`}. More was written in between, so a partial resync was not possible.`,
          evidence: lacking,
          fix: [
            'Make it larger than what is written during the longest disconnection that you expect: redis-cli CONFIG SET repl-backlog-size BYTES, then CONFIG REWRITE. Bytes a second: the difference of master_repl_offset over a minute, divided by 60.',
          ],
          collect: ['redis-cli INFO replication   twice, 60 s apart'],
        },
      ]
    }),
}
