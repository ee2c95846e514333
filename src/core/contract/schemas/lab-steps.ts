import {z} from 'zod'
import type {Step} from '../../lab/lab.ts'
import {conditionSchemas} from '../../lab/schema/condition.ts'
import {commandSchema, commonKeys, observedSchemas, stepSchemas} from '../../lab/schema/steps.ts'
import {count} from './words.ts'

/** The steps of a lab as `lab show` says them: the words of the file, with what was read out of them. */

const placed = {
  number: count.describe('Its place among all steps, nested ones included, from 1.'),
  line: count.describe('Its line in the file.'),
}

const condition = z.union(
  Object.entries(conditionSchemas).map(([kind, {shape}]) =>
    z.strictObject({kind: z.literal(kind), ...shape}),
  ),
)

const observed = z.strictObject({
  kind: z.enum(Object.keys(observedSchemas)),
  pattern: z.string(),
  of: z.union([z.string(), z.array(z.string())]).exactOptional(),
  fields: z.record(z.string(), z.unknown()).exactOptional(),
})

/** What reading adds to the words of a step. */
function readFields(kind: string) {
  if (kind === 'await' || kind === 'never') return {condition}
  if (kind === 'observe') return {observed}
  return ['repeat', 'together', 'each'].includes(kind) ? {steps: z.lazy(() => z.array(labStep))} : {}
}

export const labStep: z.ZodType<Step> = z.union([
  ...Object.entries(stepSchemas).map(([kind, {shape}]) =>
    z.strictObject({...placed, kind: z.literal(kind), ...commonKeys, ...shape, ...readFields(kind)}),
  ),
  z.strictObject({
    ...placed,
    kind: z.literal('command'),
    client: z.string(),
    ...commonKeys,
    ...commandSchema.shape,
  }),
  z.strictObject({...placed, kind: z.literal('say'), ...commonKeys, say: z.string()}),
]) as unknown as z.ZodType<Step>
