import {z} from 'zod/mini'
import {wanted} from './wanted.ts'
import {targets, valueName} from './words.ts'

const answered = {
  reply: z.exactOptional(wanted.check(z.describe('What it must say.'))),
  save: z.exactOptional(valueName.check(z.describe('Keeps what it says under this name.'))),
}

/** Steps about the machine that the instances run on. */
export const machineStepSchemas = {
  'huge-pages': z.strictObject({
    'huge-pages': z
      .enum(['always', 'madvise', 'never'])
      .check(
        z.describe('Sets transparent huge pages for the whole machine; the lab puts them back in the end.'),
      ),
  }),
  'check-system': z.strictObject({
    'check-system': z.string().check(z.describe('A check of redis-server --check-system, such as THP.')),
    ...answered,
  }),
  'process-status': z.strictObject({
    'process-status': targets.check(z.describe('The instance of whose process /proc/PID/status is read.')),
    field: z.string().check(z.describe('The field that is meant, such as THP_enabled.')),
    ...answered,
  }),
} as const
