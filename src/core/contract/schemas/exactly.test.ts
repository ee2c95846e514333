import {expect, test} from 'vitest'
import {z} from 'zod'
import type {Link, LinkRule} from '../../links/link.ts'
import {exactly} from './exactly.ts'

const ends = {from: z.string(), to: z.string()}

test('a schema is held to a type by the compiler', () => {
  const link = exactly<Link>()(z.strictObject(ends))
  expect(link.safeParse({from: 'n1', to: 'n2'}).success).toBe(true)
  const wrong = [
    // @ts-expect-error a field is missing
    exactly<Link>()(z.strictObject({from: z.string()})),
    // @ts-expect-error one that may be left out is missing
    exactly<LinkRule>()(z.strictObject(ends)),
    // @ts-expect-error there is one too many
    exactly<Link>()(z.strictObject({...ends, by: z.string()})),
    // @ts-expect-error one is of another type
    exactly<Link>()(z.strictObject({...ends, to: z.number()})),
    // @ts-expect-error one may be null
    exactly<{a: string | null}>()(z.strictObject({a: z.string()})),
    // @ts-expect-error one may be left out
    exactly<{a?: string}>()(z.strictObject({a: z.string()})),
    // @ts-expect-error one has fewer values
    exactly<{a: 'x'}>()(z.strictObject({a: z.string()})),
    // @ts-expect-error a field is missing further inside
    exactly<{a: readonly Link[]}>()(z.strictObject({a: z.array(z.strictObject({from: z.string()}))})),
  ]
  expect(wrong).toHaveLength(8)
})
