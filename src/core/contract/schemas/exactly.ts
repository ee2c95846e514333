import type {z} from 'zod'

/** Stands for a field that may be left out. */
interface Optional<Type> {
  readonly optional: Type
}

/** The JSON of a type, in a form in which two types are only assignable to each other when they have the same fields. */
type Fields<Type> = Type extends readonly (infer Element)[]
  ? readonly Fields<Element>[]
  : Type extends object
    ? {
        readonly [Key in keyof Type]-?: undefined extends Type[Key]
          ? Optional<Fields<Exclude<Type[Key], undefined>>>
          : Fields<Type[Key]>
      }
    : Type

type IsSame<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false

/**
 * Holds at compile time that a schema describes the JSON of a type: no field more, none less, none of another type.
 *
 * @example const link = exactly<Link>()(z.strictObject({from: z.string(), to: z.string()}))
 */
export function exactly<Type>() {
  return <Schema extends z.core.$ZodType>(
    schema: Schema &
      (IsSame<Fields<z.output<Schema>>, Fields<Type>> extends true ? unknown : {readonly differsFrom: Type}),
  ): Schema => schema
}
