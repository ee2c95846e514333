import type {InstanceKind} from '../../words.ts'
import type {Entry, Fields, Severity} from './entry.ts'
import {isLike} from './glance.ts'
import {type KnownLine, keyOf, knownLineIndexOf} from './known-lines.ts'

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
 * @param message the line without pid, time and level
 * @param writer what kind of instance wrote it
 * @returns undefined when the catalogue does not know the line
 */
export function recogniseEvent(message: string, writer: InstanceKind): RecognisedEvent | undefined {
  const found = findEntry(message, writer)
  if (found === undefined) return undefined
  const {entry, fields} = found
  const {kind, severity, advice} = entry
  const meaning = entry.meaning(fields)
  return advice === undefined ? {kind, fields, severity, meaning} : {kind, fields, severity, meaning, advice}
}

/** The entry that explains a message, with the fields of the message. */
export function findEntry(
  message: string,
  writer: InstanceKind,
): {readonly entry: Entry; readonly fields: Fields} | undefined {
  for (const {entry, template, glance} of candidatesFor(message, writer)) {
    if (!isLike(glance, message)) continue
    const fields = template.match(message)
    if (fields !== undefined) return {entry, fields}
  }
  return undefined
}

/** How much a message matters, if it is known: all that is asked of most lines that are shown. */
export function findSeverity(message: string, writer: InstanceKind): Severity | undefined {
  return findKnownLine(message, writer)?.entry.severity
}

/** The known line that a message is. Makes nothing of its fields. */
export function findKnownLine(message: string, writer: InstanceKind): KnownLine | undefined {
  return candidatesFor(message, writer).find(
    ({glance, template}) => isLike(glance, message) && template.suits(message),
  )
}

/** The known lines that a message may be, the likeliest first. */
function candidatesFor(message: string, writer: InstanceKind): readonly KnownLine[] {
  const key = keyOf(message.length, message.charCodeAt(0), message.charCodeAt(1), message.charCodeAt(2))
  return knownLineIndexOf(writer)[key] as readonly KnownLine[]
}
