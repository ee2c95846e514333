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
  // Both kinds of instances write what many entries say.
  const places = new Map<Template, Placed>()
  for (const writer of ['redis', 'sentinel'] as const) {
    const known = knownLinesOf(writer)
    if (known.length > knownCount) throw new RangeError('The catalogue has too many lines.')
    for (const {template} of known) {
      if (places.has(template)) continue
      places.set(template, {...glanceOf(template), parts: base + end})
      end = encodeParts(table, end, template)
    }
    const index = indexOf(known)
    // Most keys have the same candidates.
    const written = new Map<readonly KnownLine[], number>()
    for (const [key, lines] of index.entries()) {
      const earlier = written.get(lines)
      const at = earlier ?? alignUp(end, 4)
      view.setUint32((kindCodes[writer] * keyCount + key) * 4, base + at, true)
      if (earlier !== undefined) continue
      written.set(lines, at)
      end = writeCandidates(view, at, lines, places)
    }
  }
  return table.subarray(0, end)
}

/** A text of the catalogue in the table: where its parts stand, and what is seen of it at a glance. */
interface Placed extends Glance {
  readonly parts: number
}

/** @returns where they end */
function writeCandidates(
  view: DataView,
  at: number,
  lines: readonly KnownLine[],
  places: ReadonlyMap<Template, Placed>,
): number {
  view.setUint32(at, lines.length, true)
  let place = at + 4
  for (const line of lines) {
    const {least, fixedAt, fixedByte, lastByte, parts} = places.get(line.template) as Placed
    view.setUint16(place + candidateLeast, least, true)
    view.setInt16(place + candidateFixedAt, fixedAt, true)
    view.setInt16(place + candidateFixedByte, fixedByte, true)
    view.setInt16(place + candidateLastByte, lastByte, true)
    view.setUint32(place + candidateParts, parts, true)
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
    const own = byKey.get(key)
    if (own === undefined) byKey.set(key, [line])
    else own.push(line)
  }
  return Array.from({length: keyCount}, (_, key) => {
    const own = byKey.get(key)
    return own === undefined ? anywhere : [...own, ...anywhere].sort((a, b) => a.number - b.number)
  })
}

/** As in assembly/recognise.ts. */
function keyOf(beginning: string): number {
  const first = beginning.charCodeAt(0)
  return ((first * 31 + beginning.charCodeAt(1)) * 31 + beginning.charCodeAt(2)) & (keyCount - 1)
}

/** What tells most messages that are another line: the least length, and two bytes, each -1 when it is not fixed. */
interface Glance {
  readonly least: number
  readonly fixedAt: number
  readonly fixedByte: number
  readonly lastByte: number
}

function glanceOf({parts, isOpen, beginning}: Template): Glance {
  const last = parts.at(-1)
  return {
    least: parts.reduce((sum, part) => sum + (part.kind === 'literal' ? part.text.length : 1), 0),
    fixedAt: beginning.length - 1,
    fixedByte: beginning === '' ? -1 : beginning.charCodeAt(beginning.length - 1),
    lastByte: isOpen || last?.kind !== 'literal' ? -1 : last.text.charCodeAt(last.text.length - 1),
  }
}

/** @returns where they end */
function encodeParts(table: Uint8Array, from: number, {parts, isOpen}: Template): number {
  let at = from
  for (const part of parts) {
    const text = part.kind === 'literal' ? part.text : ''
    table[at] = partCodes[part.kind]
    table[at + 1] = text.length
    at += partHead
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index)
      if (code > 0x7e || index > 254)
        throw new RangeError(`A fixed text of the catalogue is too long, or not ASCII: ${text}`)
      table[at + index] = code
    }
    at += text.length
  }
  table[at] = isOpen ? partOpen : partEnd
  return at + partHead
}

function alignUp(at: number, to: number): number {
  return Math.ceil(at / to) * to
}
