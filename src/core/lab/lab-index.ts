import type {Lab} from './lab.ts'
import type {Language} from './languages.ts'
import type {Topic} from './topics.ts'

/** What `lab list` says of a lab. */
export interface LabEntry {
  /** Its name, as `lab run` takes it. */
  readonly lab: string
  readonly title: string
  readonly topic: Topic | null
  readonly topology: string
  readonly about: string | null
  readonly claims: readonly {readonly id: string; readonly text: string}[]
}

/** The shipped labs by topic, in each language. */
export type LabIndex = Readonly<Record<Language, readonly LabEntry[]>>

/** @param labs in the order in which they are listed */
export function describeLabs(labs: readonly Lab[]): readonly LabEntry[] {
  return labs.map(({name, title, topic, topology, about, claims}) => ({
    lab: name,
    title,
    topic: topic ?? null,
    topology,
    about: about?.trim() ?? null,
    claims: claims.map(({id, text}) => ({id, text})),
  }))
}
