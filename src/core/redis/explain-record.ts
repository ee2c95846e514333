import type {Severity} from './catalogue/entry.ts'
import {findSeverity, type RecognisedEvent, recogniseEvent} from './catalogue/recognise.ts'
import type {LogRecord} from './log-record.ts'

/** What a record of a log says, if that is known. Raw lines, such as those of a stack trace, say nothing by themselves. */
export function explainRecord({message, level, roleLetter}: LogRecord): RecognisedEvent | undefined {
  return level === 'raw' ? undefined : recogniseEvent(message, roleLetter === 'X' ? 'sentinel' : 'redis')
}

/** How much a record of a log matters, if that is known. */
export function weighRecord({message, level, roleLetter}: LogRecord): Severity | undefined {
  if (level === 'raw') return undefined
  return findSeverity(message, roleLetter === 'X' ? 'sentinel' : 'redis')
}
