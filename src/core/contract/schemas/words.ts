import {z} from 'zod'
import type {InstanceKind, InstanceState, Mode, Role, ServerImage, ServerInfo} from '../../words.ts'
import {exactly} from './exactly.ts'

/** The small shapes that all others are made of. */

/** ISO 8601 with milliseconds, UTC. */
export const moment = z.iso.datetime({precision: 3})
export const milliseconds = z.number()
export const count = z.int().min(0)
export const name = z.string()
/** `host:port`. */
export const address = z.string()
/** Null where there is no process. */
export const pid = z.int().min(1).nullable()

export const mode = exactly<Mode>()(z.enum(['standalone', 'replication', 'sentinel', 'cluster']))
export const instanceKind = exactly<InstanceKind>()(z.enum(['redis', 'sentinel']))
export const role = exactly<Role>()(z.enum(['master', 'replica', 'sentinel', 'unknown']))
export const instanceState = exactly<InstanceState>()(
  z.enum(['running', 'paused', 'dead', 'stopped', 'unreachable']),
)

export const serverImage = exactly<ServerImage>()(
  z.strictObject({
    name: z.string().describe('As it was asked for, such as valkey/valkey:9.1.'),
    id: z.string().describe('Its digest.'),
    engine: z.enum(['docker', 'podman']).describe('What runs its containers.'),
    context: z
      .string()
      .describe('Of an engine elsewhere: the context by which docker knows it.')
      .exactOptional(),
  }),
).describe(
  'The image that each instance is a container of; left out where they are processes of this machine.',
)

export const serverInfo = exactly<ServerInfo>()(
  z.strictObject({
    flavour: z.enum(['redis', 'valkey']),
    version: z.string().describe('Such as 7.2.4.'),
    path: z.string().describe('The file of the server: on this machine, or in its image.'),
    image: serverImage.exactOptional(),
  }),
).describe('The server that the instances run.')
