import {z} from 'zod'
import type {OpenedJson, WhoisJson} from '../evidence-json.ts'
import {diagnosis, quote} from './diagnosis.ts'
import {exactly} from './exactly.ts'
import {mode, name} from './words.ts'

const claim = z.strictObject({
  what: z.enum(['address', 'id', 'version', 'port']),
  value: z.string(),
  certainty: z.enum(['certain', 'likely']),
  why: z.string().nullable().describe('How the lines show it, where they do not say it themselves.'),
  evidence: z.array(quote),
})

const identity = z.strictObject({
  name: z.string(),
  kind: z.enum(['redis', 'sentinel', 'unknown']),
  addresses: z.array(z.string()),
  ids: z.array(z.string()),
  versions: z.array(z.string()),
  files: z.array(z.string()).describe('Empty: only others speak of it.'),
  claims: z.array(claim).describe('What is said of it, and by which lines.'),
  contradictions: z.array(z.string()).describe('What speaks against its being one instance.'),
})

export const whois = exactly<WhoisJson>()(z.strictObject({deployment: name, instances: z.array(identity)}))

export const opened = exactly<OpenedJson>()(
  z.strictObject({
    deployment: name,
    topology: z.string(),
    mode,
    directory: z.string().describe('Where it is kept, without its secrets.'),
    sources: diagnosis.shape.sources,
    instances: z.array(identity),
  }),
)
