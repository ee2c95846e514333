import {entryOfJournal, type TimelineEntry} from '../../core/timeline/entries/entry.ts'
import type {Failover} from '../../core/timeline/failover.ts'
import {isRoutineLine} from '../../core/timeline/folding/routine-lines.ts'
import type {Incident} from '../../core/timeline/incidents/incident.ts'
import {mostIncidents} from '../../core/timeline/incidents/incident-log.ts'
import {measureFailover} from '../../core/timeline/measure.ts'
import {IncidentTracker} from '../../core/timeline/tracker.ts'
import {LineSieve} from '../../lines/line-sieve.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {readJournal} from '../state/journal.ts'
import {findDown} from './find-down.ts'
import {readInitialValues} from './initial-values.ts'
import {findLogReach, type LogReach} from './log-reach.ts'
import {type ReadTimelineOptions, readTimeline} from './read-timeline.ts'

export interface OpenTimeline {
  /** Who was found not to run when it was opened, though redislab did not see to that. */
  readonly downUnseen: () => ReadonlySet<string>
  readonly reach: LogReach
  /** Knows each entry of a batch once the batch is given out. */
  readonly tracker: IncidentTracker
  readonly batches: AsyncIterable<readonly TimelineEntry[]>
  /** The outcome of the incidents so far; when there are very many, of the latest. */
  readonly failovers: () => readonly Failover[]
  /** The routine lines that were left out. */
  readonly routine: LineSieve
}

export interface OpenTimelineOptions extends Omit<ReadTimelineOptions, 'routine'> {
  /** Routine lines, too. They are many, and no incident needs them. */
  readonly everything?: boolean
}

/** The timeline of a deployment, with its incidents told apart as it is read. */
export async function openTimeline(
  deployment: Deployment,
  {everything = false, ...options}: OpenTimelineOptions = {},
): Promise<OpenTimeline> {
  const {directory} = deployment
  const {plan} = deployment.record
  const down = await findDown(deployment)
  const unlinked = new Set(deployment.record.opened?.clocks.alone)
  const reach = {...(await findLogReach(directory, plan)), unlinked}
  const forgotten: Failover[] = []
  const tracker = new IncidentTracker(plan, {
    initial: await readInitialValues(directory, plan),
    onForget: (incident) => {
      forgotten.push(measure(incident))
      if (forgotten.length > mostIncidents) forgotten.shift()
    },
  })
  const routine = new LineSieve(isRoutineLine)
  // What happened lately may come of what was done before.
  if (options.sinceMs !== undefined) {
    const before = (await readJournal(directory)).filter(({at}) => at < (options.sinceMs ?? 0))
    for (const line of before) tracker.push(entryOfJournal(line, plan))
  }
  return {
    downUnseen,
    reach,
    tracker,
    routine,
    batches: trackAll(
      tracker,
      readTimeline({directory, plan}, {...options, routine: everything ? undefined : routine}),
    ),
    failovers: () =>
      [...forgotten, ...tracker.incidents.map(measure)]
        .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
        .slice(-mostIncidents),
  }

  function downUnseen(): ReadonlySet<string> {
    return new Set([...down].filter((name) => !tracker.down.has(name)))
  }

  function measure(incident: Incident): Failover {
    return measureFailover(incident, {plan, names: tracker.names, down: downUnseen(), ...reach})
  }
}

async function* trackAll(
  tracker: IncidentTracker,
  batches: AsyncIterable<readonly TimelineEntry[]>,
): AsyncGenerator<readonly TimelineEntry[]> {
  for await (const batch of batches) {
    // One by one where it matters: an entry is shown by what was known when it happened.
    for (const part of splitAtFaults(batch)) {
      for (const entry of part) tracker.push(entry)
      yield part
    }
  }
}

function splitAtFaults(batch: readonly TimelineEntry[]): readonly (readonly TimelineEntry[])[] {
  const parts: TimelineEntry[][] = [[]]
  for (const entry of batch) {
    if (entry.source === 'redislab' || entry.kind === '+try-failover' || entry.kind === 'failover-by-request')
      parts.push([])
    parts.at(-1)?.push(entry)
  }
  return parts.filter((part) => part.length > 0)
}
