import {z} from 'zod'
import type {Link, LinkRule} from '../../links/link.ts'
import {exactly} from './exactly.ts'
import {milliseconds} from './words.ts'

const ends = {
  from: z.string().describe('The end that sends: an instance, or clients.'),
  to: z.string().describe('The end that receives: an instance, or clients.'),
}

export const link = exactly<Link>()(z.strictObject(ends)).describe('One direction between two ends.')

export const linkRule = exactly<LinkRule>()(
  z.strictObject({
    ...ends,
    cut: z
      .enum(['stall', 'reset', 'refuse'])
      .describe(
        'How it is cut. stall: nothing passes; reset: connections end with a reset; refuse: only new connections are refused.',
      )
      .exactOptional(),
    delayMs: milliseconds.describe('By how much every byte is late.').exactOptional(),
    jitterMs: milliseconds.describe('The delay varies by up to this much, either way.').exactOptional(),
    bytesPerSecond: z.number().describe('The bandwidth.').exactOptional(),
  }),
).describe('What holds on one link.')
