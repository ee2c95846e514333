import {z} from 'zod/mini'
import {lockStrategyNames} from '../../load/lock-strategies.ts'
import {duration, valueName} from './words.ts'

/** A client that locks: what it does is up to its strategy. */
export const lockClientSchema = z.strictObject({
  lock: z.enum(lockStrategyNames).check(z.describe('How it locks.')),
  ttl: duration.check(
    z.describe('How long its locks live. SETNX-EXPIRE and SET NX EX know whole seconds only.'),
  ),
  at: z.exactOptional(
    z
      .string()
      .check(z.describe('Where it connects. Else: follow where there are sentinels, master where not.')),
  ),
  timeout: z.exactOptional(
    duration.check(z.describe('How long it waits for a reply. Else: 1s, redlock 200ms.')),
  ),
})

/** What can come of an acquisition, a release, and a thaw that lets either go on. */
export const lockOutcomes = ['held', 'refused', 'released', 'lost', 'crashed', 'frozen', 'failed'] as const
export type LockOutcome = (typeof lockOutcomes)[number]

const by = z.string().check(z.describe('The client: one that is declared with `lock`.'))
const lockName = z.string().check(z.minLength(1, {message: 'the lock has no name'}))
const mishaps = {
  'crash-before': z.exactOptional(
    z.string().check(z.describe('Its process dies right before it sends this command, such as EXPIRE.')),
  ),
  'freeze-before': z.exactOptional(
    z.string().check(z.describe('It freezes right before it sends this command, until it is thawed.')),
  ),
}
const within = z.exactOptional(duration.check(z.describe('It tries again and again, so long.')))

export const lockStepSchemas = {
  acquire: z.strictObject({
    acquire: lockName,
    by,
    reply: z.exactOptional(
      z.enum(['held', 'refused', 'crashed', 'frozen', 'failed']).check(z.describe('Else: held.')),
    ),
    within,
    save: z.exactOptional(valueName.check(z.describe('Keeps the fencing number.'))),
    measure: z.exactOptional(valueName.check(z.describe('Keeps the milliseconds until it had the lock.'))),
    ...mishaps,
  }),
  release: z.strictObject({
    release: lockName,
    by,
    reply: z.exactOptional(
      z.enum(['released', 'lost', 'crashed', 'frozen', 'failed']).check(z.describe('Else: released.')),
    ),
    ...mishaps,
  }),
  freeze: z.strictObject({
    freeze: z
      .string()
      .check(z.describe('A client that does nothing at all from now on, as in a long GC pause.')),
    for: z.exactOptional(duration.check(z.describe('It goes on after this time. Else: when it is thawed.'))),
  }),
  thaw: z.strictObject({
    thaw: z.string().check(z.describe('A frozen client that goes on where it was.')),
    reply: z.exactOptional(
      z.enum(lockOutcomes).check(z.describe('The outcome of the step in which it froze.')),
    ),
  }),
  crash: z.strictObject({
    crash: z.string().check(z.describe('A client whose process dies: nothing renewed, nothing released.')),
  }),
} as const
