import {z} from 'zod/mini'
import {parseSlots} from '../../topology/slots.ts'
import {count, duration, isPlaceholder, readable, targets, valueName} from './words.ts'

/** Slots by number, as `redislab reshard` takes them; `finish` for all that are open, `cancel` for those that are on their way whole. */
const slots = z.string().check(
  readable((text) => {
    if (text !== 'finish' && text !== 'cancel' && !isPlaceholder(text)) parseSlots(text)
  }),
)

/** Steps about the slots of a cluster. */
export const clusterStepSchemas = {
  reshard: z.strictObject({
    reshard: z
      .union([
        z.int(),
        slots,
        z.strictObject({
          from: targets.check(z.describe('The master whose first slots they are.')),
          count,
        }),
      ])
      .check(
        z.describe(
          'Slots: 866, 0-100,866, {from: shard:1, count: 100}; or finish, for all that are open; or cancel, for what is on its way whole.',
        ),
      ),
    to: z.exactOptional(targets.check(z.describe('The master that they go to.'))),
    keys: z.exactOptional(
      z
        .union([z.int().check(z.minimum(0, {message: 'it is at least 0'})), count])
        .check(z.describe('Stops after so many keys, and leaves the slot open.')),
    ),
    atomic: z.exactOptional(
      z.boolean().check(z.describe('They move whole, as Redis 8.4 and Valkey 9.0 do it.')),
    ),
    'no-wait': z.exactOptional(
      z.boolean().check(z.describe('With atomic: goes on while they are on their way.')),
    ),
    within: z.exactOptional(duration.check(z.describe('With atomic: cancelled after this time.'))),
    save: z.exactOptional(
      valueName.check(z.describe('Keeps how many keys and slots were moved, and how many are left open.')),
    ),
  }),
} as const
