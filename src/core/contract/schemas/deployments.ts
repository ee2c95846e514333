import {z} from 'zod'
import {plan} from './plan.ts'
import {status} from './status.ts'
import {count, milliseconds, mode, moment, name, serverInfo} from './words.ts'

export const startStep = z.strictObject({
  name: z.enum(['configure', 'links', 'nodes', 'masters', 'replicas', 'sentinels', 'ready']),
  ms: milliseconds,
})

export const started = z
  .strictObject({
    ...status.shape,
    readyMs: milliseconds.describe('From the first step until it was ready.'),
    steps: z.array(startStep).describe('How long each step took.'),
  })
  .describe('A deployment that was started.')

export const planned = z
  .strictObject({...plan.shape, server: serverInfo})
  .describe('With --dry-run: what would be started.')

export const deploymentSummary = z.strictObject({
  name,
  state: z
    .enum(['opened', 'running', 'partly running', 'stopped', 'dead', 'damaged', 'unknown'])
    .describe(
      'opened: from files, to be read only; stopped: taken down with --keep; dead: lost all its processes; damaged: its record cannot be read; unknown: nothing can be said from here.',
    ),
  topology: z.string().nullable(),
  mode: mode.nullable(),
  running: count.nullable().describe('How many instances are alive.'),
  instances: count.describe('Of how many.'),
  port: z.int().nullable().describe('The first port of the data instances.'),
  createdAt: moment.nullable(),
  directory: z.string().describe('The run directory.'),
  problem: z
    .string()
    .describe('Why its record cannot be read, or nothing is known of its processes.')
    .exactOptional(),
})

export const ls = z.strictObject({deployments: z.array(deploymentSummary)})

export const takenDown = z.strictObject({name, ended: count.describe('How many processes were ended.')})

export const down = z.strictObject({
  deployments: z.array(takenDown),
  kept: z.boolean().describe('Whether their folders are left (--keep).'),
})

export const clean = z.strictObject({deployments: z.array(takenDown).describe('Those that were removed.')})

export const reset = z.strictObject({
  deployment: name,
  at: moment.describe('When everything was back.'),
  ms: milliseconds.describe('How long it took.'),
  restarted: z.array(name).describe('Instances that were started again.'),
})

export const renderedFile = z.strictObject({instance: name, file: z.string()})

export const render = z.strictObject({
  topology: z.string(),
  files: z.array(renderedFile).describe('The conf files that were written.'),
  image: z.string().optional().describe('With --format compose or k8s: the image that the manifests name.'),
  manifests: z
    .array(z.string())
    .optional()
    .describe('With --format compose or k8s: all files that were written.'),
})
