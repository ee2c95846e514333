import type {InstanceKind} from '../../status/status.ts'
import {entriesOf} from './all-entries.ts'
import type {Entry, Fields, Severity} from './entry.ts'
import {compileTemplate, type Template} from './template.ts'
import {type ByteTemplate, compileBytes} from './template-bytes.ts'
import {wordingsOf} from './wording.ts'

/** What a known line says. */
export interface RecognisedEvent {
  readonly kind: string
  readonly fields: Fields
  readonly severity: Severity
  /** One or two plain sentences. */
  readonly meaning: string
  readonly advice?: string
}

/** An entry of the catalogue in one of its wordings. */
export interface KnownLine {
  /** Its place among the known lines of its kind of instance. */
  readonly number: number
  readonly entry: Entry
  readonly template: Template
  readonly bytes: ByteTemplate
}

/** Known lines that a message may be, the likeliest first. */
interface Candidates {
  readonly lines: readonly KnownLine[]
  /** What tells most of them apart at a glance, side by side: `least`, `fixedAt`, `fixedByte` and `lastByte` of each. */
  readonly glances: Int32Array
}

/** Candidates by how a message begins. */
type Index = readonly Candidates[]

const glanceSize = 4

const indexSize = 1024
/** So many characters at the beginning of a line choose what it is compared with. */
const keyLength = 3

const indexes: Readonly<Record<InstanceKind, Index>> = {
  redis: buildIndex(entriesOf('redis')),
  sentinel: buildIndex(entriesOf('sentinel')),
}

/** How many known lines a kind of instance has: their numbers are below it. */
export function countKnownLines(writer: InstanceKind): number {
  return 1 + Math.max(...indexes[writer].flatMap(({lines}) => lines.map(({number}) => number)))
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
  for (const {entry, template, bytes} of candidatesForText(message, writer)) {
    if (!isLike(bytes, message)) continue
    const fields = template.match(message)
    if (fields !== undefined) return {entry, fields}
  }
  return undefined
}

/** How much a message matters, if it is known: all that is asked of most lines that are shown. */
export function findSeverity(message: string, writer: InstanceKind): Severity | undefined {
  for (const {entry, template, bytes} of candidatesForText(message, writer))
    if (isLike(bytes, message) && template.suits(message)) return entry.severity
  return undefined
}

/** The known line that a message is, where it stands among the bytes of a log. Makes nothing: there may be millions. */
export function findKnownLine(
  bytes: Uint8Array,
  from: number,
  to: number,
  writer: InstanceKind,
): KnownLine | undefined {
  const length = to - from
  const key = keyOf(bytes[from] ?? 0, bytes[from + 1] ?? 0, bytes[from + 2] ?? 0)
  const {lines, glances} = candidatesFor(writer, length, key)
  const last = bytes[to - 1]
  for (let at = 0; at < glances.length; at += glanceSize) {
    if (length < (glances[at] as number)) continue
    const fixedAt = glances[at + 1] as number
    if (fixedAt >= 0 && bytes[from + fixedAt] !== glances[at + 2]) continue
    const lastByte = glances[at + 3] as number
    if (lastByte >= 0 && last !== lastByte) continue
    const line = lines[at / glanceSize] as KnownLine
    if (line.bytes.fits(bytes, from, to)) return line
  }
  return undefined
}

/** Tells at a glance most messages that do not suit. What is fixed in known lines is ASCII. */
function isLike({least, fixedAt, fixedByte, lastByte}: ByteTemplate, message: string): boolean {
  if (message.length < least || (lastByte >= 0 && message.charCodeAt(message.length - 1) !== lastByte))
    return false
  return fixedAt < 0 || message.charCodeAt(fixedAt) === fixedByte
}

function candidatesForText(message: string, writer: InstanceKind): readonly KnownLine[] {
  const key = keyOf(message.charCodeAt(0), message.charCodeAt(1), message.charCodeAt(2))
  return candidatesFor(writer, message.length, key).lines
}

function candidatesFor(writer: InstanceKind, length: number, key: number): Candidates {
  return indexes[writer][length < keyLength ? 0 : key] as Candidates
}

function keyOf(a: number, b: number, c: number): number {
  return ((a * 31 + b) * 31 + c) & (indexSize - 1)
}

/** Lines whose first word never changes come before others, the more specific ones first. */
function buildIndex(entries: readonly Entry[]): Index {
  const known = entries
    .flatMap((entry) =>
      [entry.text, ...entry.also].flatMap(wordingsOf).map((text) => {
        const template = compileTemplate(text)
        return {entry, template, bytes: compileBytes(template)}
      }),
    )
    .sort((a, b) => rankOf(a) - rankOf(b) || b.template.weight - a.template.weight)
    .map((line, number) => ({...line, number}))
  const index: KnownLine[][] = Array.from({length: indexSize}, () => [])
  for (const line of known) {
    const {beginning} = line.template
    // What begins with something that changes may stand anywhere.
    const places =
      beginning.length < keyLength
        ? index
        : [index[keyOf(beginning.charCodeAt(0), beginning.charCodeAt(1), beginning.charCodeAt(2))]]
    for (const place of places) place?.push(line)
  }
  return index.map((lines) => ({
    lines,
    glances: Int32Array.from(
      lines.flatMap(({bytes: {least, fixedAt, fixedByte, lastByte}}) => [
        least,
        fixedAt,
        fixedByte,
        lastByte,
      ]),
    ),
  }))
}

function rankOf({template}: Pick<KnownLine, 'template'>): number {
  return template.firstWord === undefined ? 1 : 0
}
