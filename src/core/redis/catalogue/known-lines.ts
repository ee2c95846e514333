import type {InstanceKind} from '../../words.ts'
import {entriesOf} from './all-entries.ts'
import type {Entry} from './entry.ts'
import {compileTemplate, type Template} from './template.ts'
import {wordingsOf} from './wording.ts'

/** An entry of the catalogue in one of its wordings. */
export interface KnownLine {
  /** Its place among the known lines of its kind of instance. */
  readonly number: number
  readonly entry: Entry
  readonly template: Template
}

type Wording = Omit<KnownLine, 'number'>

/** Both kinds of instances write what many entries say. */
const wordings = new Map<Entry, readonly Wording[]>()

function wordingsOfEntry(entry: Entry): readonly Wording[] {
  const made =
    wordings.get(entry) ??
    [entry.text, ...entry.also].flatMap(wordingsOf).map((text) => ({entry, template: compileTemplate(text)}))
  wordings.set(entry, made)
  return made
}

const known: Partial<Record<InstanceKind, readonly KnownLine[]>> = {}

/** All that a kind of instance is known to write. Lines whose first word never changes come before others, the more specific ones first. */
export function knownLinesOf(writer: InstanceKind): readonly KnownLine[] {
  known[writer] ??= entriesOf(writer)
    .flatMap(wordingsOfEntry)
    .sort((a, b) => rankOf(a) - rankOf(b) || b.template.weight - a.template.weight)
    .map((line, number) => ({...line, number}))
  return known[writer]
}

function rankOf({template}: Wording): number {
  return template.firstWord === undefined ? 1 : 0
}
