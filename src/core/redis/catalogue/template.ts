import type {Fields} from './entry.ts'
import {readInstanceDetails} from './instance-details.ts'

type Part =
  | {readonly kind: 'literal'; readonly text: string}
  | {readonly kind: 'text' | 'number'; readonly name: string}
  | {readonly kind: 'instance'}

/** A text of the catalogue, ready to be compared with messages. */
export interface Template {
  /** The first word, when it never changes: such lines are looked up before others. */
  readonly firstWord: string | undefined
  /** What every message begins with; it may be empty. */
  readonly beginning: string
  /** How many characters are fixed. The more, the more specific. */
  readonly weight: number
  /** Whether the message that stands in a part of a text is such a line. Makes nothing: most lines are only counted. */
  readonly fits: (text: string, from: number, to: number) => boolean
  /** The fields of a message, or undefined when it is another line. */
  readonly match: (message: string) => Fields | undefined
}

type FieldValues = Record<string, string | number>

/** Compiles a text such as `Full resync from master: {replid}:{offset:n}`. No regular expressions: logs are long. */
export function compileTemplate(text: string): Template {
  const isOpen = text.endsWith('…')
  const parts = readParts(isOpen ? text.slice(0, -1) : text)
  const literals = parts.filter((part) => part.kind === 'literal')
  const [first] = parts
  const beginning = first?.kind === 'literal' ? first.text : ''
  const isWhole = parts.length === 1 && !isOpen
  return {
    firstWord: beginning === '' ? undefined : wordOf(beginning, isWhole),
    beginning,
    weight: literals.reduce((sum, literal) => sum + literal.text.length, 0),
    fits: makeFits(parts, {beginning, isOpen, isWhole}),
    match: (message) => {
      const fields: FieldValues = {}
      return matchParts(parts, {isOpen, text: message, from: 0, to: message.length, fields})
        ? fields
        : undefined
    },
  }
}

function readParts(text: string): readonly Part[] {
  return text
    .split(/(\{[^}]*\})/)
    .filter((piece) => piece !== '')
    .map((piece): Part => {
      if (!piece.startsWith('{')) return {kind: 'literal', text: piece}
      const name = piece.slice(1, -1)
      if (name === '@') return {kind: 'instance'}
      return name.endsWith(':n') ? {kind: 'number', name: name.slice(0, -2)} : {kind: 'text', name}
    })
}

function wordOf(literal: string, isWhole: boolean): string | undefined {
  const space = literal.indexOf(' ')
  if (space >= 0) return literal.slice(0, space)
  return isWhole ? literal : undefined
}

/** Most comparisons fail, and should cost next to nothing: so one character is looked at before all others. */
function makeFits(
  parts: readonly Part[],
  {beginning, isOpen, isWhole}: {beginning: string; isOpen: boolean; isWhole: boolean},
): Template['fits'] {
  const {length} = beginning
  if (length === 0) return (text, from, to) => matchParts(parts, {isOpen, text, from, to, fields: undefined})
  const last = length - 1
  const lastCode = beginning.charCodeAt(last)
  if (isWhole) return (text, from, to) => to - from === length && text.startsWith(beginning, from)
  const rest = parts.slice(1)
  const isAnything = isOpen ? rest.length === 0 : rest.length === 1 && rest[0]?.kind === 'text'
  const least = isOpen ? length : length + 1
  return (text, from, to) => {
    if (to - from < least || text.charCodeAt(from + last) !== lastCode || !text.startsWith(beginning, from))
      return false
    return isAnything || matchParts(rest, {isOpen, text, from: from + length, to, fields: undefined})
  }
}

interface Comparison {
  readonly isOpen: boolean
  readonly text: string
  readonly from: number
  readonly to: number
  /** What is found is written here, if it is wanted. */
  readonly fields: FieldValues | undefined
}

function matchParts(parts: readonly Part[], {isOpen, text, from, to, fields}: Comparison): boolean {
  let position = from
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] as Part
    if (part.kind === 'literal') {
      const end = position + part.text.length
      if (end > to || !text.startsWith(part.text, position)) return false
      position = end
    } else if (part.kind === 'instance') {
      const instance = readInstanceDetails(text.slice(position, to))
      if (instance === undefined) return false
      if (fields !== undefined) Object.assign(fields, instance.details)
      position += instance.length
    } else {
      const isLast = index + 2 === parts.length && !isOpen
      const end = endOfField(parts[index + 1], isLast, {text, from: position, to})
      if (end <= position) return false
      if (part.kind === 'number' && !isWholeNumber(text, position, end)) return false
      if (fields !== undefined) {
        const value = text.slice(position, end)
        fields[part.name] = part.kind === 'number' ? Number(value) : value
      }
      position = end
    }
  }
  return isOpen || position === to
}

/** A field ends where the next fixed text begins; where that is the end of the line, at its last occurrence. */
function endOfField(
  next: Part | undefined,
  isLast: boolean,
  {text, from, to}: {text: string; from: number; to: number},
): number {
  if (next?.kind !== 'literal') return to
  return isLast ? to - next.text.length : findBetween(text, next.text, from + 1, to)
}

/** As indexOf, but never beyond the end of the line: the text may go on for a megabyte. */
function findBetween(text: string, sought: string, from: number, to: number): number {
  const first = sought.charCodeAt(0)
  const last = to - sought.length
  for (let position = from; position <= last; position++)
    if (text.charCodeAt(position) === first && text.startsWith(sought, position)) return position
  return -1
}

function isWholeNumber(text: string, from: number, to: number): boolean {
  const start = text.charCodeAt(from) === minus && to - from > 1 ? from + 1 : from
  for (let position = start; position < to; position++) {
    const code = text.charCodeAt(position)
    if (code < 48 || code > 57) return false
  }
  return true
}

const minus = 45
