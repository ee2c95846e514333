import type {InstanceKind} from '../../words.ts'
import {keyCount, keyLength} from '../lines/layout.ts'
import {entriesOf} from './all-entries.ts'
import type {Entry} from './entry.ts'
import {type Glance, glanceOf} from './glance.ts'
import {compileTemplate, type Template} from './template.ts'
import {wordingsOf} from './wording.ts'

/** An entry of the catalogue in one of its wordings. */
export interface KnownLine {
  /** Its place among the known lines of its kind of instance. */
  readonly number: number
  readonly entry: Entry
  readonly template: Template
  readonly glance: Glance
}

/** The known lines that a message may be, the likeliest first, by how the message begins: see `keyOf`. */
type KnownLineIndex = readonly (readonly KnownLine[])[]

const known: Partial<Record<InstanceKind, readonly KnownLine[]>> = {}
const indexes: Partial<Record<InstanceKind, KnownLineIndex>> = {}

/** All that a kind of instance is known to write. Lines whose first word never changes come before others, the more specific ones first. */
export function knownLinesOf(writer: InstanceKind): readonly KnownLine[] {
  known[writer] ??= entriesOf(writer)
    .flatMap((entry) =>
      [entry.text, ...entry.also].flatMap(wordingsOf).map((text) => {
        const template = compileTemplate(text)
        return {entry, template, glance: glanceOf(template)}
      }),
    )
    .sort((a, b) => rankOf(a) - rankOf(b) || b.template.weight - a.template.weight)
    .map((line, number) => ({...line, number}))
  return known[writer]
}

/** The known lines of a kind of instance, by key. */
export function knownLineIndexOf(writer: InstanceKind): KnownLineIndex {
  indexes[writer] ??= buildIndex(knownLinesOf(writer))
  return indexes[writer]
}

/** The place in an index of what a message may be, by its first characters. */
export function keyOf(length: number, first: number, second: number, third: number): number {
  return length < keyLength ? 0 : ((first * 31 + second) * 31 + third) & (keyCount - 1)
}

function buildIndex(lines: readonly KnownLine[]): KnownLineIndex {
  // What begins with something that changes may stand anywhere.
  const anywhere: KnownLine[] = []
  const byKey = new Map<number, KnownLine[]>()
  for (const line of lines) {
    const {beginning} = line.template
    if (beginning.length < keyLength) {
      anywhere.push(line)
      continue
    }
    const [first = 0, second = 0, third = 0] = [0, 1, 2].map((at) => beginning.charCodeAt(at))
    const key = keyOf(keyLength, first, second, third)
    byKey.set(key, [...(byKey.get(key) ?? []), line])
  }
  return Array.from({length: keyCount}, (_, key) => {
    const own = byKey.get(key)
    return own === undefined ? anywhere : [...own, ...anywhere].sort((a, b) => a.number - b.number)
  })
}

function rankOf({template}: Pick<KnownLine, 'template'>): number {
  return template.firstWord === undefined ? 1 : 0
}
