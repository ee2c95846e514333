import type {Part, Template} from './template.ts'

/** A template that is compared with messages where they stand among the bytes of a log. */
export interface ByteTemplate {
  /** No shorter message suits. */
  readonly least: number
  /** Where one byte of every message is fixed, and which it is: the last of how it begins. -1 when nothing is fixed. */
  readonly fixedAt: number
  readonly fixedByte: number
  /** The last byte of every message, or -1. */
  readonly lastByte: number
  /** Whether the message that stands in a part of the bytes is such a line. */
  readonly fits: (bytes: Uint8Array, from: number, to: number) => boolean
}

/** A part of a template, with its fixed text as bytes. */
interface BytePart {
  readonly kind: Part['kind']
  readonly literal: Uint8Array
}

/**
 * As `match` of the template, on bytes: it says no more than yes or no, and makes nothing. For logs of gigabytes, whose
 * lines are mostly counted, never shown.
 */
export function compileBytes({parts, isOpen, beginning}: Template): ByteTemplate {
  const encoder = new TextEncoder()
  const byteParts = parts.map(
    (part): BytePart => ({
      kind: part.kind,
      literal: encoder.encode(part.kind === 'literal' ? part.text : ''),
    }),
  )
  const start = encoder.encode(beginning)
  const rest = start.length === 0 ? byteParts : byteParts.slice(1)
  const last = byteParts.at(-1)
  return {
    least: byteParts.reduce((sum, {kind, literal}) => sum + (kind === 'literal' ? literal.length : 1), 0),
    fixedAt: start.length - 1,
    fixedByte: start.at(-1) ?? -1,
    lastByte: isOpen ? -1 : (last?.literal.at(-1) ?? -1),
    fits: compileFits(start, rest, isOpen),
  }
}

function compileFits(start: Uint8Array, rest: readonly BytePart[], isOpen: boolean): ByteTemplate['fits'] {
  const {length} = start
  if (rest.length === 0 && !isOpen)
    return (bytes, from, to) => to - from === length && standsAt(bytes, from, start)
  // Where text may follow to the end of the line, there is nothing more to look at.
  if (rest.length === 0) return (bytes, from, to) => to - from >= length && standsAt(bytes, from, start)
  if (rest.length === 1 && rest[0]?.kind === 'text' && !isOpen)
    return (bytes, from, to) => to - from > length && standsAt(bytes, from, start)
  return (bytes, from, to) =>
    to - from > length && standsAt(bytes, from, start) && fitParts(rest, isOpen, bytes, from + length, to)
}

function fitParts(
  parts: readonly BytePart[],
  isOpen: boolean,
  bytes: Uint8Array,
  from: number,
  to: number,
): boolean {
  let position = from
  for (let index = 0; index < parts.length; index++) {
    const {kind, literal} = parts[index] as BytePart
    if (kind === 'literal') {
      if (position + literal.length > to || !standsAt(bytes, position, literal)) return false
      position += literal.length
    } else if (kind === 'instance') {
      const length = lengthOfInstance(bytes, position, to)
      if (length === undefined) return false
      position += length
    } else {
      const next = parts[index + 1]
      const isLast = index + 2 === parts.length && !isOpen
      const end =
        next?.kind !== 'literal'
          ? to
          : isLast
            ? to - next.literal.length
            : kind === 'number'
              ? endOfNumber(bytes, position, to)
              : find(next.literal, bytes, position + 1, to)
      if (end <= position) return false
      if (kind === 'number' && endOfNumber(bytes, position, end) !== end) return false
      position = end
    }
  }
  return isOpen || position === to
}

/** Most comparisons fail, and should cost next to nothing: so the last byte is looked at before all others. */
function standsAt(bytes: Uint8Array, at: number, sought: Uint8Array): boolean {
  for (let index = sought.length - 1; index >= 0; index--)
    if (bytes[at + index] !== sought[index]) return false
  return true
}

function find(sought: Uint8Array, bytes: Uint8Array, from: number, to: number): number {
  const last = to - sought.length
  const first = sought[0]
  for (let position = from; position <= last; position++)
    if (bytes[position] === first && standsAt(bytes, position, sought)) return position
  return -1
}

/** How many bytes the details of an instance take, as `readInstanceDetails` reads them; undefined when there are none. */
function lengthOfInstance(bytes: Uint8Array, from: number, to: number): number | undefined {
  const type = subjects.find((subject) => standsAt(bytes, from, subject))
  if (type === undefined) return undefined
  const own = endOfAddress(bytes, from + type.length, to)
  if (own < 0) return undefined
  const mark = own + ofMaster.length
  const isOfMaster = mark <= to && standsAt(bytes, own, ofMaster) && (mark === to || bytes[mark] === space)
  if (!isOfMaster) return own - from
  const master = endOfAddress(bytes, mark + 1, to)
  return master < 0 ? undefined : master - from
}

const [subjects, ofMaster] = [
  ['master ', 'slave ', 'sentinel '].map((text) => new TextEncoder().encode(text)),
  new TextEncoder().encode(' @'),
]

/** Where `NAME IP PORT` ends; -1 when that is not what stands there. */
function endOfAddress(bytes: Uint8Array, from: number, to: number): number {
  const name = endOfWord(bytes, from, to)
  const host = endOfWord(bytes, name + 1, to)
  const port = endOfWord(bytes, host + 1, to)
  const digits = port - host - 1
  return host < to &&
    digits >= 1 &&
    digits <= 5 &&
    endOfNumber(bytes, host + 1, port) === port &&
    bytes[host + 1] !== minus
    ? port
    : -1
}

function endOfWord(bytes: Uint8Array, from: number, to: number): number {
  let position = from
  while (position < to && bytes[position] !== space) position++
  return position
}

const space = 32

/** Where a whole number ends: at its beginning when there is none. */
function endOfNumber(bytes: Uint8Array, from: number, to: number): number {
  let position = bytes[from] === minus && to - from > 1 ? from + 1 : from
  while (position < to && isDigit(bytes[position] as number)) position++
  return position
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= zero + 9
}

const minus = 45
const zero = 48
