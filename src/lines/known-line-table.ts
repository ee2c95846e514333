import type {Severity} from '../core/redis/catalogue/entry.ts'
import {type KnownLine, knownLinesOf} from '../core/redis/catalogue/known-lines.ts'
import type {Part, Template} from '../core/redis/catalogue/template.ts'
import type {InstanceKind} from '../core/words.ts'
import {
  candidateBytes,
  candidateFixedAt,
  candidateFixedByte,
  candidateLastByte,
  candidateLeast,
  candidateNumber,
  candidateParts,
  candidateSeverity,
  keyCount,
  keyLength,
  kindCount,
  knownCount,
  partEnd,
  partHead,
  partInstance,
  partLiteral,
  partNumber,
  partOpen,
  partText,
  redisKind,
  sentinelKind,
} from './layout.ts'

/** What stands for a kind of instance where lines are compared as bytes. */
export const kindCodes: Readonly<Record<InstanceKind, number>> = {redis: redisKind, sentinel: sentinelKind}
/** 0 stands for a line that nobody knows. */
const severities: readonly (Severity | undefined)[] = [undefined, 'info', 'notice', 'warning', 'error']
const partCodes: Readonly<Record<Part['kind'], number>> = {
  literal: partLiteral,
  text: partText,
  number: partNumber,
  instance: partInstance,
}

/** The severity that a code stands for there; undefined when the line is not known. */
export function severityOfCode(code: number): Severity | undefined {
  return severities[code]
}

/** How many bytes the table of known lines takes at most. */
const roomBytes = 512 * 1024

/**
 * The catalogue as bytes, so that millions of lines are compared where they stand: as `layout.ts` says.
 *
 * @param base where the table will stand: what it refers to is in it
 */
export function makeKnownLineTable(base: number): Uint8Array {
  const table = new Uint8Array(roomBytes)
  const view = new DataView(table.buffer)
  let end = kindCount * keyCount * 4
  for (const writer of ['redis', 'sentinel'] as const) {
    const index = indexOf(knownLinesOf(writer))
    if (knownLinesOf(writer).length > knownCount) throw new RangeError('The catalogue has too many lines.')
    const partsOf = new Map<KnownLine, number>()
    for (const line of new Set(index.flat())) {
      const bytes = encodeParts(line.template)
      table.set(bytes, end)
      partsOf.set(line, base + end)
      end += bytes.length
    }
    // Most keys have the same candidates.
    const places = new Map<readonly KnownLine[], number>()
    for (const [key, lines] of index.entries()) {
      const known = places.get(lines)
      const at = known ?? alignUp(end, 4)
      view.setUint32((kindCodes[writer] * keyCount + key) * 4, base + at, true)
      if (known !== undefined) continue
      places.set(lines, at)
      end = writeCandidates(view, at, lines, partsOf)
    }
  }
  return table.subarray(0, end)
}

/** @returns where they end */
function writeCandidates(
  view: DataView,
  at: number,
  lines: readonly KnownLine[],
  partsOf: ReadonlyMap<KnownLine, number>,
): number {
  view.setUint32(at, lines.length, true)
  let place = at + 4
  for (const line of lines) {
    const {least, fixedAt, fixedByte, lastByte} = glanceOf(line.template)
    view.setUint16(place + candidateLeast, least, true)
    view.setInt16(place + candidateFixedAt, fixedAt, true)
    view.setInt16(place + candidateFixedByte, fixedByte, true)
    view.setInt16(place + candidateLastByte, lastByte, true)
    view.setUint32(place + candidateParts, partsOf.get(line) ?? 0, true)
    view.setUint16(place + candidateNumber, line.number, true)
    view.setUint8(place + candidateSeverity, severities.indexOf(line.entry.severity))
    place += candidateBytes
  }
  return place
}

/** The known lines that a message may be, the likeliest first, by how it begins: see `keyOf`. */
function indexOf(lines: readonly KnownLine[]): readonly (readonly KnownLine[])[] {
  // What begins with something that changes may stand anywhere.
  const anywhere = lines.filter(({template}) => template.beginning.length < keyLength)
  const byKey = new Map<number, KnownLine[]>()
  for (const line of lines) {
    const {beginning} = line.template
    if (beginning.length < keyLength) continue
    const key = keyOf(beginning)
    byKey.set(key, [...(byKey.get(key) ?? []), line])
  }
  return Array.from({length: keyCount}, (_, key) => {
    const own = byKey.get(key)
    return own === undefined ? anywhere : [...own, ...anywhere].sort((a, b) => a.number - b.number)
  })
}

/** As in assembly/recognise.ts. */
function keyOf(beginning: string): number {
  const [first = 0, second = 0, third = 0] = [0, 1, 2].map((at) => beginning.charCodeAt(at))
  return ((first * 31 + second) * 31 + third) & (keyCount - 1)
}

/** What tells most messages that are another line at a glance: the least length, and two bytes, each -1 when it is not fixed. */
function glanceOf({parts, isOpen, beginning}: Template) {
  const last = parts.at(-1)
  return {
    least: parts.reduce((sum, part) => sum + (part.kind === 'literal' ? part.text.length : 1), 0),
    fixedAt: beginning.length - 1,
    fixedByte: beginning === '' ? -1 : beginning.charCodeAt(beginning.length - 1),
    lastByte: isOpen || last?.kind !== 'literal' ? -1 : last.text.charCodeAt(last.text.length - 1),
  }
}

function encodeParts({parts, isOpen}: Template): Uint8Array {
  const encoder = new TextEncoder()
  const texts = parts.map((part) => encoder.encode(part.kind === 'literal' ? part.text : ''))
  const bytes = new Uint8Array(texts.reduce((sum, {length}) => sum + partHead + length, partHead))
  let at = 0
  for (const [index, {kind}] of parts.entries()) {
    const text = texts[index] as Uint8Array
    if (text.length > 255 || text.some((byte) => byte > 0x7e))
      throw new RangeError(
        `A fixed text of the catalogue is too long, or not ASCII: ${new TextDecoder().decode(text)}`,
      )
    bytes[at] = partCodes[kind]
    bytes[at + 1] = text.length
    bytes.set(text, at + partHead)
    at += partHead + text.length
  }
  bytes[at] = isOpen ? partOpen : partEnd
  return bytes
}

function alignUp(at: number, to: number): number {
  return Math.ceil(at / to) * to
}
