import type {AnswerFact, LogFact} from '../../evidence/facts.ts'
import type {Case} from '../case.ts'
import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {isOfMissingModule} from './module-missing.ts'

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
      const copies = lines.filter(({event}) => event?.kind === 'copy-unloadable')
      if (lines.some((line) => line.event?.kind === 'rdb-too-new' || isOfMissingModule(line))) return []
      if (failed.length === 0) return isRepeated(copies, lines) ? [neverLoaded(name, copies, lines)] : []
      if (lines.some(({event}) => event?.kind === 'copy-unloadable'))
        return [unloadableCopy(name, failed, lines)]
      const isAof = failed.some(({message}) => /append only/.test(message))
      const checked = checkOf(evidence)
      const isEmpty = checked.isEmpty && !isAof
      const isEnd = failed.some(({message}) => /Unexpected end of file|Short read/.test(message))
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${name} does not start: its ${isAof ? 'append only file' : 'RDB file'} cannot be read${isEnd ? ' to its end' : ''}.`,
          why: isEmpty
            ? 'It breaks off at its first byte: the file is empty, or is no RDB at all. A save never leaves such a file (it is written beside it and renamed): somebody or something else made or cut it, as a copy that failed, a full disk during one, or a volume that was mounted again.'
            : checked.tail !== undefined && isAof
              ? checked.tail
              : isEnd
                ? 'The file ends in the middle: the machine or the process was stopped while it was written, the disk was full, or a copy was not complete.'
                : 'The file is damaged, or is of another program.',
          evidence: [...failed, ...checked.lines],
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

/** What the programs that check these files say, where that is here, too. */
function checkOf(evidence: Case): {
  readonly tail: string | undefined
  readonly isEmpty: boolean
  readonly lines: readonly AnswerFact[]
} {
  const answers = evidence.facts('answer')
  const analyzed = answers.findLast(({text}) => /^AOF analyzed: /.test(text))
  const [, size, upTo, diff] =
    /size=(\d+), ok_up_to=(\d+)(?:, ok_up_to_line=\d+)?, diff=(\d+)/.exec(analyzed?.text ?? '') ?? []
  const empty = answers.find(({text}) => /^\[offset 0\] Unexpected EOF/.test(text))
  return {
    tail:
      size === undefined || diff === '0'
        ? undefined
        : `It is in order up to byte ${upTo} of ${size}: redis-check-aof --fix cuts off the ${diff} bytes behind that, and what was written in them is lost. ${answers.some(({text}) => /Expected prefix/.test(text)) ? 'What stands there is no command, and not just a missing end: aof-load-truncated does not help with that. ' : ''}Files end so after a loss of power, or when two servers write one file.`,
    isEmpty: empty !== undefined,
    lines: [analyzed, empty].filter((it) => it !== undefined),
  }
}

/** Whether a copy that was not loaded is asked for again, and never comes to a good end. */
function isRepeated(copies: readonly LogFact[], lines: readonly LogFact[]): boolean {
  const last = copies.at(-1)
  if (last === undefined) return false
  const after = lines.slice(lines.indexOf(last) + 1)
  if (after.some(({event}) => event?.kind === 'sync-finished')) return false
  return copies.length > 1 || after.some(({event}) => event?.kind === 'connecting-to-master')
}

/** The copy comes whole, and is not loaded: no line says why. */
function neverLoaded(name: string, copies: readonly LogFact[], lines: readonly LogFact[]): Diagnosis {
  const received = lines.filter(({event}) => event?.kind === 'receiving-rdb')
  const bytes = /receiving (\d+) bytes/.exec(received.at(-1)?.message ?? '')?.[1]
  const [first, last] = [copies[0], copies.at(-1)]
  const seconds = first?.at == null || last?.at == null ? undefined : Math.round((last.at - first.at) / 1000)
  return {
    severity: 'cause',
    certainty: 'likely',
    title: `${name} gets the copy of its master and cannot load it${copies.length < 2 ? '' : `, ${countTimes(copies)} times`}${seconds === undefined || seconds === 0 ? '' : ` in ${seconds} s`}.`,
    why: `The transfer comes to its end${bytes === undefined ? '' : ` (${bytes} bytes)`}, so the network, repl-timeout and the buffers of the master are not the problem. What fails is the file that the replica made of it: it cannot be opened again, or does not begin as an RDB of its version does (rdb.c: rdbLoad). Something else writes, moves or removes it there (a second server in the same dir, a virus scanner, a mount that does not keep what is written), or a module is missing. Why, stands in the line before, which is not here.`,
    evidence: [...received.slice(-1), ...copies],
    fix: [
      'Find the line before the first of these in the log of the replica. Give each server a dir of its own, on a file system of its machine.',
      'repl-diskless-load swapdb (or on-empty-db) loads from the connection, without a file.',
    ],
    collect: [
      'redis-cli CONFIG GET dir; redis-cli CONFIG GET dbfilename; ls -la DIR   on the replica, and who else uses that folder: fuser -v DIR/*',
      'redis-cli INFO server; redis-cli MODULE LIST   on both',
    ],
  }
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
