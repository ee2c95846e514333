import {z} from 'zod'
import type {Expectation} from '../../lab/lab.ts'
import type {LabEntry} from '../../lab/lab-index.ts'
import {claimSchema, clientSchema, labSchema, requirementsSchema} from '../../lab/schema/lab.ts'
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

const claim = claimSchema
const expectation = exactly<Expectation>()(
  z.strictObject({
    that: z.string().describe('What must be true of the measured values.'),
    when: z.string().describe('On which servers.').exactOptional(),
    say: z.string().describe('The same in words.').exactOptional(),
  }),
)

const {options, values, topic, about} = labSchema.shape

/** A lab as it was read from its file. */
export const lab = z.strictObject({
  name: name.describe('The name of the file without its ending.'),
  title: z.string(),
  topic,
  about,
  topology: z.string(),
  options,
  requires: requirementsSchema,
  values,
  clients: z.record(z.string(), clientSchema),
  claims: z.array(claim),
  steps: z.array(labStep),
  expect: z.array(expectation),
  failsWhen: labSchema.shape['fails-when'],
})

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
