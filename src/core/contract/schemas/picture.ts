import {z} from 'zod'
import {count, name} from './words.ts'

/** What an instance is for a while. */
export const bandState = z.enum([
  'master',
  'replica',
  'sentinel',
  'leader',
  'loading',
  'paused',
  'dead',
  'stopped',
  'unknown',
])

/** What a sentinel, or a node of a cluster, believes of a master group. */
export const belief = z.strictObject({
  group: name.describe('A master group, or a shard.'),
  master: z.string().nullable().describe('Whom it takes for the master; null while nothing says it.'),
  doubt: z
    .enum(['none', 'subjective', 'objective'])
    .describe('How sure it is that this master is down: SDOWN and ODOWN, in a cluster PFAIL and FAIL.'),
  epoch: count.nullable().describe('The newest epoch that it has named.'),
  vote: z.string().nullable().describe('For whom it voted in that epoch.'),
})
