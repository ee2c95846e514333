import {z} from 'zod'
import {serverImage} from './words.ts'

export const check = z.strictObject({
  id: z.string().describe('Short and stable.'),
  title: z.string(),
  status: z
    .enum(['ok', 'info', 'warn', 'fail', 'skip'])
    .describe(
      'fail: redislab cannot work; warn: Redis works, but worse than it could; skip: does not apply.',
    ),
  found: z.string().describe('What is there: the setting by its name, and its value.'),
  why: z.string().describe('Why it matters to Redis.'),
  fix: z
    .strictObject({
      now: z.array(z.string()).describe('Commands that take effect at once.'),
      forGood: z.array(z.string()).describe('Commands that make it last beyond a reboot.'),
      advice: z.string().nullable().describe('What no command can do.'),
      automatic: z.boolean().describe('Whether doctor --fix may run the commands.'),
    })
    .nullable(),
})

export const fixStep = z.strictObject({
  check: z.string().describe('The id of the check.'),
  command: z.string(),
  outcome: z.enum(['done', 'failed', 'skipped']),
  problem: z.string().nullable().describe('Why it failed or was skipped.'),
})

export const doctor = z.strictObject({
  ok: z.boolean().describe('Whether no check fails; with --strict, whether none warns either.'),
  checks: z.array(check),
  fixes: z.array(fixStep).describe('With --fix: the commands, in order.').exactOptional(),
})

export const server = z.strictObject({
  flavour: z.enum(['redis', 'valkey', 'keydb']),
  version: z.string(),
  path: z.string(),
  image: serverImage.exactOptional(),
  supported: z.boolean().describe('Whether redislab runs it.'),
  whyNot: z.string().describe('Why redislab does not run it.').exactOptional(),
  redisVersion: z.string().describe('The version that it gives as redis_version.'),
  tls: z.boolean().nullable().describe('Built with TLS; null where it did not say.'),
  modules: z.array(z.string()).describe('Installed with it, by the names of their files.'),
})

export const servers = z.strictObject({
  servers: z.array(server).describe('The first supported one that is in no image is the default.'),
  passedOver: z.array(z.string()).describe('Why each file that might be a server is not listed.'),
})
