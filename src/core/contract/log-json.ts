import type {RecognisedEvent} from '../redis/catalogue/recognise.ts'
import {type LogRecord, roleOfLetter} from '../redis/log-record.ts'
import type {JsonOf} from './schemas/json-of.ts'
import type {logLine, logs} from './schemas/logs.ts'

/** A line of a log for programs. */
export type LogJson = JsonOf<typeof logLine>

/** Describes a record in the words of the JSON contract. */
export function describeLogRecord(record: LogRecord, event: RecognisedEvent | undefined): LogJson {
  const {at, instance, roleLetter, level, message} = record
  const line = {at: new Date(at).toISOString(), instance, role: roleOfLetter(roleLetter), level, message}
  if (event === undefined) return line
  const {kind, fields, severity, meaning, advice} = event
  return {...line, event: {...fields, kind, severity}, meaning, ...(advice === undefined ? {} : {advice})}
}

/** The document of `logs --json`. */
export function describeLogs(lines: readonly LogJson[]): JsonOf<typeof logs> {
  return {lines}
}
