import type {Fields, Severity} from './entry.ts'
import type {KnownLine} from './known-lines.ts'

/** What a known line says. */
export interface RecognisedEvent {
  readonly kind: string
  readonly fields: Fields
  readonly severity: Severity
  /** One or two plain sentences. */
  readonly meaning: string
  readonly advice?: string
}

/**
 * Says what a message of a log means, in the words of any version from redis 6.2 and valkey 8 on.
 *
 * @param known the line of the catalogue that the message is: `src/lines/` finds it when a log is read
 * @param message the line without pid, time and level
 */
export function readEvent({entry, template}: KnownLine, message: string): RecognisedEvent | undefined {
  const fields = template.match(message)?.fields
  if (fields === undefined) return undefined
  const {kind, severity, advice} = entry
  const meaning = entry.meaning(fields)
  return advice === undefined ? {kind, fields, severity, meaning} : {kind, fields, severity, meaning, advice}
}
