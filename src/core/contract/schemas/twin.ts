import {z} from 'zod'
import {planned, started} from './deployments.ts'
import {instanceKind, name} from './words.ts'

const twinLine = z.strictObject({
  path: z.string(),
  line: z.int(),
  name: z.string().describe('In small letters; of sentinel options with the first word.'),
  value: z.string().describe('As the original has it, with passwords masked.'),
  fate: z.enum(['kept', 'adapted', 'left out']),
  here: z.string().nullable().describe('Of what is adapted: what it is in the twin.'),
  why: z.string(),
})

export const twinInstance = z.strictObject({
  name: name.describe('In the twin.'),
  kind: instanceKind,
  original: z.string().describe('Whom it stands for.'),
  address: z.string().nullable().describe('Of the original, host:port; null where nothing shows it.'),
  host: z.string().nullable().describe('The host that the original goes down with.'),
  lines: z.array(twinLine).describe('Every line of its conf; none where there is no conf.'),
})

export const twin = z.strictObject({
  of: z.string().describe('The deployment, or the files, that it is the twin of.'),
  obstacles: z.array(z.string()).describe('Why it cannot become ready, as the original could not.'),
  unmet: z.array(z.string()).describe('What is missing until it is ready; empty when it is.'),
  remarks: z.array(z.string()).describe('What is not as in the original, or is not known.'),
  findings: z
    .array(
      z.strictObject({
        id: z.string(),
        severity: z.enum(['cause', 'risk', 'note', 'harmless']),
        title: z.string(),
      }),
    )
    .describe('What is wrong with the original, as diagnose says it.'),
  instances: z.array(twinInstance),
})

export const startedTwin = z
  .strictObject({...started.shape, twin})
  .describe('With --like: a twin that was started.')

export const plannedTwin = z
  .strictObject({...planned.shape, twin})
  .describe('With --like and --dry-run: the twin that would be started.')
