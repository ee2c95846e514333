import type {PageData} from '../../core/contract/page-json.ts'

export interface Place {
  readonly x: number
  readonly y: number
}

export interface TopologyBox {
  readonly label: string | null
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

const inset = 10
const gap = 26

/**
 * Places that stay the same whatever happens: a box for each group, the sentinels in a row above them. Nodes are smaller
 * where there are many.
 */
export function layOutTopology(
  {instances, groups}: Pick<PageData, 'instances' | 'groups'>,
  width: number,
): TopologyLayout {
  const isSmall = instances.length > 16
  const nodeWidth = isSmall ? 44 : 76
  const nodeHeight = isSmall ? 22 : 38
  const places = new Map<string, Place>()
  const boxes: TopologyBox[] = []
  const between = isSmall ? 10 : 24
  let y = 0

  const sentinels = instances.filter(({kind}) => kind === 'sentinel')
  if (sentinels.length > 0)
    y =
      placeRow(
        sentinels.map(({name}) => name),
        0,
        y,
        width,
      ) + gap

  const known = new Set(groups.map(({name}) => name))
  const loose = instances.filter(({kind, group}) => kind === 'redis' && !known.has(group ?? ''))
  const sets = [
    ...groups.map(({name, slots}) => ({
      label: groups.length > 1 ? (slots === null ? name : `${name} · ${slots}`) : null,
      names: instances.filter(({group}) => group === name).map((instance) => instance.name),
    })),
    ...(loose.length > 0 ? [{label: null, names: loose.map(({name}) => name)}] : []),
  ]
  let x = 0
  let rowHeight = 0
  for (const {label, names} of sets) {
    const perRow = Math.max(
      1,
      Math.min(
        names.length,
        sets.length > 1 ? 3 : Math.floor((width - 2 * inset + between) / (nodeWidth + between)),
      ),
    )
    const boxWidth = perRow * (nodeWidth + between) - between + 2 * inset
    const rows = Math.ceil(names.length / perRow)
    const headHeight = label === null ? 0 : 16
    const boxHeight = rows * (nodeHeight + between) - between + 2 * inset + headHeight
    if (x > 0 && x + boxWidth > width) {
      x = 0
      y += rowHeight + 14
      rowHeight = 0
    }
    const left = sets.length === 1 ? Math.max((width - boxWidth) / 2, 0) : x
    if (sets.length > 1) boxes.push({label, x: left, y, width: boxWidth, height: boxHeight})
    names.forEach((name, index) => {
      places.set(name, {
        x: left + inset + (index % perRow) * (nodeWidth + between) + nodeWidth / 2,
        y: y + headHeight + inset + Math.floor(index / perRow) * (nodeHeight + between) + nodeHeight / 2,
      })
    })
    x += boxWidth + 14
    rowHeight = Math.max(rowHeight, boxHeight)
  }
  return {nodeWidth, nodeHeight, width, height: y + rowHeight + 4, places, boxes}

  /** @returns where the row ends */
  function placeRow(names: readonly string[], left: number, top: number, room: number): number {
    const perRow = Math.max(1, Math.floor((room + between) / (nodeWidth + between)))
    names.forEach((name, index) => {
      const row = Math.floor(index / perRow)
      const inRow = Math.min(perRow, names.length - row * perRow)
      const start = left + (room - (inRow * (nodeWidth + between) - between)) / 2
      places.set(name, {
        x: start + (index % perRow) * (nodeWidth + between) + nodeWidth / 2,
        y: top + row * (nodeHeight + between) + nodeHeight / 2 + 2,
      })
    })
    return top + Math.ceil(names.length / perRow) * (nodeHeight + between) - between + 4
  }
}
