import type {PageData} from '../../core/contract/page-json.ts'

/** Where the lane of an instance is, in pixels from the top of the lanes. */
export interface LaneRow {
  readonly name: string
  readonly top: number
  readonly height: number
  readonly bandHeight: number
}

export interface LaneLayout {
  readonly rows: readonly LaneRow[]
  readonly rowOf: ReadonlyMap<string, LaneRow>
  readonly height: number
  /** How wide the longest name is, about. */
  readonly nameWidth: number
}

/** A lane for each instance: groups and sentinels stand a little apart. Many lanes are low ones. */
export function layOutLanes({instances, groups}: Pick<PageData, 'instances' | 'groups'>): LaneLayout {
  const isDense = instances.length > 24
  const height = isDense ? 14 : 24
  const bandHeight = isDense ? 9 : 12
  const sets = [
    ...groups.map(({name}) => instances.filter(({group}) => group === name)),
    instances.filter(({group, kind}) => kind === 'redis' && !groups.some(({name}) => name === group)),
    instances.filter(({kind}) => kind === 'sentinel'),
  ].filter(({length}) => length > 0)
  const longest = Math.max(0, ...instances.map(({name}) => name.length))
  const rows: LaneRow[] = []
  let top = 0
  for (const set of sets) {
    if (rows.length > 0) top += isDense ? 5 : 9
    for (const {name} of set) {
      rows.push({name, top, height, bandHeight})
      top += height
    }
  }
  return {rows, rowOf: new Map(rows.map((row) => [row.name, row])), height: top, nameWidth: longest * 7 + 14}
}
