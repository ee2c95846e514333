import {readInstanceDetails} from './instance-details.ts'
import type {Part, Template} from './template.ts'

/** Whether the message that stands in a part of the bytes of a log is the line of a template. */
export type Fits = (bytes: Uint8Array, from: number, to: number) => boolean

/** A part of a template, with its fixed text as bytes. */
interface BytePart {
  readonly kind: Part['kind']
  readonly literal: Uint8Array
}

/**
 * As `match` of the template, on bytes: it says no more than yes or no, and makes nothing. For logs of gigabytes, whose
 * lines are mostly counted, never shown.
 */
export function compileFits({parts, isOpen, beginning}: Template): Fits {
  const byteParts = parts.map(
    (part): BytePart => ({
      kind: part.kind,
      literal: new TextEncoder().encode(part.kind === 'literal' ? part.text : ''),
    }),
  )
  if (beginning === '') return (bytes, from, to) => fitParts(byteParts, isOpen, {bytes, from, to})
  const start = new TextEncoder().encode(beginning)
  const {length} = start
  const rest = byteParts.slice(1)
  if (rest.length === 0 && !isOpen)
    return (bytes, from, to) => to - from === length && standsAt(bytes, from, start)
  // Where text may follow to the end of the line, there is nothing more to look at.
  const isAnything = isOpen ? rest.length === 0 : rest.length === 1 && rest[0]?.kind === 'text'
  const least = isOpen ? length : length + 1
  return (bytes, from, to) => {
    if (to - from < least || !standsAt(bytes, from, start)) return false
    return isAnything || fitParts(rest, isOpen, {bytes, from: from + length, to})
  }
}

interface Stretch {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
}

function fitParts(parts: readonly BytePart[], isOpen: boolean, {bytes, from, to}: Stretch): boolean {
  let position = from
  for (let index = 0; index < parts.length; index++) {
    const {kind, literal} = parts[index] as BytePart
    if (kind === 'literal') {
      if (position + literal.length > to || !standsAt(bytes, position, literal)) return false
      position += literal.length
    } else if (kind === 'instance') {
      const length = lengthOfInstance({bytes, from: position, to})
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
            : find(next.literal, {bytes, from: position + 1, to})
      if (end <= position) return false
      if (kind === 'number' && !isWholeNumber(bytes, position, end)) return false
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

function find(sought: Uint8Array, {bytes, from, to}: Stretch): number {
  const last = to - sought.length
  for (let position = from; position <= last; position++)
    if (standsAt(bytes, position, sought)) return position
  return -1
}

/** Events of sentinels are rare enough to be read as text. */
function lengthOfInstance({bytes, from, to}: Stretch): number | undefined {
  const text = String.fromCharCode(...bytes.subarray(from, Math.min(to, from + longestInstance)))
  return readInstanceDetails(text)?.length
}

/** Names of masters are chosen by people, and hosts may be long. */
const longestInstance = 4096

function isWholeNumber(bytes: Uint8Array, from: number, to: number): boolean {
  const start = bytes[from] === minus && to - from > 1 ? from + 1 : from
  for (let position = start; position < to; position++) {
    const byte = bytes[position] as number
    if (byte < zero || byte > zero + 9) return false
  }
  return true
}

const minus = 45
const zero = 48
