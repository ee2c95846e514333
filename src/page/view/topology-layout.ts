import type {PageData} from '../../core/contract/page-json.ts'

export interface Place {
  readonly x: number
  readonly y: number
}

export interface TopologyBox {
  /** The master group, or the shard. */
  readonly group: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface TopologyLayout {
  readonly nodeWidth: number
  readonly nodeHeight: number
  readonly width: number
  readonly height: number
  readonly places: ReadonlyMap<string, Place>
  readonly boxes: readonly TopologyBox[]
}

/** Instances that stand together, in rows of so many. */
interface Block {
  readonly group: string | null
  readonly names: readonly string[]
  readonly perRow: number
  readonly width: number
  readonly height: number
}

const inset = 10
const apart = 14
/** Above the instances of a box: its name, and its slots. */
const headOfBox = 16
const slotsLine = 14

/**
 * Places that stay the same whatever happens: the sentinels in a row, beneath them a box for each group. Nodes are smaller
 * where there are many, and wider where names are long.
 */
export function layOutTopology(
  {instances, groups}: Pick<PageData, 'instances' | 'groups'>,
  width: number,
): TopologyLayout {
  const isSmall = instances.length > 16
  const longest = Math.max(0, ...instances.map(({name}) => name.length))
  const nodeWidth = isSmall ? clamp(longest * 6.6 + 8, 44, 104) : clamp(longest * 8 + 18, 76, 160)
  const nodeHeight = isSmall ? 22 : 38
  const between = isSmall ? 10 : 24
  const known = new Set(groups.map(({name}) => name))
  const isBoxed = groups.length > 1
  const namesOf = (isIn: (instance: PageData['instances'][number]) => boolean) =>
    instances.filter(isIn).map(({name}) => name)
  const blocks = [
    [
      blockOf(
        null,
        namesOf(({kind}) => kind === 'sentinel'),
        width,
      ),
    ],
    groups.map(({name, slots}) => {
      const names = namesOf(({group}) => group === name)
      const room = isBoxed && (isSmall || names.length <= 4) ? nodeWidth : width - 2 * inset
      return blockOf(isBoxed ? name : null, names, room, slots)
    }),
    [
      blockOf(
        null,
        namesOf(({kind, group}) => kind === 'redis' && !known.has(group ?? '')),
        width,
      ),
    ],
  ].map((set) => alignIn(set.filter(({names}) => names.length > 0)))

  const places = new Map<string, Place>()
  const boxes: TopologyBox[] = []
  let y = 0
  for (const set of blocks) for (const row of rowsOf(set, width)) y = placeRow(row, y)
  return {nodeWidth, nodeHeight, width, height: Math.max(y - apart, 0) + 4, places, boxes}

  function blockOf(
    group: string | null,
    names: readonly string[],
    room: number,
    slots: string | null = null,
  ): Block {
    const most = Math.max(1, Math.floor((room + between) / (nodeWidth + between)))
    const perRow = Math.min(names.length, most)
    const rows = Math.ceil(names.length / Math.max(perRow, 1))
    const head = group === null ? 0 : headOfBox + (slots === null ? 0 : slotsLine)
    const frame = group === null ? 0 : 2 * inset
    const widthOfSlots = slots === null ? 0 : isSmall ? Math.min(slots.length * 6.8 + 20, 104) : 104
    const least = group === null ? 0 : Math.max(group.length * 7 + 2 * inset, widthOfSlots)
    return {
      group,
      names,
      perRow,
      width: Math.max(perRow * (nodeWidth + between) - between + frame, least),
      height: rows * (nodeHeight + between) - between + frame + head,
    }
  }

  /** Many boxes stand in columns: each as wide as the widest. */
  function alignIn(set: readonly Block[]): readonly Block[] {
    if (!isSmall || set.length < 2) return set
    const widest = Math.max(...set.map((block) => block.width))
    return set.map((block) => ({...block, width: widest}))
  }

  function placeRow(row: readonly Block[], top: number): number {
    const total = row.reduce((sum, block) => sum + block.width + apart, -apart)
    // The last row of many begins where the others do.
    const inFull = isSmall && row[0] !== undefined ? Math.floor((width + apart) / (row[0].width + apart)) : 0
    const reach =
      isSmall && row[0]?.group != null ? Math.max(inFull * (row[0].width + apart) - apart, total) : total
    let left = Math.max((width - reach) / 2, 0)
    for (const block of row) {
      const {group, names, perRow} = block
      if (group !== null) boxes.push({group, x: left, y: top, width: block.width, height: block.height})
      const bottom = top + block.height - (group === null ? 0 : inset)
      const rows = Math.ceil(names.length / perRow)
      names.forEach((name, index) => {
        const line = Math.floor(index / perRow)
        const inLine = Math.min(perRow, names.length - line * perRow)
        const start = left + (block.width - (inLine * (nodeWidth + between) - between)) / 2
        places.set(name, {
          x: start + (index % perRow) * (nodeWidth + between) + nodeWidth / 2,
          y: bottom - (rows - line) * (nodeHeight + between) + between + nodeHeight / 2,
        })
      })
      left += block.width + apart
    }
    return top + Math.max(...row.map(({height}) => height)) + (isBoxed ? apart : apart + 14)
  }
}

/** As many blocks in a row as there is room for. */
function rowsOf(blocks: readonly Block[], width: number): readonly (readonly Block[])[] {
  const rows: Block[][] = []
  let used = Number.POSITIVE_INFINITY
  for (const block of blocks) {
    if (used + apart + block.width > width) {
      rows.push([])
      used = -apart
    }
    rows.at(-1)?.push(block)
    used += apart + block.width
  }
  return rows
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
