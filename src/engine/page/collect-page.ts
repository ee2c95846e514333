import type {PageData} from '../../core/contract/page-json.ts'
import type {Finding} from '../../core/diagnosis/finding.ts'
import {hasErrorCode} from '../../core/errors/errors.ts'
import {sightingOf} from '../../core/picture/sighting.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {explainRead} from '../timeline/explain-last.ts'
import {openTimeline} from '../timeline/open-timeline.ts'
import {findFindings, findKeptFindings} from './find-findings.ts'
import type {OffsetSample} from './offset-samples.ts'
import {type PageExtras, PageRecorder} from './page-recorder.ts'

interface CollectOptions extends PageExtras {
  readonly signal?: AbortSignal | undefined
  /** Only what happened from then on, in milliseconds since 1970. */
  readonly sinceMs?: number | undefined
  /** Offsets that were asked for meanwhile. */
  readonly samples?: readonly OffsetSample[] | undefined
}

/** So much time stands behind the last entry, so that what it led to is seen. */
const tailMs = 1000

/** The page of a deployment as it is now, with everything that happened to it. */
export async function collectPage(
  deployment: Deployment,
  {signal, sinceMs, samples = [], ...extras}: CollectOptions = {},
): Promise<PageData> {
  const {plan, server} = deployment.record
  const timeline = await openTimeline(deployment, {everything: true, signal})
  const recorder = new PageRecorder(plan, server, {sinceMs})
  for await (const batch of timeline.batches) {
    signal?.throwIfAborted()
    for (const entry of batch) recorder.push(entry, timeline.tracker.originOf(entry))
  }
  for (const sample of samples) recorder.sample(sample)
  const madeAt = Date.now()
  const to = Math.min((recorder.lastAt ?? madeAt) + tailMs, madeAt)
  // Of one that was opened from files nobody is asked: it runs elsewhere, if it still does.
  if (deployment.record.opened === undefined || deployment.access !== undefined)
    await lookNow(deployment, recorder, {to, signal})
  const {explanations} = await explainRead(deployment, timeline, {isForAll: true})
  const findings = extras.findings ?? (await findingsNow(deployment, signal))
  const shown = explanations.filter(
    ({failover}) => sinceMs === undefined || Date.parse(failover.at) >= sinceMs,
  )
  return recorder.describe(shown, {to, madeAt}, {...extras, findings})
}

async function lookNow(
  deployment: Deployment,
  recorder: PageRecorder,
  {to, signal}: {readonly to: number; readonly signal: AbortSignal | undefined},
): Promise<void> {
  await deployment.status({signal})
  using observer = deployment.observer()
  const observations = await observer.observe({...deployment.record, ...deployment.access})
  recorder.see(sightingOf(deployment.record.plan, observations, to - 1))
}

/** The picture shows that nobody answers any more: then what is kept says what was wrong when somebody did. */
async function findingsNow(
  deployment: Deployment,
  signal: AbortSignal | undefined,
): Promise<readonly Finding[]> {
  try {
    return await findFindings(deployment, signal)
  } catch (error) {
    if (!hasErrorCode(error, 'SOURCE_UNREADABLE') || deployment.access === undefined) throw error
    return await findKeptFindings(deployment, signal)
  }
}
