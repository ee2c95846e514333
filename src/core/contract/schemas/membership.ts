import {z} from 'zod'
import type {MasterlessSlots} from '../../status/masterless.ts'
import type {AddReport, RemoveReport} from '../membership-report.ts'
import type {CancelledMigration, MigrationReport, ReshardReport} from '../reshard-report.ts'
import {exactly} from './exactly.ts'
import {address, count, milliseconds, moment, name, pid} from './words.ts'

const slots = z.string().describe('Slots as ranges: 0-100,866.')

const migrationFields = {
  id: z.string().describe("The server's name of it."),
  from: name,
  to: name,
  slots,
}

const migration = exactly<MigrationReport>()(
  z.strictObject({
    ...migrationFields,
    state: z.string().describe("In the server's words; begun while nobody waits for it."),
    ms: milliseconds.nullable().describe('Until it was over; null while it is not.'),
    writePauseMs: milliseconds
      .describe('For how long the master that gave them took no writes, where the server says so.')
      .exactOptional(),
  }),
)

const cancelledMigration = exactly<CancelledMigration>()(z.strictObject(migrationFields))

export const move = exactly<ReshardReport>()(
  z.strictObject({
    to: name.describe('The master that gets the slots.'),
    moved: slots.describe('Slots that belong to it now, as ranges: 0-100,866.'),
    movedCount: count,
    already: slots.describe('Slots that belonged to it before.'),
    alreadyCount: count,
    open: slots.describe('Slots whose move has begun and is not over.'),
    openCount: count,
    keys: count.describe('How many keys were moved.'),
    emptied: z
      .array(z.strictObject({name, replicaOf: name.nullable()}))
      .describe('Masters that gave their last slot away, and what they replicate from since.'),
    migrations: z
      .array(migration)
      .describe('With --atomic: one for each master that the slots come from.')
      .exactOptional(),
  }),
).describe('What moving slots to one master did.')

const masterlessSlots = exactly<MasterlessSlots>()(
  z.strictObject({
    slots,
    slotCount: count,
    shard: name.nullable().describe('The shard that has them; null when none has.'),
    instances: z
      .array(z.strictObject({name, state: z.string()}))
      .describe('Its instances, and how they are.'),
  }),
)

export const reshard = z.strictObject({
  moves: z.array(move),
  cancelled: z
    .array(cancelledMigration)
    .describe('With --cancel: the migrations that were under way. Their slots stay where they are.')
    .exactOptional(),
  masterless: z
    .array(masterlessSlots)
    .describe('With --finish: slots that no master serves, which it cannot help.')
    .exactOptional(),
})

export const add = exactly<AddReport>()(
  z.strictObject({
    added: z.strictObject({
      name,
      role: z.enum(['master', 'replica']),
      address,
      pid: z.int().min(1),
      masterName: name.describe('The master group that it belongs to; in a cluster its shard.'),
      replicaOf: name.describe('Of replicas.').exactOptional(),
    }),
    readyMs: milliseconds.describe('Until it was one of the others.'),
    at: moment.describe('When it began.'),
  }),
)

export const remove = exactly<RemoveReport>()(
  z.strictObject({
    removed: z.strictObject({
      name,
      role: z.enum(['master', 'replica', 'unknown']).describe('What it was before.'),
      address,
      pid: pid.describe('Null when it did not run.'),
    }),
    replicas: z
      .array(z.strictObject({name, replicaOf: name}))
      .describe('Those that replicated from it, and what they replicate from now.'),
    moves: z.array(move).describe('With --reshard: where its slots went.'),
    at: moment.describe('When it began.'),
  }),
)
