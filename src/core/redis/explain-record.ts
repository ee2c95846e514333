import {type RecognisedEvent, readEvent} from './catalogue/recognise.ts'
import type {RecognisedRecord} from './log-record.ts'

/** What a record of a log says, if the catalogue knows it. */
export function explainRecord({message, known}: RecognisedRecord): RecognisedEvent | undefined {
  return known && readEvent(known, message)
}
