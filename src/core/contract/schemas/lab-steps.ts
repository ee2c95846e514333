import {z} from 'zod'
import {conditionKinds} from '../../lab/schema/condition.ts'
import {commonKeys, observedSchemas, stepKinds} from '../../lab/schema/steps.ts'
import {count} from './words.ts'

const condition = z
  .object({kind: z.enum(conditionKinds)})
  .catchall(z.unknown())
  .describe('Of await and never: the condition, in the words of the file.')

const observed = z
  .strictObject({
    kind: z.enum(Object.keys(observedSchemas)),
    pattern: z.string(),
    of: z.union([z.string(), z.array(z.string())]).exactOptional(),
    fields: z.record(z.string(), z.unknown()).exactOptional(),
  })
  .describe('Of observe: what is counted.')

/** The words of a step are judged when a lab is read: here is only what all steps have, and what reading adds. */
export const labStep: z.ZodType<Readonly<Record<string, unknown>>> = z
  .object({
    number: count.describe('Its place among all steps, nested ones included, from 1.'),
    line: count.describe('Its line in the file.'),
    kind: z.enum([...stepKinds, 'command', 'say']),
    client: z.string().describe('Of a command: the client, or the instance.').exactOptional(),
    ...commonKeys,
    condition: condition.exactOptional(),
    observed: observed.exactOptional(),
    steps: z
      .array(z.lazy(() => labStep))
      .describe('Of repeat, each and together.')
      .exactOptional(),
  })
  .catchall(z.unknown())
  .describe('A step of a lab, with the words that it has in its file: labs/lab.schema.json describes these.')
