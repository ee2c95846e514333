import type {Fields} from './entry.ts'
import {readInstanceDetails} from './instance-details.ts'

export type Part =
  | {readonly kind: 'literal'; readonly text: string}
  | {readonly kind: 'text' | 'number'; readonly name: string}
  | {readonly kind: 'instance'}

/** A text of the catalogue, ready to be compared with messages. */
export interface Template {
  readonly parts: readonly Part[]
  /** Whether anything may follow. */
  readonly isOpen: boolean
  /** The first word, when it never changes: such lines are looked up before others. */
  readonly firstWord: string | undefined
  /** What every message begins with; it may be empty. */
  readonly beginning: string
  /** How many characters are fixed. The more, the more specific. */
  readonly weight: number
  /** Whether a message is such a line. */
  readonly suits: (message: string) => boolean
  /** The fields of a message, or undefined when it is another line. */
  readonly match: (message: string) => Fields | undefined
}

/** Compiles a text such as `Full resync from master: {replid}:{offset:n}`. No regular expressions: logs are long. */
export function compileTemplate(text: string): Template {
  const isOpen = text.endsWith('…')
  const parts = readParts(isOpen ? text.slice(0, -1) : text)
  const literals = parts.filter((part) => part.kind === 'literal')
  const [first] = parts
  const beginning = first?.kind === 'literal' ? first.text : ''
  const last = beginning.length - 1
  const lastCode = beginning.charCodeAt(last)
  return {
    parts,
    isOpen,
    firstWord: beginning === '' ? undefined : wordOf(beginning, parts.length === 1 && !isOpen),
    beginning,
    weight: literals.reduce((sum, literal) => sum + literal.text.length, 0),
    suits: (message) => compare(message, undefined),
    match: (message) => {
      const fields: FieldValues = {}
      return compare(message, fields) ? fields : undefined
    },
  }

  function compare(message: string, fields: FieldValues | undefined): boolean {
    // Most comparisons fail, and should cost next to nothing: so one character is looked at before all others.
    if (beginning !== '' && message.charCodeAt(last) !== lastCode) return false
    return matchParts({parts, isOpen}, message, fields)
  }
}

type FieldValues = Record<string, string | number>

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

/** @param fields where the fields are written, if they are wanted */
function matchParts(
  {parts, isOpen}: Pick<Template, 'parts' | 'isOpen'>,
  message: string,
  fields: FieldValues | undefined,
): boolean {
  let position = 0
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] as Part
    if (part.kind === 'literal') {
      if (!message.startsWith(part.text, position)) return false
      position += part.text.length
    } else if (part.kind === 'instance') {
      const instance = readInstanceDetails(message.slice(position))
      if (instance === undefined) return false
      if (fields !== undefined) Object.assign(fields, instance.details)
      position += instance.length
    } else {
      const end = endOfField(parts[index + 1], index + 2 === parts.length && !isOpen, message, position)
      if (end <= position) return false
      const isNumber = part.kind === 'number'
      if (isNumber || fields !== undefined) {
        const value = message.slice(position, end)
        if (isNumber && !/^-?\d+$/.test(value)) return false
        if (fields !== undefined) fields[part.name] = isNumber ? Number(value) : bareNode(part.name, value)
      }
      position = end
    }
  }
  return isOpen || position === message.length
}

const namesOfNodes: ReadonlySet<string> = new Set(['node', 'sender', 'reporter', 'master'])

/** Newer servers write more than the id of a node: `node 7edc… (name) in shard cd47…`. By its id it is known. */
function bareNode(name: string, value: string): string {
  if (!namesOfNodes.has(name)) return value
  return /\b[0-9a-f]{40}\b/.exec(value)?.[0] ?? value
}

/** A field ends where the next fixed text begins; where that is the end of the line, at its last occurrence. */
function endOfField(next: Part | undefined, isLast: boolean, message: string, from: number): number {
  if (next?.kind !== 'literal') return message.length
  return isLast ? message.lastIndexOf(next.text) : message.indexOf(next.text, from + 1)
}
