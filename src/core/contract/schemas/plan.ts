import {z} from 'zod'
import type {Plan} from '../../topology/plan.ts'
import {exactly} from './exactly.ts'
import {count, instanceKind, milliseconds, mode, name} from './words.ts'

const port = z.int().min(1).max(65_535)

const directive = z.strictObject({
  name: z.string(),
  value: z.string(),
  instance: name.describe('Only of this instance; without it, of all of its kind.').exactOptional(),
})

export const plan = exactly<Plan>()(
  z.strictObject({
    name: name.describe('The name of the deployment.'),
    topology: z.string().describe('In the form 1m2r3s.'),
    mode,
    isEvidenced: z
      .literal(true)
      .describe('Of an opened deployment: it is what the evidence shows.')
      .exactOptional(),
    isTwin: z
      .literal(true)
      .describe('The twin of another deployment: what is odd in that one is so here.')
      .exactOptional(),
    hosts: z
      .array(z.strictObject({name, address: z.string()}))
      .describe('With --hosts: all that were named, also those that have no instance yet.')
      .exactOptional(),
    masters: z.array(
      z.strictObject({
        name: name.describe('The name of the master group, or of the shard.'),
        instance: name.describe('The instance that is master at first.'),
        quorum: count.exactOptional(),
        slots: z
          .strictObject({first: count, last: count})
          .describe('Of a shard: the slots that it has at first.')
          .exactOptional(),
        moreSlots: z
          .array(z.strictObject({first: count, last: count}))
          .describe('Of a shard of a twin whose slots are in several pieces: the others.')
          .exactOptional(),
      }),
    ),
    instances: z.array(
      z.strictObject({
        name,
        kind: instanceKind,
        host: z.string().describe('The address that is announced; ? where no line shows it.'),
        port: z.int().min(0).max(65_535).describe('0 where no line shows it.'),
        onHost: name.describe('With --hosts: the host that it runs on.').exactOptional(),
        alsoAt: z
          .array(z.strictObject({host: z.string(), port}))
          .describe('Of an opened deployment: other addresses by which it was known.')
          .exactOptional(),
        bound: z
          .strictObject({host: z.string(), port})
          .describe('With links: where it really listens.')
          .exactOptional(),
        masterName: name.describe('Of data instances.').exactOptional(),
        replicaOf: name
          .describe('Of replicas: the instance that it replicates from at first.')
          .exactOptional(),
        nodeId: z.string().describe('In a cluster: 40 hex digits.').exactOptional(),
        sentinelId: z.string().describe('Of sentinels: 40 hex digits.').exactOptional(),
      }),
    ),
    settings: z.strictObject({
      timing: z.enum(['lab', 'fast', 'redis']),
      downAfterMs: milliseconds,
      failoverTimeoutMs: milliseconds,
      parallelSyncs: count,
      persist: z.enum(['none', 'rdb', 'aof']),
      set: z.array(directive).describe('Directives for redis.conf.'),
      sentinelSet: z.array(directive).describe('Directives for sentinel.conf.'),
    }),
  }),
)
