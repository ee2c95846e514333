import type {PageData} from '../core/contract/page-json.ts'
import {type SlotHistory, slotHistory} from './slots.ts'

export type Entry = PageData['entries'][number] & {readonly ms: number}
export type Band = PageData['bands'][number]
export type View = PageData['views'][number]
export type Follow = PageData['follows'][number]
export type Sample = PageData['samples'][number]
export type Instance = PageData['instances'][number]
export type Incident = PageData['incidents'][number] & {readonly ms: number}

/** Something that one instance did to another, or that was done to the link between them. */
export interface Arrow {
  readonly ms: number
  readonly kind: PageData['arrows'][number]['kind'] | 'cut' | 'slow' | 'slots'
  readonly from: string
  readonly to: string
}

/** When an instance wrote lines, by how grave they are. */
export type TickTimes = Readonly<Record<'info' | 'warning' | 'error', Float64Array>>

/** The data of a page, arranged so that what held at a moment is found at once. */
export interface Model {
  readonly data: PageData
  /** When its period begins, in milliseconds since 1970. */
  readonly origin: number
  readonly entries: readonly Entry[]
  readonly incidents: readonly Incident[]
  readonly bandsOf: ReadonlyMap<string, readonly Band[]>
  readonly ticksOf: ReadonlyMap<string, TickTimes>
  readonly followsOf: ReadonlyMap<string, readonly Follow[]>
  readonly samplesOf: ReadonlyMap<string, readonly Sample[]>
  /** By `viewer group`. */
  readonly viewsOf: ReadonlyMap<string, readonly View[]>
  readonly arrows: readonly Arrow[]
  readonly faults: readonly Entry[]
  readonly viewers: readonly Instance[]
  readonly slots: SlotHistory
  /** The moments at which what is believed changes, and at which anything else does that the topology shows. */
  readonly beliefTimes: readonly number[]
  readonly topologyTimes: readonly number[]
}

/** Arranges the data. */
export function makeModel(data: PageData): Model {
  const origin = Date.parse(data.period.from)
  const entries = data.entries.map((entry) => ({...entry, ms: Date.parse(entry.at) - origin}))
  const isCluster = data.mode === 'cluster'
  const viewed = new Set(data.views.map(({viewer}) => viewer))
  const slots = slotHistory({...data, entries})
  const bandTimes = data.bands.flatMap(({fromMs, toMs}) => [fromMs, toMs])
  const beliefTimes = timesOf(bandTimes, data.views.map(msOf))
  return {
    data,
    origin,
    entries,
    incidents: data.incidents.map((incident) => ({...incident, ms: Date.parse(incident.at) - origin})),
    bandsOf: groupBy(
      data.bands.toSorted((a, b) => a.fromMs - b.fromMs),
      ({instance}) => instance,
    ),
    ticksOf: new Map(
      [...groupBy(entries, ({instance}) => instance ?? '')].map(([name, own]) => [name, tickTimes(own)]),
    ),
    followsOf: groupBy(data.follows.toSorted(byTime), ({instance}) => instance),
    samplesOf: groupBy(data.samples.toSorted(byTime), ({instance}) => instance),
    viewsOf: groupBy(data.views.toSorted(byTime), ({viewer, group}) => `${viewer} ${group}`),
    arrows: [
      ...data.arrows,
      ...linkArrows(data),
      ...slots.moves.map((move): Arrow => ({...move, kind: 'slots'})),
    ].sort(byTime),
    faults: entries.filter(({event}) => event?.kind === 'fault-injected' || event?.kind === 'slots-moved'),
    viewers: data.instances.filter(({name, kind}) => viewed.has(name) && (isCluster || kind === 'sentinel')),
    slots,
    beliefTimes,
    topologyTimes: timesOf(
      beliefTimes,
      data.follows.map(msOf),
      data.samples.map(msOf),
      data.links.flatMap(({fromMs, toMs}) => (toMs === null ? [fromMs] : [fromMs, toMs])),
      slots.moves.map(msOf),
    ),
  }
}

function tickTimes(entries: readonly Entry[]): TickTimes {
  const times = {info: [] as number[], warning: [] as number[], error: [] as number[]}
  for (const {ms, event, level} of entries) times[severityOf(event?.severity ?? level)].push(ms)
  return {
    info: Float64Array.from(times.info),
    warning: Float64Array.from(times.warning),
    error: Float64Array.from(times.error),
  }
}

function severityOf(severity: string): 'info' | 'warning' | 'error' {
  return severity === 'error' ? 'error' : severity === 'warning' ? 'warning' : 'info'
}

/** Links that were cut or made slow: one arrow for both directions where both were. */
function linkArrows({links}: PageData): readonly Arrow[] {
  const arrows = new Map<string, Arrow>()
  for (const {from, to, fromMs, cut} of links) {
    const kind = cut ? 'cut' : 'slow'
    const pair = [from, to].toSorted().join(' ')
    const key = `${pair} ${fromMs} ${kind}`
    if (!arrows.has(key)) arrows.set(key, {ms: fromMs, kind, from, to})
  }
  return [...arrows.values()]
}

/** The band of an instance at a moment. */
export function bandAt(model: Model, instance: string, ms: number): Band | undefined {
  const bands = model.bandsOf.get(instance) ?? []
  const band = bands[lastAt(bands, ms, ({fromMs}) => fromMs)]
  return band !== undefined && ms <= band.toMs ? band : undefined
}

/** Whom each replica copied from at a moment. */
export function followsAt({followsOf}: Model, ms: number): ReadonlyMap<string, Follow> {
  return latestOf(followsOf, ms)
}

/** What each viewer believed of each group at a moment, by `viewer group`. */
export function viewsAt({viewsOf}: Model, ms: number): ReadonlyMap<string, View> {
  return latestOf(viewsOf, ms)
}

/** The offset of each instance at a moment, where it is known. */
export function offsetsAt({samplesOf}: Model, ms: number): ReadonlyMap<string, number> {
  return new Map([...latestOf(samplesOf, ms)].map(([name, {offset}]) => [name, offset]))
}

/** How many bytes a replica is behind whom it copies from; undefined where one of the two was not asked. */
export function lagAt(model: Model, instance: string, ms: number): number | undefined {
  const follow = latestIn(model.followsOf.get(instance), ms)
  const own = latestIn(model.samplesOf.get(instance), ms)?.offset
  if (follow === undefined || follow.of === null || own === undefined) return undefined
  const master = latestIn(model.samplesOf.get(follow.of), ms)?.offset
  return master === undefined ? undefined : Math.max(master - own, 0)
}

/** Which slots a shard had at a moment, in words; null where that is not known. */
export function slotsAt({slots}: Model, group: string, ms: number): string | null {
  return slots.owned[lastAt(slots.owned, ms, msOf)]?.slots.get(group) ?? null
}

/** The place of the last element at or before a moment; -1 when there is none. */
export function lastAt<Element>(
  sorted: ArrayLike<Element>,
  ms: number,
  at: (element: Element) => number,
): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(sorted[middle] as Element) <= ms) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Which stretch between two moments a moment lies in: in the same one everything is the same. */
export function stretchOf(times: readonly number[], ms: number): number {
  return lastAt(times, ms, (time) => time)
}

interface Timed {
  readonly ms: number
}

function msOf({ms}: Timed): number {
  return ms
}

function byTime(a: Timed, b: Timed): number {
  return a.ms - b.ms
}

function timesOf(...lists: readonly (readonly number[])[]): readonly number[] {
  return [...new Set(lists.flat())].sort((a, b) => a - b)
}

function latestIn<Element extends Timed>(
  sorted: readonly Element[] | undefined,
  ms: number,
): Element | undefined {
  return sorted?.[lastAt(sorted, ms, msOf)]
}

function latestOf<Element extends Timed>(
  groups: ReadonlyMap<string, readonly Element[]>,
  ms: number,
): ReadonlyMap<string, Element> {
  const latest = new Map<string, Element>()
  for (const [key, elements] of groups) {
    const element = latestIn(elements, ms)
    if (element !== undefined) latest.set(key, element)
  }
  return latest
}

function groupBy<Element>(
  elements: readonly Element[],
  keyOf: (element: Element) => string,
): ReadonlyMap<string, readonly Element[]> {
  const groups = new Map<string, Element[]>()
  for (const element of elements) {
    const group = groups.get(keyOf(element))
    if (group === undefined) groups.set(keyOf(element), [element])
    else group.push(element)
  }
  return groups
}
