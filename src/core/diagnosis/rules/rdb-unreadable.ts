import type {LogFact} from '../../evidence/facts.ts'
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
      // Of a newer version the file is whole: replica-too-old says so. And a copy from a master is no file of its own.
      if (failed.length === 0 || lines.some(({event}) => event?.kind === 'rdb-too-new')) return []
      if (lines.some(({event}) => event?.kind === 'copy-unloadable'))
        return [unloadableCopy(name, failed, lines)]
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

/** What a master sent is no RDB, or breaks off: the replica asks again, and again. */
function unloadableCopy(name: string, failed: readonly LogFact[], lines: readonly LogFact[]): Diagnosis {
  const copies = lines.filter(
    ({event}) => event?.kind === 'receiving-rdb' || event?.kind === 'copy-unloadable',
  )
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} cannot load the copy that its master sent.`,
    why: 'What came is no RDB, or not a whole one: the other side is no server of Redis or Valkey, a proxy stands between, or the copy was cut. What the replica had before is gone, unless repl-diskless-load is swapdb.',
    evidence: [...copies, ...failed],
    fix: ['Look whom it follows, and whether that is your master: redis-cli INFO replication (master_host)'],
    collect: ['The log of the master of the same seconds'],
  }
}
