import {z} from 'zod'
import {shells} from '../../completion/scripts.ts'
import {connectionNames} from '../../env/connection-variables.ts'
import {address, name} from './words.ts'

/** What is about other programs: redis-cli, applications, shells. */

export const cli = z.strictObject({
  instance: name,
  address,
  exitCode: z.int().nullable().describe('Of redis-cli; null when a signal ended it.'),
  stdout: z.string(),
  stderr: z.string(),
})

export const env = z
  .partialRecord(z.enum(connectionNames), z.string())
  .describe('Environment variables by which applications connect. A name is there only when it has a value.')

export const completion = z.strictObject({shell: z.enum(shells), script: z.string()})
