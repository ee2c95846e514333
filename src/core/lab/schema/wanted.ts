import {z} from 'zod/mini'
import {regexSource} from './words.ts'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** Conditions on one value; all that are given must hold. */
export interface Pattern {
  /** A regular expression, searched for line by line. */
  readonly matches?: string
  /** With `matches`: exactly so many times. */
  readonly times?: number
  readonly contains?: string
  readonly above?: number
  readonly below?: number
  readonly 'at-least'?: number
  readonly 'at-most'?: number
  readonly type?: 'string' | 'integer' | 'list' | 'nil'
  /** Of a list: how many; of a text: how long. */
  readonly length?: number
  readonly not?: Wanted
  readonly 'one-of'?: readonly Wanted[]
}

/** What a value must be: itself, a list of such, or a pattern. */
export type Wanted = string | number | boolean | null | readonly Wanted[] | Pattern

const pattern: z.ZodMiniType<Pattern> = z.strictObject({
  matches: z.exactOptional(regexSource),
  times: z.exactOptional(z.int()),
  contains: z.exactOptional(z.string()),
  above: z.exactOptional(z.number()),
  below: z.exactOptional(z.number()),
  'at-least': z.exactOptional(z.number()),
  'at-most': z.exactOptional(z.number()),
  type: z.exactOptional(z.enum(['string', 'integer', 'list', 'nil'])),
  length: z.exactOptional(z.int()),
  get not() {
    return z.exactOptional(wanted)
  },
  get 'one-of'() {
    return z.exactOptional(z.array(wanted))
  },
})

export const wanted: z.ZodMiniType<Wanted> = z.lazy(() => z.union([scalar, pattern, z.array(wanted)]))

z.globalRegistry.add(pattern, {id: 'pattern'})
z.globalRegistry.add(wanted, {id: 'wanted'})
