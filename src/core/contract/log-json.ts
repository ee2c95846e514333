import type {RecognisedEvent} from '../redis/catalogue/recognise.ts'
import {type LogRecord, roleOfLetter, type WriterRole} from '../redis/log-record.ts'

/** A line of a log for programs. `event` and `meaning` are there whenever the line is known. */
export interface LogJson {
  /** ISO 8601 with milliseconds, UTC. */
  readonly at: string
  readonly instance: string
  readonly role: WriterRole
  readonly level: LogRecord['level']
  readonly message: string
  readonly event?: Readonly<Record<string, string | number>> & {readonly kind: string}
  readonly meaning?: string
  readonly advice?: string
}

/** Describes a record in the words of the JSON contract. */
export function describeLogRecord(record: LogRecord, event: RecognisedEvent | undefined): LogJson {
  const {at, instance, roleLetter, level, message} = record
  const line = {at: new Date(at).toISOString(), instance, role: roleOfLetter(roleLetter), level, message}
  if (event === undefined) return line
  const {kind, fields, severity, meaning, advice} = event
  return {...line, event: {...fields, kind, severity}, meaning, ...(advice === undefined ? {} : {advice})}
}
