import {z} from 'zod'
import type {StatusThenJson} from '../status-then-json.ts'
import {exactly} from './exactly.ts'
import {bandState, belief} from './picture.ts'
import {address, instanceKind, mode, moment, name} from './words.ts'

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
        state: bandState.describe('unknown: no line tells it by then.'),
        address: address.nullable().describe('Null where no line shows it.'),
        replicaOf: z.string().nullable(),
        linkUp: z.boolean().nullable().describe('Of a replica: whether it was in step with its master.'),
        views: z.array(belief),
      }),
    ),
  }),
).describe('How a deployment was at a moment, as its logs tell it.')
