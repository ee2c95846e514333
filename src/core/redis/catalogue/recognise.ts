import type {InstanceKind} from '../../words.ts'
import type {Fields, Severity} from './entry.ts'
import {type KnownLine, knownLinesOf} from './known-lines.ts'

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
 * Says what a message of a log means, in the words of any version of Redis from 2.4 on, and of Valkey.
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

/**
 * As `readEvent`, for a message that stands in a text by itself: what people paste is not read as a log. Logs, which are
 * long, are recognised where their bytes stand.
 *
 * @param writer what kind of instance wrote it
 * @returns undefined when the catalogue does not know the line
 */
export function recogniseEvent(message: string, writer: InstanceKind): RecognisedEvent | undefined {
  indexes[writer] ??= indexOf(knownLinesOf(writer))
  const index = indexes[writer]
  for (const known of index.get(message.slice(0, keyLength)) ?? index.get('') ?? []) {
    const event = readEvent(known, message)
    if (event !== undefined) return event
  }
  return undefined
}

/** So many characters that never change at its beginning are what a line is looked up by. */
const keyLength = 3
const indexes: Partial<Record<InstanceKind, ReadonlyMap<string, readonly KnownLine[]>>> = {}

/** The lines that a message may be by how it begins, the likeliest first; '' for those that may begin with anything. */
function indexOf(lines: readonly KnownLine[]): ReadonlyMap<string, readonly KnownLine[]> {
  const keyOf = ({template: {beginning}}: KnownLine) =>
    beginning.length < keyLength ? '' : beginning.slice(0, keyLength)
  const keys = new Set(['', ...lines.map(keyOf)])
  return new Map(
    [...keys].map((key) => [key, lines.filter((line) => keyOf(line) === key || keyOf(line) === '')]),
  )
}
