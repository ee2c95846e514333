import {appendFile} from 'node:fs/promises'
import path from 'node:path'
import type {Directive} from '../../core/config/directives.ts'
import type {FaultKind} from '../../core/faults.ts'
import type {LoadKind} from '../../core/load/report.ts'
import {unwritable} from './home.ts'

/** What redislab itself did, for the timeline. */
export type JournalEntry =
  | {readonly kind: 'deployment-started'; readonly topology: string; readonly readyMs: number}
  | {
      readonly kind: 'fault-injected'
      readonly fault: FaultKind
      readonly instances: readonly string[]
      readonly signal?: string
      readonly durationMs?: number
      readonly directives?: readonly Directive[]
    }
  | {
      readonly kind: 'load-started'
      readonly load: LoadKind
      readonly rate: number | null
      readonly concurrency: number
    }
  | {
      readonly kind: 'load-ended'
      readonly load: LoadKind
      readonly succeeded: number
      readonly failed: number
      readonly outageMs: number
      readonly lost?: number | null
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
