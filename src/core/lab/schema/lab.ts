import {z} from 'zod/mini'
import {topics} from '../topics.ts'
import {certifySchema} from './certify.ts'
import {lockClientSchema} from './lock-steps.ts'
import {duration, expression, id, serverCondition, text, valueName} from './words.ts'

const setting = z.union([z.string(), z.number()])
/** `{maxmemory: 64mb}` or `[maxmemory=64mb]`. */
const settings = z.union([z.record(z.string(), setting), z.array(z.string())])

/** The options of `up`, by the names of its flags. */
export const optionsSchema = z.strictObject({
  quorum: z.exactOptional(z.int()),
  'down-after': z.exactOptional(duration),
  'failover-timeout': z.exactOptional(duration),
  'parallel-syncs': z.exactOptional(z.int()),
  timing: z.exactOptional(z.enum(['lab', 'fast', 'redis'])),
  password: z.exactOptional(z.string()),
  'sentinel-password': z.exactOptional(z.string()),
  acl: z.exactOptional(
    z
      .literal('default')
      .check(z.describe('Users for sentinels, replicas and applications, as `up --acl default` makes them.')),
  ),
  tls: z.exactOptional(z.boolean().check(z.describe('All instances speak TLS.'))),
  persist: z.exactOptional(z.enum(['none', 'rdb', 'aof'])),
  'master-name': z.exactOptional(
    z.string().check(z.describe('By which sentinels know the master; of several, numbered.')),
  ),
  set: z.exactOptional(settings),
  'sentinel-set': z.exactOptional(settings),
  links: z.exactOptional(z.boolean()),
  chain: z.exactOptional(z.boolean()),
  cluster: z.exactOptional(z.boolean().check(z.describe('The masters are the shards of one Redis Cluster.'))),
})

export const clientSchema = z.union([
  z.string().check(z.describe('Where it connects: an instance, a role, or follow.')),
  z.strictObject({
    at: z.string().check(z.describe('Where it connects: an instance, a role, or follow.')),
    user: z.exactOptional(z.string().check(z.describe('The user of ACLs that it is. Else: default.'))),
    password: z.exactOptional(z.string().check(z.describe('Another password than that of the deployment.'))),
    timeout: z.exactOptional(duration.check(z.describe('How long it waits for a reply. Else: for ever.'))),
  }),
  lockClientSchema,
])

export const claimSchema = z.strictObject({
  id,
  text: text.check(z.describe('What people believe.')),
  holds: z.exactOptional(
    expression.check(z.describe('What must be true of the measured values if the claim is.')),
  ),
  verdict: z.exactOptional(
    z.union([
      z.enum(['confirmed', 'refuted']),
      z.array(z.strictObject({when: serverCondition, is: z.enum(['confirmed', 'refuted'])})),
    ]),
  ),
  when: z.exactOptional(serverCondition.check(z.describe('Only made of such a server.'))),
  because: z.exactOptional(text.check(z.describe('Why it is so, in one or two sentences.'))),
})

export const expectationSchema = z.union([
  expression,
  z.strictObject({
    that: expression,
    when: z.exactOptional(serverCondition),
    say: z.exactOptional(text.check(z.describe('The same in words.'))),
  }),
])

export const requirementsSchema = z.strictObject({
  server: z.exactOptional(serverCondition),
  root: z.exactOptional(z.boolean()),
  'huge-pages': z.exactOptional(
    z.boolean().check(z.describe('That transparent huge pages can be set on this machine.')),
  ),
  platform: z.exactOptional(z.enum(['linux', 'darwin'])),
  'without-tls': z.exactOptional(
    z
      .string()
      .check(
        z.minLength(1),
        z.describe('What of it is otherwise with TLS: it is left out of a run with --tls.'),
      ),
  ),
  'without-acl': z.exactOptional(
    z
      .string()
      .check(
        z.minLength(1),
        z.describe('What of it is otherwise with users: it is left out of a run with --acl.'),
      ),
  ),
})

const breakingSchema = z.strictObject({
  without: z.exactOptional(id.check(z.describe('The step that is left out.'))),
  options: z.exactOptional(optionsSchema),
  values: z.exactOptional(z.record(valueName, setting)),
})

/** A lab file but for its steps, which are judged one by one by their own schemas. */
export const labSchema = z.strictObject({
  title: text,
  topic: z.exactOptional(z.enum(topics)),
  about: z.exactOptional(text.check(z.describe('What one learns here, in some sentences.'))),
  topology: z.string().check(z.describe('1m2r3s: one master, two replicas, three sentinels.')),
  options: z.exactOptional(optionsSchema),
  requires: z.exactOptional(requirementsSchema),
  values: z.exactOptional(
    z.record(valueName, z.union([setting, z.strictObject({usual: setting, thorough: setting})])),
  ),
  clients: z.exactOptional(
    z
      .union([z.array(valueName), z.record(valueName, clientSchema)])
      .check(z.describe('Names of clients; as a list, they all connect to the master.')),
  ),
  claims: z.exactOptional(z.array(claimSchema)),
  steps: z.array(z.unknown()).check(z.minLength(1, {message: 'a lab needs a step'})),
  expect: z.exactOptional(z.array(expectationSchema)),
  certify: z.exactOptional(certifySchema.check(z.describe('Makes it a scenario of `redislab certify`.'))),
  'fails-when': z.exactOptional(
    breakingSchema.check(z.describe('The one change under which this lab must fail: shows that it can.')),
  ),
})

export type LabOptions = Readonly<z.infer<typeof optionsSchema>>
export type Breaking = Readonly<z.infer<typeof breakingSchema>>
export type Requirements = Readonly<z.infer<typeof requirementsSchema>>
