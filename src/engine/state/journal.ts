import {constants} from 'node:fs'
import {appendFile} from 'node:fs/promises'
import path from 'node:path'
import {
  formatJournalLine,
  type JournalEntry,
  parseJournalLine,
  type TimedJournalEntry,
} from '../../core/timeline/entries/journal-entry.ts'
import {readPlainFile} from '../files/plain-file.ts'
import {unwritable} from './home.ts'

export type {JournalEntry} from '../../core/timeline/entries/journal-entry.ts'

export const journalFile = 'journal.jsonl'

const {O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW} = constants

/** Appends one line, whole: the line is written in a single call to a file opened for appending. */
export async function appendJournal(directory: string, at: Date, entry: JournalEntry): Promise<void> {
  const file = path.join(directory, journalFile)
  try {
    await appendFile(file, `${formatJournalLine(at, entry)}\n`, {
      mode: 0o600,
      flag: O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW,
    })
  } catch (error) {
    throw unwritable(directory, error)
  }
}

/** What redislab did, in the order of writing. Lines that cannot be understood are left out. */
export async function readJournal(directory: string): Promise<readonly TimedJournalEntry[]> {
  let text: string
  try {
    text = await readPlainFile(path.join(directory, journalFile))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw unwritable(directory, error)
  }
  return text.split('\n').flatMap((line) => parseJournalLine(line) ?? [])
}
