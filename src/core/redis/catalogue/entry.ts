import type {InstanceDetails} from './instance-details.ts'

/** How much a line matters to a person who watches: `info` is routine, `notice` a milestone, `error` a loss. */
export type Severity = 'info' | 'notice' | 'warning' | 'error'
export type Fields = Readonly<Record<string, string | number>>

/**
 * A line that redis or valkey is known to write, and what it means.
 *
 * `text` is the line in the words of redis 7 with its changing parts as fields: `{reason}` is text, `{offset:n}` a whole
 * number, `{@}` the instance details of a sentinel event, and a final `…` stands for whatever follows.
 */
export interface Entry {
  /** What programs match on. For a sentinel event its own name: `+sdown`. */
  readonly kind: string
  readonly text: string
  /** The same line in the words of other versions. */
  readonly also: readonly string[]
  readonly severity: Severity
  readonly meaning: (fields: Fields) => string
  /** What to do about it. */
  readonly advice: string | undefined
  /** Real lines, for the tests. */
  readonly samples: readonly string[]
}

type Field<Name extends string> = Name extends '@'
  ? InstanceDetails
  : Name extends `${infer Number}:n`
    ? Readonly<Record<Number, number>>
    : Readonly<Record<Name, string>>

/** The fields that a text has, as a type. */
export type FieldsOf<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Field<Name> & FieldsOf<Rest>
  : unknown

export interface Definition<Text extends string> {
  readonly kind: string
  readonly text: Text
  readonly also?: readonly string[]
  /** `info` by default. */
  readonly severity?: Severity
  readonly meaning: string | ((fields: FieldsOf<Text>) => string)
  readonly advice?: string
  readonly samples: readonly [string, ...string[]]
}

/** Writes down a known line; the meaning may use the fields that the text names. */
export function entry<const Text extends string>(definition: Definition<Text>): Entry {
  const {kind, text, also = [], severity = 'info', meaning, advice, samples} = definition
  return {
    kind,
    text,
    also,
    severity,
    meaning: typeof meaning === 'string' ? () => meaning : (meaning as (fields: Fields) => string),
    advice,
    samples,
  }
}
