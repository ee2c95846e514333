import {z} from 'zod'
import {shells} from '../../completion/scripts.ts'
import type {connectionNames} from '../../env/connection-variables.ts'
import {exactly} from './exactly.ts'
import {address, name} from './words.ts'

/** What is about other programs: redis-cli, applications, shells. */

export const cli = z.strictObject({
  instance: name,
  address,
  exitCode: z.int().nullable().describe('Of redis-cli; null when a signal ended it.'),
  stdout: z.string(),
  stderr: z.string(),
})

/** A list of addresses, joined by commas. */
const addresses = z.string()

export const env = exactly<Partial<Record<(typeof connectionNames)[number], string>>>()(
  z.strictObject({
    REDIS_URL: z
      .string()
      .describe('Of the first master: redis://host:port; rediss:// where the servers speak TLS.')
      .exactOptional(),
    REDIS_HOST: z.string().describe('Of the first master.').exactOptional(),
    REDIS_PORT: z.string().describe('Of the first master.').exactOptional(),
    REDIS_USERNAME: z.string().describe('Where a password is asked for.').exactOptional(),
    REDIS_PASSWORD: z.string().describe('Where one is asked for.').exactOptional(),
    REDIS_TLS_CA: z
      .string()
      .describe('Where the servers speak TLS: the file of the CA to trust.')
      .exactOptional(),
    REDIS_TLS_CERT: z
      .string()
      .describe(
        'Where the servers speak TLS: the file of a certificate for clients, which none needs to show.',
      )
      .exactOptional(),
    REDIS_TLS_KEY: z.string().describe('The file of its key.').exactOptional(),
    REDIS_NODES: addresses
      .describe('The first master and its replicas that run: host:port, joined by commas.')
      .exactOptional(),
    REDIS_CLUSTER_NODES: addresses
      .describe('Nodes of a cluster that run: host:port, joined by commas.')
      .exactOptional(),
    REDIS_SENTINELS: addresses.describe('host:port, joined by commas.').exactOptional(),
    REDIS_SENTINEL_PASSWORD: z.string().describe('Where one is asked for.').exactOptional(),
    REDIS_MASTER_NAME: z.string().describe('As sentinels know the first master.').exactOptional(),
    REDIS_MASTER_NAMES: z
      .string()
      .describe('Where there are several masters: all names, joined by commas.')
      .exactOptional(),
    REDISLAB_NAME: z.string().describe('The name of the deployment.').exactOptional(),
    REDISLAB_DIRECTORY: z.string().describe('Its run directory.').exactOptional(),
  }),
).describe('Environment variables by which applications connect. A name is there only when it has a value.')

export const completion = z.strictObject({shell: z.enum(shells), script: z.string()})
