import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A server does not start: it cannot read its data. */
export const rdbUnreadable: Rule = {
  id: 'rdb-unreadable',
  needs: 'the log of a server',
  source: 'rdb.c: rdbLoadRio; aof.c: loadSingleAppendOnlyFile',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const failed = lines.filter(({message}) =>
        /^(?:Short read or OOM loading DB|Wrong signature trying to load DB|Internal error in RDB reading|Wrong RDB checksum|RDB CRC error|Terminating server after rdb file reading failure|Bad file format reading the append only file|Unexpected end of file reading the append only file|Fatal error loading the DB)/.test(
          message,
        ),
      )
      if (failed.length === 0) return []
      const isAof = failed.some(({message}) => /append only/.test(message))
      const isEnd = failed.some(({message}) => /Unexpected end of file|Short read/.test(message))
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${name} does not start: its ${isAof ? 'append only file' : 'RDB file'} cannot be read${isEnd ? ' to its end' : ''}.`,
          why: isEnd
            ? 'The file ends in the middle: the machine or the process was stopped while it was written, the disk was full, or a copy was not complete.'
            : 'The file is damaged, or is of another program.',
          evidence: failed,
          fix: [
            'Keep a copy of the file before anything else.',
            isAof
              ? 'See what is lost: redis-check-aof FILE; repair it: redis-check-aof --fix FILE'
              : 'See where it breaks: redis-check-rdb FILE',
            'On a replica: move the file away and start it; it takes a whole copy from its master.',
          ],
          avoid: ['On a master: do not start it empty while replicas follow it. They would copy that.'],
        },
      ]
    }),
}
