import {z} from 'zod/mini'
import {duration, id, serverCondition, text} from './words.ts'

/** What a client is asked to do in a scenario, by `REDISLAB_WORKLOAD`. One that does not know it does what it always does. */
export const workloads = [
  'write',
  'script',
  'evalsha',
  'transaction',
  'multi-key',
  'pool',
  'shards',
  'read-replicas',
  'subscribe',
  'shard-subscribe',
  'blocking-pop',
] as const

/** What shows, on the servers, that a client does its work. */
export const signs = ['writes', 'reads', 'subscription', 'pops'] as const

/** What makes a lab a scenario of `redislab certify`: everything about the client beside which it runs. */
export const certifySchema = z.strictObject({
  number: z.int().check(z.describe('Its number in the list of scenarios.')),
  suite: z.enum(['sentinel', 'cluster']),
  workload: z.enum(workloads),
  counts: z.exactOptional(
    z.enum(signs).check(z.describe('What shows that the client does its work. Else: writes.')),
  ),
  starts: z.exactOptional(id.check(z.describe('The step before which the client starts. Else: the first.'))),
  seeds: z.exactOptional(
    z
      .array(z.string())
      .check(z.describe('The sentinels or nodes whose addresses the client gets. Else: all.')),
  ),
  foreign: z.exactOptional(
    z
      .string()
      .check(z.describe('An instance that does not belong to the client: what it writes there is lost.')),
  ),
  'late-after': z.exactOptional(
    duration.check(z.describe('How much longer than the servers the client may be away. Else: 5s.')),
  ),
  'others-within': z.exactOptional(
    duration.check(z.describe('How long the client may leave shards alone that no fault has touched.')),
  ),
  fronts: z.exactOptional(
    z.strictObject({
      at: z.string().check(z.describe('The loopback address at which the nodes are announced.')),
      cut: z.exactOptional(
        id.check(z.describe('From this step on, connections end before the first reply.')),
      ),
      open: z.exactOptional(id.check(z.describe('From this step on, they no longer do.'))),
      moved: z.exactOptional(
        z.strictObject({
          before: id,
          to: z.string().check(z.describe('The address at which they are found from then on.')),
        }),
      ),
      swap: z.exactOptional(
        z.strictObject({
          before: id,
          name: z.string().check(z.describe('The instance whose name another one takes over.')),
          to: z.string().check(z.describe('The one to which new connections lead.')),
        }),
      ),
    }),
  ),
  server: z.exactOptional(
    serverCondition.check(z.describe('A server that can do this; one of the machine is looked for.')),
  ),
  advice: text.check(z.describe('What a client that fails should do.')),
  bugs: z.exactOptional(
    z.array(z.string()).check(z.describe('Where such a client was reported: owner/name#number.')),
  ),
})

export type CertifyBlock = Readonly<z.infer<typeof certifySchema>>
export type Workload = (typeof workloads)[number]
export type Sign = (typeof signs)[number]
