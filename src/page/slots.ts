import type {PageData} from '../core/contract/page-json.ts'

type Entry = PageData['entries'][number] & {readonly ms: number}

/** Slots that went from one shard to another at a moment. */
export interface SlotMove {
  readonly ms: number
  /** The masters of that time. */
  readonly from: string
  readonly to: string
}

/** Which slots each shard had from a moment on, in words: `0-5460, 12182`. */
interface Owned {
  readonly ms: number
  readonly slots: ReadonlyMap<string, string>
}

export interface SlotHistory {
  readonly owned: readonly Owned[]
  readonly moves: readonly SlotMove[]
}

interface Cluster {
  readonly groups: PageData['groups']
  readonly instances: PageData['instances']
  readonly entries: readonly Entry[]
  readonly bands: PageData['bands']
}

const slotCount = 16_384
const nobody = -1

/** Who owned which slots, from how the shards began and from what was moved. A slot that was left half-way stays where it was. */
export function slotHistory({groups, instances, entries, bands}: Cluster): SlotHistory {
  if (groups.every(({slots}) => slots === null)) return {owned: [], moves: []}
  const owners = new Int16Array(slotCount).fill(nobody)
  for (const [index, {slots}] of groups.entries()) setOwner(owners, slots ?? '', index)
  const owned: Owned[] = [{ms: Number.NEGATIVE_INFINITY, slots: describe(owners, groups)}]
  const moves: SlotMove[] = []
  for (const {ms, event} of entries) {
    if (event?.kind !== 'slots-moved' || event['open'] !== 0) continue
    const target = instances.find(({name}) => name === event['to'])
    const to = groups.findIndex(({name}) => name === target?.group)
    if (target === undefined || to < 0) continue
    const givers = setOwner(owners, String(event['slots'] ?? ''), to)
    owned.push({ms, slots: describe(owners, groups)})
    for (const giver of givers) {
      const from = masterOf(groups[giver]?.name, ms)
      if (from !== undefined && giver !== to) moves.push({ms, from, to: target.name})
    }
  }
  return {owned, moves}

  function masterOf(group: string | undefined, ms: number): string | undefined {
    const members = new Set(instances.filter((one) => one.group === group).map(({name}) => name))
    return bands.find(
      ({instance, state, fromMs, toMs}) =>
        state === 'master' && members.has(instance) && fromMs <= ms && toMs >= ms,
    )?.instance
  }
}

/** Gives slots such as `0-100,866` to a shard. @returns whose they were */
function setOwner(owners: Int16Array, slots: string, owner: number): ReadonlySet<number> {
  const before = new Set<number>()
  for (const range of slots.split(',')) {
    const [first = Number.NaN, last = first] = range.split('-').map(Number)
    for (let slot = first; slot <= last && slot < slotCount; slot++) {
      const giver = owners[slot] ?? nobody
      if (giver !== nobody) before.add(giver)
      owners[slot] = owner
    }
  }
  return before
}

function describe(owners: Int16Array, groups: Cluster['groups']): ReadonlyMap<string, string> {
  const ranges = groups.map((): string[] => [])
  let first = 0
  for (let slot = 1; slot <= slotCount; slot++) {
    if (slot < slotCount && owners[slot] === owners[first]) continue
    ranges[owners[first] ?? nobody]?.push(first === slot - 1 ? `${first}` : `${first}-${slot - 1}`)
    first = slot
  }
  return new Map(groups.map(({name}, index) => [name, ranges[index]?.join(', ') ?? '']))
}
