import {z} from 'zod'
import {finding} from './diagnosis.ts'
import {explainedFailover} from './explanation.ts'
import {claimResult, stepResult} from './lab-result.ts'
import {loadReport, stretch} from './load.ts'
import {bandState, belief} from './picture.ts'
import {timelineEntry} from './timeline.ts'
import {address, count, instanceKind, milliseconds, mode, moment, name} from './words.ts'

const ms = milliseconds.describe('Milliseconds since period.from.')

const band = z
  .strictObject({
    instance: name,
    fromMs: ms,
    toMs: ms,
    state: bandState,
    cutOff: z.boolean().describe('Whether cut links kept it from most of the others.'),
  })
  .describe('What an instance was for a while.')

const follow = z.strictObject({
  ms,
  instance: name,
  of: z.string().nullable().describe('Whom it copies from since then; null of a master.'),
  up: z.boolean(),
})

const arrow = z.strictObject({
  ms,
  kind: z.enum(['vote', 'promote', 'switch', 'sync']),
  from: z.string(),
  to: z.string(),
})

const view = z
  .strictObject({ms, viewer: name, ...belief.shape})
  .describe('What a sentinel, or a node of a cluster, believes since a moment.')

const heldLink = z.strictObject({
  fromMs: ms,
  toMs: ms.nullable().describe('Null while it lasts.'),
  from: z.string(),
  to: z.string(),
  cut: z.boolean().describe('Whether nothing passed; else it was slow.'),
})

const outage = z.strictObject({fromMs: ms, toMs: ms, by: z.enum(['probe', 'load'])})

const running = z
  .strictObject({
    kind: z.string(),
    group: name.describe('The master group, or the shard, whose master the clients call.'),
    rate: z.number().nullable().describe('Operations a second; null for as many as possible.'),
    startedAt: moment,
    endsAt: moment.nullable().describe('Null when it goes on until it is ended.'),
    succeeded: count,
    failed: count,
    outageMs: milliseconds.nullable().describe('How long nothing has succeeded; null while all is well.'),
    overTime: z.array(stretch),
  })
  .describe('A load that was started from the page and goes on.')

const told = z
  .strictObject({
    number: count.describe('The place of the step in the file, from 1.'),
    depth: count.describe('Above 0 inside of repeat and together.'),
    say: z.string().nullable().describe('What is told before it.'),
    text: z.string().describe('What is done, as one would type it; empty where it is only told.'),
    status: z.enum(['running', 'passed', 'failed', 'skipped']),
    result: z.string().nullable(),
    shows: z.string().nullable().describe('The claim that it decides.'),
  })
  .describe('A step of a lab, once it has begun.')

const sample = z.strictObject({ms, instance: name, offset: z.number()})

/** What a page is made of, live and as a file. */
export const page = z
  .strictObject({
    format: z.literal(1),
    title: z.string(),
    deployment: name.nullable().describe('Null for files that were diagnosed.'),
    topology: z.string().nullable(),
    mode: mode.nullable(),
    server: z.string().nullable().describe('Such as redis 7.2.4.'),
    madeAt: moment,
    actions: z.array(z.string()).describe('What can be done to instances from the page; nothing in a file.'),
    period: z.strictObject({from: moment, toMs: ms}).describe('What the picture covers.'),
    leftOut: count.describe('How many older entries are not in it.'),
    instances: z.array(
      z.strictObject({
        name,
        kind: instanceKind,
        address: address.nullable(),
        onHost: name.describe('With --hosts: the host that it runs on.').exactOptional(),
        group: name.nullable().describe('Of data instances: the master group, or the shard.'),
      }),
    ),
    groups: z.array(z.strictObject({name, slots: z.string().nullable()})),
    entries: z.array(timelineEntry).describe('As of timeline --json.'),
    bands: z.array(band),
    follows: z.array(follow),
    arrows: z.array(arrow),
    views: z.array(view),
    links: z.array(heldLink).describe('Links that were cut or slow.'),
    outages: z.array(outage).describe('Times without a write that got through.'),
    samples: z.array(sample).describe('Replication offsets, where they were asked for.'),
    incidents: z.array(explainedFailover).describe('As of explain --all --json.'),
    findings: z.array(finding).describe('As of diagnose --json.'),
    loads: z.array(loadReport),
    running: z.array(running).describe('Loads that go on; none in a file.'),
    lab: z
      .strictObject({
        title: z.string(),
        outcome: z.string(),
        steps: z.array(stepResult),
        claims: z.array(claimResult),
        about: z.string().nullable(),
        language: z.enum(['en', 'zh']),
        story: z.array(told).describe('The lab as it is told, step by step.'),
        asserted: z
          .array(z.strictObject({id: z.string(), text: z.string()}))
          .describe('What is claimed, before it is decided.'),
        length: count.describe('How many steps the lab has.'),
        next: z.string().nullable().describe('The step that waits until it is asked for.'),
      })
      .nullable()
      .describe('Of lab run: what was done, and what was shown.'),
  })
  .describe('The data of a page: in the file that --html writes, and at /data of redislab page.')
