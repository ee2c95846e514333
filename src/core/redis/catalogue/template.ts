import type {Fields} from './entry.ts'
import {readInstanceDetails} from './instance-details.ts'

export type Part =
  | {readonly kind: 'literal'; readonly text: string}
  | {readonly kind: 'text' | 'number'; readonly name: string}
  | {readonly kind: 'instance'}

/** Where a field stands in a message: from one character up to another. */
export interface FieldPlace {
  /** The name of the field; `@` for the instance details of a sentinel event. */
  readonly name: string
  readonly from: number
  readonly to: number
}

/** What a message says beside what is fixed. */
export interface Reading {
  readonly fields: Fields
  /** In the order of the message. */
  readonly places: readonly FieldPlace[]
}

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
  /** The fields of a message, or undefined when it is another line. */
  readonly match: (message: string) => Reading | undefined
}

/** Compiles a text such as `Full resync from master: {replid}:{offset:n}`. No regular expressions: logs are long. */
export function compileTemplate(text: string): Template {
  const isOpen = text.endsWith('…')
  const parts = readParts(isOpen ? text.slice(0, -1) : text)
  const literals = parts.filter((part) => part.kind === 'literal')
  const [first] = parts
  const beginning = first?.kind === 'literal' ? first.text : ''
  return {
    parts,
    isOpen,
    firstWord: beginning === '' ? undefined : wordOf(beginning, parts.length === 1 && !isOpen),
    beginning,
    weight: literals.reduce((sum, literal) => sum + literal.text.length, 0),
    match: (message) => matchParts({parts, isOpen}, message),
  }
}

/** Hundreds of texts are read at each start: without regular expressions. */
function readParts(text: string): readonly Part[] {
  const parts: Part[] = []
  let from = 0
  while (from < text.length) {
    const opened = text.indexOf('{', from)
    const literal = opened < 0 ? text.slice(from) : text.slice(from, opened)
    if (literal !== '') parts.push({kind: 'literal', text: literal})
    if (opened < 0) break
    const closed = text.indexOf('}', opened)
    parts.push(readField(text.slice(opened + 1, closed)))
    from = closed + 1
  }
  return parts
}

function readField(name: string): Part {
  if (name === '@') return {kind: 'instance'}
  return name.endsWith(':n') ? {kind: 'number', name: name.slice(0, -2)} : {kind: 'text', name}
}

function wordOf(literal: string, isWhole: boolean): string | undefined {
  const space = literal.indexOf(' ')
  if (space >= 0) return literal.slice(0, space)
  return isWhole ? literal : undefined
}

function matchParts(
  {parts, isOpen}: Pick<Template, 'parts' | 'isOpen'>,
  message: string,
): Reading | undefined {
  const fields: Record<string, string | number> = {}
  const places: FieldPlace[] = []
  let from = 0
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] as Part
    let to: number
    if (part.kind === 'literal') {
      if (!message.startsWith(part.text, from)) return undefined
      to = from + part.text.length
    } else if (part.kind === 'instance') {
      const instance = readInstanceDetails(message.slice(from))
      if (instance === undefined) return undefined
      Object.assign(fields, instance.details)
      to = from + instance.length
      places.push({name: '@', from, to})
    } else {
      const {kind, name} = part
      to = endOfField(parts[index + 1], index + 2 === parts.length && !isOpen, message, from)
      if (to <= from) return undefined
      const value = message.slice(from, to)
      if (kind === 'number' && !/^-?\d+$/.test(value)) return undefined
      fields[name] = kind === 'number' ? Number(value) : bareNode(name, value)
      places.push({name, from, to})
    }
    from = to
  }
  return isOpen || from === message.length ? {fields, places} : undefined
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
