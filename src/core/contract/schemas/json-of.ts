import type {z} from 'zod'

/** What a schema describes, as a type that nobody changes. */
export type JsonOf<Schema extends z.core.$ZodType> = Frozen<z.output<Schema>>

type Frozen<Type> = Type extends readonly (infer Element)[]
  ? readonly Frozen<Element>[]
  : Type extends object
    ? {readonly [Key in keyof Type]: Frozen<Type[Key]>}
    : Type
