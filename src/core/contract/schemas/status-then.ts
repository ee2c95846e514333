import {z} from 'zod'
import type {StatusThenJson} from '../status-then-json.ts'
import {exactly} from './exactly.ts'
import {address, count, instanceKind, mode, moment, name} from './words.ts'

const view = z
  .strictObject({
    group: name.describe('The master group, or the shard.'),
    master: z.string().nullable().describe('Whom it took for the master; null while nothing shows it.'),
    doubt: z
      .enum(['none', 'subjective', 'objective'])
      .describe('Whether it took it for down: alone (sdown, PFAIL), or with others (odown, FAIL).'),
    epoch: count.nullable().describe('The newest epoch that it had named.'),
    vote: z.string().nullable().describe('For whom it voted in that epoch.'),
  })
  .describe('What it believed of a master group.')

export const statusThen = exactly<StatusThenJson>()(
  z.strictObject({
    deployment: name,
    topology: z.string().describe('In the form 1m2r3s.'),
    mode,
    at: moment,
    instances: z.array(
      z.strictObject({
        name,
        kind: instanceKind,
        state: z
          .enum([
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
          .describe('unknown: no line tells it by then.'),
        address: address.nullable().describe('Null where no line shows it.'),
        replicaOf: z.string().nullable(),
        linkUp: z.boolean().nullable().describe('Of a replica: whether it was in step with its master.'),
        views: z.array(view),
      }),
    ),
  }),
).describe('How a deployment was at a moment, as its logs tell it.')
