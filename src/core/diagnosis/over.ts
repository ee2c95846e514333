import type {LogFact} from '../evidence/facts.ts'
import type {Diagnosis} from './finding.ts'

/** Kinds of lines by which a server becomes a master: what it had with its master is over. */
export const becameMaster: readonly string[] = [
  'master-mode-enabled',
  'master-mode-by-failover',
  'election-won',
  'takeover',
]

/** Kinds of lines by which a replica has all that its master has. */
export const inStep: readonly string[] = ['sync-finished', 'partial-sync-succeeded', 'partial-sync-accepted']

/** Kinds of lines of a save that worked. */
export const saved: readonly string[] = ['save-finished', 'saved-on-disk']

/** The line that ends a trouble: the first of some kinds behind the last line of it. Undefined where it goes on. */
export function endOf(
  trouble: readonly LogFact[],
  lines: readonly LogFact[],
  kinds: readonly string[],
): LogFact | undefined {
  const last = trouble.at(-1)
  if (last === undefined) return undefined
  return lines
    .slice(lines.indexOf(last) + 1)
    .find(({event}) => event !== undefined && kinds.includes(event.kind))
}

/** By which kinds of lines a write that failed is over: that of a copy, of the append only file, or of a save. */
export function endsOfFailedWrite({message}: LogFact): readonly string[] {
  if (/writing to the DB dump file/.test(message)) return ['sync-finished', ...becameMaster]
  if (/append[ -]?only|AOF/i.test(message)) return ['aof-write-recovered', 'aof-rewrite-finished']
  return saved
}

/** What is over by the end of the log explains the time before, and causes nothing any more. Its fixes came too late. */
function asOver(diagnosis: Diagnosis, end: LogFact): Diagnosis {
  const {severity, certainty, title, why, evidence} = diagnosis
  return {
    severity: severity === 'cause' || severity === 'risk' ? 'note' : severity,
    certainty,
    title: `Over by the end of this log: ${title}`,
    why: `It worked again later ("${end.message}"), and did not fail again in this log. What it was: ${why}`,
    evidence: [...evidence.slice(0, 3), end],
  }
}

/**
 * A trouble of one log: of the lines that nothing ended it is told as it is; where all are ended, as what is over.
 *
 * @param endsOf the kinds of lines that end what a line tells
 */
export function tellOpen(
  trouble: readonly LogFact[],
  lines: readonly LogFact[],
  endsOf: (line: LogFact) => readonly string[],
  describe: (trouble: readonly LogFact[]) => Diagnosis,
): readonly Diagnosis[] {
  const open = trouble.filter((line) => endOf([line], lines, endsOf(line)) === undefined)
  if (open.length > 0) return [describe(open)]
  const last = trouble.at(-1)
  const end = last === undefined ? undefined : endOf(trouble, lines, endsOf(last))
  return end === undefined ? [] : [asOver(describe(trouble), end)]
}
