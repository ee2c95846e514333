import type {Stated} from '../evidence/facts.ts'

/** By consequence: it broke something, it can, it is good to know, it only looks bad. */
export type FindingSeverity = 'cause' | 'risk' | 'note' | 'harmless'
export type Certainty = 'certain' | 'likely' | 'possible'

/** A line that shows something. */
export interface Quote {
  readonly path: string
  /** From 1. */
  readonly line: number
  readonly text: string
}

/** One thing diagnosed. */
export interface Finding {
  /** The rule's, for programs. */
  readonly id: string
  readonly severity: FindingSeverity
  readonly certainty: Certainty
  /** One sentence: what is the matter. */
  readonly title: string
  /** Why that is so, and what follows from it, with its numbers. */
  readonly why: string
  readonly evidence: readonly Quote[]
  /** What to do, in a safe order; commands where commands do it. */
  readonly fix: readonly string[]
  /** What not to do, where something suggests itself that makes it worse. */
  readonly avoid: readonly string[]
  /** What would decide what the evidence leaves open: commands, ready to paste. */
  readonly collect: readonly string[]
  /** A lab that shows the consequence: `redislab lab run NAME`. */
  readonly lab: string | null
}

/** What a rule says; what it leaves out is empty. */
export interface Diagnosis {
  readonly severity: FindingSeverity
  readonly certainty: Certainty
  readonly title: string
  readonly why: string
  readonly evidence: readonly Stated[]
  readonly fix?: readonly string[]
  readonly avoid?: readonly string[]
  readonly collect?: readonly string[]
}

/** More lines than these of one finding do not convince any more. */
const maxQuotes = 8

/** The lines of a finding, in the order in which they stand, each once. */
export function quote(stated: readonly Stated[]): readonly Quote[] {
  const seen = new Set<string>()
  return stated
    .map(({place, text}) => ({path: place.path, line: place.line, text}))
    .filter(({path, line}) => {
      const key = `${path}:${line}`
      const isNew = !seen.has(key)
      seen.add(key)
      return isNew
    })
    .slice(0, maxQuotes)
}
