import type {ServiceFact} from './facts.ts'

/** What stands in a document beside its facts: a conf, whose lines are at these lines of the file. */
export interface EmbeddedText {
  /** Of which part of the file it is: `redis.conf`. */
  readonly part: string
  readonly text: string
  readonly lineOf: (index: number) => number
}

/** What a document holds. */
export interface DocumentContent {
  readonly services: readonly LocatedService[]
  readonly texts: readonly EmbeddedText[]
}

/** A container, and where each of its variables and its command stand. */
export interface LocatedService {
  readonly fact: ServiceFact
  readonly lineOfVariable: (name: string) => number
  readonly lineOfCommand: number
}
