import {z} from 'zod'
import {errorTable} from '../../errors/errors.ts'

type Code = keyof typeof errorTable | 'BUG'
const codes = [...Object.keys(errorTable), 'BUG'] as unknown as [Code, ...Code[]]

export const error = z
  .strictObject({
    error: z.strictObject({
      code: z.enum(codes).describe('What programs match on. BUG: a bug of redislab.'),
      message: z.string().describe('One sentence: what is wrong, and where.'),
      suggestions: z.array(z.string()).describe('What to do next: commands to type, or short sentences.'),
      exitCode: z.int().describe('The exit code of the process.'),
      details: z.record(z.string(), z.unknown()).describe('Facts that depend on the code.').exactOptional(),
    }),
  })
  .describe('What any command writes when it fails, in place of its own document.')
