import {appendFile} from 'node:fs/promises'
import path from 'node:path'
import type {FaultKind} from '../../core/faults.ts'
import type {Cut, Link} from '../../core/links/link.ts'
import type {LinkFaultKind} from '../../core/links/link-fault.ts'
import {unwritable} from './home.ts'

/** What redislab itself did, for the timeline. */
export type JournalEntry =
  | {readonly kind: 'deployment-started'; readonly topology: string; readonly readyMs: number}
  | {
      readonly kind: 'fault-injected'
      readonly fault: FaultKind
      readonly instances: readonly string[]
      readonly signal?: string
    }
  | {
      readonly kind: 'fault-injected'
      readonly fault: LinkFaultKind
      readonly instances: readonly string[]
      /** On which links, and what holds there since. */
      readonly links: readonly Link[]
      readonly cut?: Cut
      readonly delayMs?: number
      readonly jitterMs?: number
      readonly bytesPerSecond?: number
    }

export const journalFile = 'journal.jsonl'

/** Appends one line, whole: the line is written in a single call to a file opened for appending. */
export async function appendJournal(directory: string, at: Date, entry: JournalEntry): Promise<void> {
  const file = path.join(directory, journalFile)
  try {
    await appendFile(file, `${JSON.stringify({at: at.toISOString(), ...entry})}\n`, {mode: 0o600})
  } catch (error) {
    throw unwritable(directory, error)
  }
}
