import {z} from 'zod'
import type {Finding, Quote} from '../../diagnosis/finding.ts'
import type {DiagnosisJson} from '../diagnosis-json.ts'
import {exactly} from './exactly.ts'
import {count, milliseconds} from './words.ts'

export const quote = exactly<Quote>()(
  z.strictObject({path: z.string(), line: count.describe('From 1.'), text: z.string()}),
).describe('A line that shows something.')

export const finding = exactly<Finding>()(
  z.strictObject({
    id: z.string().describe('The rule that found it.'),
    severity: z
      .enum(['cause', 'risk', 'note', 'harmless'])
      .describe('It broke something, it can, it is good to know, it only looks bad.'),
    certainty: z.enum(['certain', 'likely', 'possible']),
    title: z.string().describe('What is the matter, in one sentence.'),
    why: z.string().describe('Why that is so, and what follows from it.'),
    evidence: z.array(quote).describe('The lines that show it.'),
    fix: z.array(z.string()).describe('What to do, in a safe order.'),
    avoid: z.array(z.string()).describe('What not to do.'),
    collect: z.array(z.string()).describe('Commands whose output would decide what is open.'),
    lab: z.string().nullable().describe('A lab that shows the consequence.'),
  }),
).describe('One thing that was diagnosed.')

export const diagnosis = exactly<DiagnosisJson>()(
  z.strictObject({
    deployment: z.string().nullable().describe('The deployment that was diagnosed; null for files.'),
    year: count
      .nullable()
      .describe('The year of lines that do not say theirs; null where none was needed or known.'),
    sources: z.array(
      z.strictObject({
        path: z.string(),
        kind: z
          .string()
          .describe('What it holds most of: log, conf, reply, acl, compose, commands, notes; or unknown.'),
        lines: count.describe('Lines that are not empty.'),
        read: count.describe('Of these, how many were understood.'),
        unread: z.array(z.strictObject({line: count, why: z.string()})),
        onlyCounted: count
          .optional()
          .describe('Of a long log, the lines that were read and not kept: routine, or repeated.'),
      }),
    ),
    instances: z.array(
      z.strictObject({
        name: z.string(),
        kind: z.string(),
        addresses: z.array(z.string()),
        ids: z.array(z.string()),
        versions: z.array(z.string()),
        files: z.array(z.string()),
        skewMs: z
          .tuple([milliseconds, milliseconds])
          .nullable()
          .describe(
            'How far its clock is ahead of that of comparedWith, at least and at most, as its lines are written; null where they do not show both.',
          ),
        comparedWith: z.string().nullable().describe('The instance that it is compared with.'),
        zone: z
          .string()
          .nullable()
          .describe('The time zone of its clock: +02:00 or Europe/Berlin; null where it is not known.'),
        movedMs: milliseconds.describe('What was added to its times before they were compared with others.'),
        movedFor: z
          .enum(['given', 'shown', 'whole zone', 'aligned'])
          .nullable()
          .describe('Its zone was given or is shown, it differs by a whole zone, or it was aligned.'),
        evidence: z.array(quote),
      }),
    ),
    findings: z.array(finding),
    notExamined: z
      .array(z.strictObject({rule: z.string(), why: z.string()}))
      .describe('Rules that could not be applied, and why.'),
  }),
)
