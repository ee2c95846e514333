import type {z} from 'zod'

/** What a schema describes, as a type that nobody changes. JSON leaves out a field that is undefined. */
export type JsonOf<Schema extends z.core.$ZodType> = Frozen<z.output<Schema>>

type Frozen<Type> = Type extends readonly (infer Element)[]
  ? readonly Frozen<Element>[]
  : Type extends object
    ? {readonly [Key in keyof Type]: Frozen<Type[Key]> | OnlyWhenOptional<Type, Key>}
    : Type

/** `undefined` for a field that may be missing. */
type OnlyWhenOptional<Type, Key extends keyof Type> = object extends Pick<Type, Key> ? undefined : never
