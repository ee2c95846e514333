import {z} from 'zod'
import type {Expectation, Lab} from '../../lab/lab.ts'
import type {LabEntry} from '../../lab/lab-index.ts'
import {
  claimSchema,
  clientSchema,
  labSchema,
  optionsSchema,
  requirementsSchema,
} from '../../lab/schema/lab.ts'
import {topics} from '../../lab/topics.ts'
import {exactly} from './exactly.ts'
import {labStep} from './lab-steps.ts'
import {count, name} from './words.ts'

const labEntry = exactly<LabEntry>()(
  z.strictObject({
    lab: name.describe('As lab run takes it.'),
    title: z.string(),
    topic: z.enum(topics).nullable(),
    topology: z.string(),
    about: z.string().nullable(),
    claims: z.array(z.strictObject({id: z.string(), text: z.string()})),
  }),
)

export const labList = z.strictObject({labs: z.array(labEntry)})

const expectation = exactly<Expectation>()(
  z.strictObject({
    that: z.string().describe('What must be true of the measured values.'),
    when: z.string().describe('On which servers.').exactOptional(),
    say: z.string().describe('The same in words.').exactOptional(),
  }),
)

const {topic, about, values, certify, 'fails-when': failsWhen} = labSchema.shape
/** What a client is in a file may be a word; here it has its settings. */
const [, ...clients] = clientSchema.def.options

const labFields = z.strictObject({
  name: name.describe('The name of the file without its ending.'),
  title: z.string(),
  topic,
  about,
  topology: z.string(),
  options: optionsSchema,
  requires: requirementsSchema,
  values: values.def.innerType,
  clients: z.record(z.string(), z.union(clients)),
  claims: z.array(claimSchema),
  expect: z.array(expectation),
  failsWhen,
  certify,
})

exactly<Omit<Lab, 'steps'>>()(labFields)

export const lab = z
  .strictObject({...labFields.shape, steps: z.array(labStep)})
  .describe('A lab as it was read from its file.')

const problem = z.strictObject({
  line: count.exactOptional(),
  column: count.exactOptional(),
  message: z.string(),
})

export const labCheck = z.strictObject({
  ok: z.boolean().describe('Whether all files are labs.'),
  labs: z.array(
    z.strictObject({
      file: z.string(),
      ok: z.boolean(),
      problems: z
        .array(problem)
        .describe('Each with its line and column; without these, the file was not found.'),
    }),
  ),
})

export const labNew = z.strictObject({file: z.string().describe('The file that was written.')})
