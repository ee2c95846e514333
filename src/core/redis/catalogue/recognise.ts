import type {InstanceKind} from '../../status/status.ts'
import {entriesOf} from './all-entries.ts'
import type {Entry, Fields, Severity} from './entry.ts'
import {compileTemplate, type Template} from './template.ts'
import {wordingsOf} from './wording.ts'

/** What a known line says. */
export interface RecognisedEvent {
  readonly kind: string
  readonly fields: Fields
  readonly severity: Severity
  /** One or two plain sentences. */
  readonly meaning: string
  readonly advice?: string
}

interface Candidate {
  readonly entry: Entry
  readonly template: Template
}

/** Candidates by the first word of the line; those that begin with something that changes stand apart. */
interface Index {
  readonly byFirstWord: ReadonlyMap<string, readonly Candidate[]>
  readonly others: readonly Candidate[]
}

const indexes: Readonly<Record<InstanceKind, Index>> = {
  redis: buildIndex(entriesOf('redis')),
  sentinel: buildIndex(entriesOf('sentinel')),
}

/**
 * Says what a message of a log means, in the words of any version from redis 6.2 and valkey 8 on.
 *
 * @param message the line without pid, time and level
 * @param writer what kind of instance wrote it
 * @returns undefined when the catalogue does not know the line
 */
export function recogniseEvent(message: string, writer: InstanceKind): RecognisedEvent | undefined {
  const found = findEntry(message, writer)
  if (found === undefined) return undefined
  const {entry, fields} = found
  const {kind, severity, advice} = entry
  const meaning = entry.meaning(fields)
  return advice === undefined ? {kind, fields, severity, meaning} : {kind, fields, severity, meaning, advice}
}

/** The entry that explains a message, with the fields of the message. */
export function findEntry(
  message: string,
  writer: InstanceKind,
): {readonly entry: Entry; readonly fields: Fields} | undefined {
  const {byFirstWord, others} = indexes[writer]
  const space = message.indexOf(' ')
  const candidates = byFirstWord.get(space < 0 ? message : message.slice(0, space))
  return (candidates && firstMatch(candidates, message)) ?? firstMatch(others, message)
}

function firstMatch(candidates: readonly Candidate[], message: string) {
  for (const {entry, template} of candidates) {
    const fields = template.match(message)
    if (fields !== undefined) return {entry, fields}
  }
  return undefined
}

function buildIndex(entries: readonly Entry[]): Index {
  const candidates = entries
    .flatMap((entry) =>
      [entry.text, ...entry.also]
        .flatMap(wordingsOf)
        .map((text): Candidate => ({entry, template: compileTemplate(text)})),
    )
    .sort((a, b) => b.template.weight - a.template.weight)
  const byFirstWord = new Map<string, Candidate[]>()
  const others: Candidate[] = []
  for (const candidate of candidates) {
    const {firstWord} = candidate.template
    if (firstWord === undefined) {
      others.push(candidate)
      continue
    }
    const sameWord = byFirstWord.get(firstWord)
    if (sameWord === undefined) byFirstWord.set(firstWord, [candidate])
    else sameWord.push(candidate)
  }
  return {byFirstWord, others}
}
