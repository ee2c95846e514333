import type {ServerVersion} from '../redis/server-version.ts'
import type {Directive} from '../words.ts'
import type {Fate} from './twin.ts'

/** What happens to a line. */
export interface Ruling {
  readonly fate: Fate
  readonly here?: string
  readonly why: string
  /** What is written in its place; a line that is kept is written as it is. */
  readonly set?: readonly Directive[]
}

/** What a ruling depends on beside the line. */
export interface Circumstances {
  readonly server: ServerVersion
  readonly tls: boolean
  /** By how much timers are shortened; 1 for not at all. */
  readonly factor: number
  /** Of the original, as the twin has it: the same for the same. */
  readonly passwordFor: (original: string) => string
  /** Whether the users of the data instances come from an ACL. */
  readonly hasAcl: boolean
  /** The password that all data instances of the twin have, where there is one. */
  readonly password: string | undefined
  readonly hasMasterUser: boolean
}

/** Why most lines are kept. */
export const asItWas = 'it holds here as well'

export function kept(why: string): Ruling {
  return {fate: 'kept', why}
}

export function adapted(here: string, why: string, set: readonly Directive[] = []): Ruling {
  return {fate: 'adapted', here, why, set}
}

export function leftOut(why: string): Ruling {
  return {fate: 'left out', why}
}
