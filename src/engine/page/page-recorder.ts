import {describeExplanations} from '../../core/contract/explanation-json.ts'
import {describePicture, type PageData} from '../../core/contract/page-json.ts'
import {describeEntry, type TimelineJson} from '../../core/contract/timeline-json.ts'
import type {Finding} from '../../core/diagnosis/finding.ts'
import type {LoadReport} from '../../core/load/report.ts'
import type {Outage} from '../../core/picture/picture.ts'
import {PictureFold} from '../../core/picture/picture-fold.ts'
import type {Sighting} from '../../core/picture/sighting.ts'
import type {TimelineEntry} from '../../core/timeline/entries/entry.ts'
import type {Explanation} from '../../core/timeline/explain.ts'
import {slotsOfGroup} from '../../core/topology/keep-slots.ts'
import {formatAddress, type Plan} from '../../core/topology/plan.ts'
import {formatSlots} from '../../core/topology/slots.ts'
import type {ServerInfo} from '../../core/words.ts'

import type {OffsetSample} from './offset-samples.ts'

/** So many entries a page holds: a browser scrolls through them, and a file of them is not larger than a photograph. */
const mostEntries = 20_000
/** Offsets of an hour, asked for four times a second, of six instances. */
const mostSamples = 100_000

/** Who is on a page. Of evidence nobody knows the topology that was meant. */
export type RecordedPlan = Pick<Plan, 'name' | 'mode' | 'masters' | 'instances'> & {
  readonly topology: string | null
}

/** What a page shows beside the timeline. */
export interface PageExtras {
  readonly loads?: readonly LoadReport[] | undefined
  readonly findings?: readonly Finding[] | undefined
  readonly lab?: PageData['lab'] | undefined
  readonly running?: PageData['running'] | undefined
  /** What can be done from the page. @default nothing */
  readonly actions?: readonly string[] | undefined
}

/** Takes a timeline in, entry by entry, and makes a page of it at any moment. */
export class PageRecorder {
  readonly #plan: RecordedPlan
  readonly #server: ServerInfo | undefined
  readonly #keepsUnknown: boolean
  readonly #sinceMs: number
  readonly #fold: PictureFold
  readonly #entries: {readonly at: number; readonly json: TimelineJson}[] = []
  readonly #samples: OffsetSample[] = []
  readonly #offsets = new Map<string, number>()
  #leftOut = 0
  #lastAt = Number.NEGATIVE_INFINITY

  /**
   * @param keepsUnknown lines that the catalogue does not know, too: of evidence they may be what it is about. @default false
   * @param sinceMs the page begins then, in milliseconds since 1970: what was before only says how things were. @default at the first entry
   */
  constructor(
    plan: RecordedPlan,
    server: ServerInfo | undefined,
    {
      keepsUnknown = false,
      sinceMs = Number.NEGATIVE_INFINITY,
    }: {readonly keepsUnknown?: boolean; readonly sinceMs?: number | undefined} = {},
  ) {
    this.#keepsUnknown = keepsUnknown
    this.#sinceMs = sinceMs
    this.#plan = plan
    this.#server = server
    this.#fold = new PictureFold(plan)
  }

  /** @param origin when the fault was that it belongs to, in milliseconds since 1970 */
  push(entry: TimelineEntry, origin: number | undefined): void {
    this.#fold.push(entry)
    this.#lastAt = Math.max(this.#lastAt, entry.at)
    if (entry.at < this.#sinceMs) return
    // As timeline --json: what nobody knows and what does not warn is left out.
    if (!this.#keepsUnknown && entry.kind === 'unknown' && entry.level !== 'warning') return
    this.#entries.push({at: entry.at, json: describeEntry(entry, origin)})
    if (this.#entries.length < 2 * mostEntries) return
    this.#leftOut += mostEntries
    this.#entries.splice(0, mostEntries)
  }

  /** What the instances answered. An offset that is the same as before is no news. */
  see(sighting: Sighting): void {
    const at = Math.max(sighting.at, this.#lastAt)
    this.#fold.see({...sighting, at})
    for (const {name, offset} of sighting.instances)
      if (offset !== null) this.sample({at, instance: name, offset})
  }

  /** An offset that was asked for. One that is the same as before is no news. */
  sample({at, instance, offset}: OffsetSample): void {
    if (this.#offsets.get(instance) === offset) return
    this.#offsets.set(instance, offset)
    this.#samples.push({at, instance, offset})
    if (this.#samples.length > mostSamples) this.#samples.splice(0, mostSamples / 2)
  }

  /** When the last entry was, in milliseconds since 1970. */
  get lastAt(): number | undefined {
    return Number.isFinite(this.#lastAt) ? this.#lastAt : undefined
  }

  /**
   * The page so far.
   *
   * @param to until when, in milliseconds since 1970
   */
  describe(
    explanations: readonly Explanation[],
    {to, madeAt}: {readonly to: number; readonly madeAt: number},
    {loads = [], findings = [], lab = null, actions = [], running = []}: PageExtras = {},
  ): PageData {
    const plan = this.#plan
    // While a log is followed, a line may come late.
    const kept = this.#entries.slice(-mostEntries).toSorted((a, b) => a.at - b.at)
    const from = kept[0]?.at ?? to
    const picture = this.#fold.until(to)
    const outages = [...picture.outages, ...loads.flatMap(outageOf)]
    return {
      format: 1,
      title: plan.name,
      deployment: plan.name,
      topology: plan.topology,
      mode: plan.mode,
      server: this.#server === undefined ? null : `${this.#server.flavour} ${this.#server.version}`,
      madeAt: new Date(madeAt).toISOString(),
      actions: [...actions],
      period: {from: new Date(from).toISOString(), toMs: Math.max(to - from, 1)},
      leftOut: this.#leftOut + this.#entries.length - kept.length,
      instances: plan.instances.map((instance) => ({
        name: instance.name,
        kind: instance.kind,
        address: instance.port === 0 ? instance.host || null : formatAddress(instance),
        ...(instance.onHost === undefined ? {} : {onHost: instance.onHost}),
        group: instance.masterName ?? null,
      })),
      groups: plan.masters.map((group) => ({
        name: group.name,
        slots: group.slots === undefined ? null : formatSlots(slotsOfGroup(group)),
      })),
      entries: kept.map(({json}) => json),
      ...describePicture({...picture, outages}, from),
      samples: this.#samples
        .filter(({at}) => at >= from)
        .map(({at, instance, offset}) => ({ms: at - from, instance, offset})),
      incidents: describeExplanations(explanations, []).incidents,
      findings,
      loads,
      running: [...running],
      lab,
    }
  }
}

function outageOf({outage}: LoadReport): readonly Outage[] {
  if (outage?.lastSuccess == null) return []
  const from = Date.parse(outage.lastSuccess)
  return [{from, to: from + outage.ms, by: 'load'}]
}
