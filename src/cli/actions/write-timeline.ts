import process from 'node:process'
import {describeEntry, type TimelineJson} from '../../core/contract/timeline-json.ts'
import {stringifyVisible} from '../../core/text/visible.ts'
import type {TimelineEntry} from '../../core/timeline/entries/entry.ts'
import type {Failover} from '../../core/timeline/failover.ts'
import type {Plan} from '../../core/topology/plan.ts'
import type {OpenTimeline} from '../../engine/timeline/open-timeline.ts'
import {LiveLines} from '../../reporters/kit/live-lines.ts'
import {terminalWidth} from '../../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../../reporters/kit/theme.ts'
import {renderPhases} from '../../reporters/timeline/phases-view.ts'
import {TimelineReporter} from '../../reporters/timeline/timeline-reporter.ts'
import {writeOutput} from './write-output.ts'

const mostInDocument = 10_000

export interface TimelineSource {
  readonly timeline: OpenTimeline
  /** Whether an entry is wanted; undefined where all are. */
  readonly isShown: ((entry: TimelineEntry) => boolean) | undefined
  /** Every line, also those that redislab does not know. */
  readonly all: boolean
  readonly signal: AbortSignal
}

/** The last entries, for one JSON document. */
export async function collectTimeline(source: TimelineSource): Promise<readonly TimelineJson[]> {
  const entries: TimelineJson[] = []
  for await (const batch of shownBatches(source)) {
    entries.push(...describeBatch(batch, source))
    if (entries.length > 2 * mostInDocument) entries.splice(0, entries.length - mostInDocument)
  }
  return entries.slice(-mostInDocument)
}

/** Every entry as a line of JSON. */
export async function writeTimelineLines(source: TimelineSource): Promise<void> {
  for await (const batch of shownBatches(source)) {
    const lines = describeBatch(batch, source).map((entry) => `${stringifyVisible(entry)}\n`)
    await writeOutput(lines.join(''), source.signal)
  }
}

export interface TellTimelineOptions {
  readonly plan: Plan
  readonly explain: boolean
  /** It goes on while things happen. */
  readonly follow: boolean
}

/** The timeline for people, and at its end the phases of the last failover. */
export async function tellTimeline(
  source: TimelineSource,
  {plan, explain, follow}: TellTimelineOptions,
): Promise<void> {
  const {timeline, all, signal} = source
  const {tracker, routine} = timeline
  // A loop that goes on is seen while it does: on a terminal as a line that counts, in a pipe told now and then.
  const live = follow && process.stdout.isTTY ? new LiveLines() : undefined
  const tellsProgress = follow && live === undefined
  const writer = new TimelineReporter(tracker, plan, {all, explain, routine, tellsProgress})
  const tell = (text: string) => writeOutput(live?.put(text, writer.running) ?? text, signal)
  // A run that has ended is told although nothing else happens.
  const expire = () => void tell(writer.expire(Date.now())).catch(() => undefined)
  using clock = follow ? startClock(expire, live === undefined ? 1000 : 250) : undefined
  signal.addEventListener('abort', () => clock?.[Symbol.dispose]())
  for await (const batch of shownBatches(source)) {
    const text = writer.render(batch)
    // A count alone is shown by the clock: a storm has thousands of rounds a second.
    if (text !== '') await tell(text)
  }
  await tell(writer.end())
  const width = terminalWidth()
  for (const failover of latestOf(timeline.failovers())) {
    await writeOutput(`\n${renderPhases(failover, stdoutTheme, {width})}`, signal)
  }
}

/** @throws the reason of the signal when it was aborted */
async function* shownBatches({timeline, isShown, signal}: TimelineSource) {
  for await (const batch of timeline.batches)
    yield isShown === undefined ? batch : batch.filter((entry) => isShown(entry))
  signal.throwIfAborted()
}

function describeBatch(
  batch: readonly TimelineEntry[],
  {all, timeline: {tracker}}: TimelineSource,
): readonly TimelineJson[] {
  const known = all ? batch : batch.filter(({kind, level}) => kind !== 'unknown' || level === 'warning')
  return known.map((entry) => describeEntry(entry, tracker.originOf(entry)))
}

/** Ends with the command, also when that ends by an error: a timer alone would keep the process. */
function startClock(tick: () => void, everyMs: number): Disposable {
  const timer = setInterval(tick, everyMs)
  return {[Symbol.dispose]: () => clearInterval(timer)}
}

/** The last failover that came of something redislab did, and those that sentinels tried by themselves after it. */
function latestOf(failovers: readonly Failover[]): readonly Failover[] {
  const measured = failovers.filter(({phases}) =>
    [phases.sdownMs, phases.odownMs, phases.electedMs, phases.promotedMs].some((ms) => ms !== null),
  )
  const caused = measured.findLastIndex(({cause}) => cause !== null)
  return measured.slice(caused < 0 ? -1 : caused)
}
