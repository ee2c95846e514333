import type {InstanceKind} from '../../words.ts'
import type {Severity} from '../catalogue/entry.ts'
import {type KnownLine, knownLineIndexOf, knownLinesOf} from '../catalogue/known-lines.ts'
import type {Part, Template} from '../catalogue/template.ts'
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

const kindCodes: Readonly<Record<InstanceKind, number>> = {redis: redisKind, sentinel: sentinelKind}
/** 0 stands for a line that nobody knows. */
const severities: readonly (Severity | undefined)[] = [undefined, 'info', 'notice', 'warning', 'error']
const partCodes: Readonly<Record<Part['kind'], number>> = {
  literal: partLiteral,
  text: partText,
  number: partNumber,
  instance: partInstance,
}

/** What stands for a kind of instance where lines are compared as bytes. */
export function kindCode(writer: InstanceKind): number {
  return kindCodes[writer]
}

/** The severity that a code stands for there; undefined when the line is not known. */
export function severityOfCode(code: number): Severity | undefined {
  return severities[code]
}

/** How many bytes the table of known lines takes at most. */
const roomBytes = 512 * 1024

/**
 * The catalogue as bytes, for whoever compares millions of lines where they stand: as `layout.ts` says.
 *
 * @param base where the table will stand: what it refers to is in it
 */
export function makeKnownLineTable(base: number): Uint8Array {
  const table = new Uint8Array(roomBytes)
  const view = new DataView(table.buffer)
  let end = kindCount * keyCount * 4
  for (const writer of ['redis', 'sentinel'] as const) {
    const index = knownLineIndexOf(writer)
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
    const {least, fixedAt, fixedCode, lastCode} = line.glance
    view.setUint16(place + candidateLeast, least, true)
    view.setInt16(place + candidateFixedAt, fixedAt, true)
    view.setInt16(place + candidateFixedByte, fixedCode, true)
    view.setInt16(place + candidateLastByte, lastCode, true)
    view.setUint32(place + candidateParts, partsOf.get(line) ?? 0, true)
    view.setUint16(place + candidateNumber, line.number, true)
    view.setUint8(place + candidateSeverity, severities.indexOf(line.entry.severity))
    place += candidateBytes
  }
  return place
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
