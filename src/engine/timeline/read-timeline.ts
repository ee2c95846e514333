import path from 'node:path'
import {entryOfJournal, type TimelineEntry} from '../../core/timeline/entries/entry.ts'
import {parseJournalLine} from '../../core/timeline/entries/journal-entry.ts'
import {EntryMaker} from '../../core/timeline/entries/log-entry.ts'
import type {Plan} from '../../core/topology/plan.ts'
import type {FormedLine} from '../../lines/line-forms.ts'
import type {LineSieve} from '../../lines/line-sieve.ts'
import {type LogSource, logSourcesOf} from '../logs/log-source.ts'
import {readLogRuns} from '../logs/read-logs.ts'
import {journalFile} from '../state/journal.ts'

export interface ReadTimelineOptions {
  /** Only what happened at or after this moment, in milliseconds since 1970. */
  readonly sinceMs?: number | undefined
  /** Only what happened at or before this moment. Not to be used with `follow`. */
  readonly untilMs?: number | undefined
  /** Go on with what happens from now on, until aborted. */
  readonly follow?: boolean
  readonly signal?: AbortSignal | undefined
  /** Leaves routine lines out, and counts them. */
  readonly routine?: LineSieve | undefined
}

/** So many entries are given out at a time, or some more. */
const batchEntries = 1000

/** What the journal is called among the logs. No instance has such a name. */
const journalName = '(journal)'

/**
 * Everything that happened to a deployment, from its journal and all its logs, in the order of time. Memory does not
 * depend on how long they are.
 */
export async function* readTimeline(
  {directory, plan}: {readonly directory: string; readonly plan: Plan},
  options: ReadTimelineOptions = {},
): AsyncGenerator<readonly TimelineEntry[], void, undefined> {
  const {
    sinceMs = Number.NEGATIVE_INFINITY,
    untilMs = Number.POSITIVE_INFINITY,
    routine,
    ...reading
  } = options
  const journal: LogSource = {
    instance: journalName,
    index: -1,
    path: path.join(directory, journalFile),
    forms: [readJournalLine],
  }
  // The journal first: of the same millisecond, the cause comes before the effect.
  const sources = [journal, ...logSourcesOf(directory, plan.instances)]
  const maker = new EntryMaker()
  for await (const runs of readLogRuns(sources, {
    ...reading,
    sinceMs: options.sinceMs,
    untilMs: options.untilMs,
    sieve: routine,
  })) {
    let entries: TimelineEntry[] = []
    for (const {block, from, to} of runs) {
      for (let line = from; line < to; line++) {
        const record = block.recordOf(line)
        if (record.instance !== journalName) {
          entries.push(maker.make(record))
          continue
        }
        const told = parseJournalLine(record.message)
        if (told !== undefined && told.at >= sinceMs && told.at <= untilMs)
          entries.push(entryOfJournal(told, plan))
      }
      if (entries.length < batchEntries) continue
      yield entries
      if (options.signal?.aborted) return
      entries = []
    }
    if (entries.length > 0) yield entries
  }
}

/** All of a line is its message, which is read once more as what it is. */
function readJournalLine(line: string): FormedLine | undefined {
  const told = parseJournalLine(line)
  // As a warning, since no sieve leaves out what nobody knows and what warns.
  return told && {pid: 0, at: told.at, roleLetter: undefined, level: 'warning', from: 0, to: line.length}
}
