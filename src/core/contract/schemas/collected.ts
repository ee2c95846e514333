import {z} from 'zod'
import type {CollectedJson} from '../collected-json.ts'
import {exactly} from './exactly.ts'
import {count, name} from './words.ts'

export const collected = exactly<CollectedJson>()(
  z.strictObject({
    deployment: name.nullable().describe('Null where sources were given.'),
    out: z.string().describe('The bundle.'),
    bytes: count,
    instances: z.array(
      z.strictObject({
        address: z.string().describe('As others know it.'),
        kind: z.enum(['server', 'sentinel']),
        reachedAt: z.string(),
        at: z.string().describe('When it was asked, ISO 8601.'),
        asked: z.array(z.string()),
        refused: z.array(z.strictObject({command: z.string(), why: z.string()})),
        problem: z.string().nullable().describe('Why it gave no answer, or not all of them.'),
      }),
    ),
    files: z.array(
      z.strictObject({
        path: z.string(),
        file: z.string().nullable().describe('Its name in the bundle; null where nothing of it is kept.'),
      }),
    ),
    leftOut: z.array(z.string()).describe('What is in no bundle.'),
  }),
)
