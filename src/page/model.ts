import type {PageData} from '../core/contract/page-json.ts'

export type Entry = PageData['entries'][number] & {readonly ms: number}
export type Band = PageData['bands'][number]
export type View = PageData['views'][number]
export type Follow = PageData['follows'][number]
export type Instance = PageData['instances'][number]
export type Incident = PageData['incidents'][number] & {readonly ms: number}

/** The data of a page, arranged so that what held at a moment is found at once. */
export interface Model {
  readonly data: PageData
  /** When its period begins, in milliseconds since 1970. */
  readonly origin: number
  readonly entries: readonly Entry[]
  readonly incidents: readonly Incident[]
  readonly bandsOf: ReadonlyMap<string, readonly Band[]>
  readonly entriesOf: ReadonlyMap<string, readonly Entry[]>
  readonly faults: readonly Entry[]
  readonly viewers: readonly Instance[]
}

/** Arranges the data. */
export function makeModel(data: PageData): Model {
  const origin = Date.parse(data.period.from)
  const entries = data.entries.map((entry) => ({...entry, ms: Date.parse(entry.at) - origin}))
  const isCluster = data.mode === 'cluster'
  const viewed = new Set(data.views.map(({viewer}) => viewer))
  return {
    data,
    origin,
    entries,
    incidents: data.incidents.map((incident) => ({...incident, ms: Date.parse(incident.at) - origin})),
    bandsOf: groupBy(
      data.bands.toSorted((a, b) => a.fromMs - b.fromMs),
      ({instance}) => instance,
    ),
    entriesOf: groupBy(entries, ({instance}) => instance ?? ''),
    faults: entries.filter(({event}) => event?.kind === 'fault-injected'),
    viewers: data.instances.filter(({name, kind}) => viewed.has(name) && (isCluster || kind === 'sentinel')),
  }
}

/** The band of an instance at a moment. */
export function bandAt(model: Model, instance: string, ms: number): Band | undefined {
  const bands = model.bandsOf.get(instance) ?? []
  const band = bands[lastAt(bands, ms, ({fromMs}) => fromMs)]
  return band !== undefined && ms <= band.toMs ? band : undefined
}

/** Whom each replica copied from at a moment. */
export function followsAt({data}: Model, ms: number): ReadonlyMap<string, Follow> {
  const now = new Map<string, Follow>()
  for (const follow of data.follows) if (follow.ms <= ms) now.set(follow.instance, follow)
  return now
}

/** What each viewer believed of each group at a moment, by `viewer group`. */
export function viewsAt({data}: Model, ms: number): ReadonlyMap<string, View> {
  const now = new Map<string, View>()
  for (const view of data.views) if (view.ms <= ms) now.set(`${view.viewer} ${view.group}`, view)
  return now
}

/** The offset of each instance at a moment, where it is known. */
export function offsetsAt({data}: Model, ms: number): ReadonlyMap<string, number> {
  const now = new Map<string, number>()
  for (const sample of data.samples) if (sample.ms <= ms) now.set(sample.instance, sample.offset)
  return now
}

/** The place of the last element at or before a moment; -1 when there is none. */
export function lastAt<Element>(
  sorted: readonly Element[],
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
