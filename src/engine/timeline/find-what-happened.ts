import {findWhatHappened, type WhatHappened} from '../../core/lab/what-happened.ts'
import type {TimelineEntry} from '../../core/timeline/entries/entry.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {explainRead} from './explain-last.ts'
import {openTimeline} from './open-timeline.ts'

/** What the logs of a deployment tell of its last failover; undefined when they tell of none, and of none that was tried. */
export async function readWhatHappened(
  deployment: Deployment,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<WhatHappened | undefined> {
  const timeline = await openTimeline(deployment, {signal})
  const entries: TimelineEntry[] = []
  for await (const batch of timeline.batches) {
    signal?.throwIfAborted()
    entries.push(...batch)
  }
  const {explanations, names} = await explainRead(deployment, timeline)
  const [last] = explanations
  if (last === undefined) return undefined
  return findWhatHappened(last.failover, entries, deployment.record.plan, names)
}
