import type {Model, View} from '../model.ts'

/** A master group or a shard, and what those that run say of it. */
export interface BeliefColumn {
  readonly group: string
  /** Whom most take for its master. */
  readonly most: string | undefined
  readonly isSplit: boolean
  /** Whether what some believe is not known. */
  readonly hasGap: boolean
  readonly isDoubted: boolean
}

/** Viewers that believe the same. */
export interface BeliefRow {
  readonly names: readonly string[]
  readonly isRunning: boolean
}

/** Above so many viewers or columns, those that are alike are told together. */
const mostViewers = 12
const mostColumns = 8

type Views = ReadonlyMap<string, View>

/** What those that run say of each group. */
export function columnsOf(
  groups: Model['data']['groups'],
  running: readonly string[],
  views: Views,
): readonly BeliefColumn[] {
  return groups.map(({name: group}) => {
    const said = running.map((name) => views.get(`${name} ${group}`))
    const masters = said.map((view) => view?.master ?? null)
    return {
      group,
      most: mostOf(masters),
      isSplit: new Set(masters.filter((one) => one !== null)).size > 1,
      hasGap: masters.includes(null),
      isDoubted: said.some((view) => (view?.doubt ?? 'none') !== 'none'),
    }
  })
}

/** Of many columns those in which not all say the same without a doubt, and that of `group`; of few, all. */
export function columnsThatMatter(
  columns: readonly BeliefColumn[],
  group: string | undefined,
): readonly BeliefColumn[] {
  if (columns.length <= mostColumns) return columns
  const questioned = columns.filter((column) => column.isSplit || column.isDoubted || column.group === group)
  // Where nothing is in question, what is not known is what there is to say.
  const worth = questioned.length > 0 ? questioned : columns.filter(({hasGap}) => hasGap)
  const first = [...worth].sort((a, b) => rankOf(b, group) - rankOf(a, group)).slice(0, mostColumns)
  return worth.filter((column) => first.includes(column))
}

function rankOf({group, isSplit, isDoubted}: BeliefColumn, wanted: string | undefined): number {
  return (group === wanted ? 4 : 0) + (isSplit ? 2 : 0) + (isDoubted ? 1 : 0)
}

/** Of many viewers those that say the same together, most first and those that do not run last; of few, one each. */
export function rowsOf(
  viewers: readonly string[],
  isRunning: (name: string) => boolean,
  columns: readonly BeliefColumn[],
  views: Views,
): readonly BeliefRow[] {
  if (viewers.length <= mostViewers)
    return viewers.map((name) => ({names: [name], isRunning: isRunning(name)}))
  const alike = new Map<string, string[]>()
  for (const name of viewers) {
    const said = columns.map(({group}) => {
      const view = views.get(`${name} ${group}`)
      return view === undefined ? null : [view.master, view.doubt, view.epoch, view.vote]
    })
    const key = JSON.stringify([isRunning(name), said])
    const others = alike.get(key)
    if (others === undefined) alike.set(key, [name])
    else others.push(name)
  }
  return [...alike.values()]
    .map((names) => ({names, isRunning: isRunning(names[0] ?? '')}))
    .sort((a, b) => Number(b.isRunning) - Number(a.isRunning) || b.names.length - a.names.length)
}

/** What most say; of those that are said as often, the first. */
function mostOf(said: readonly (string | null)[]): string | undefined {
  const counts = new Map<string, number>()
  for (const one of said) if (one !== null) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0]
}
