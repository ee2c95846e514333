import type {InfoFact, Stated} from '../evidence/facts.ts'
import {instanceNameOf} from '../evidence/instance-name.ts'
import type {Case} from './case.ts'
import {groupBy} from './group-by.ts'

/** Two replies of INFO of one process, and how far apart they are. A counter says something only as a difference. */
export interface InfoPair {
  readonly name: string
  readonly first: InfoFact
  readonly last: InfoFact
  readonly seconds: number
}

/** Of each instance that was asked twice, without a restart in between. */
export function findInfoPairs(evidence: Case): readonly InfoPair[] {
  const asked = groupBy(
    evidence.facts('asked').filter(({problem}) => problem === undefined),
    ({stream}) => stream,
  )
  const infos = groupBy(
    evidence.facts('info').filter(({fields}) => fields.has('run_id')),
    ({stream}) => stream,
  )
  return [...infos].flatMap(([stream, replies]): readonly InfoPair[] => {
    const times = asked.get(stream) ?? []
    const [first, last] = [replies[0], replies.at(-1)]
    const [from, to] = [times[0], times.at(-1)]
    if (first === undefined || last === undefined || first === last || from === undefined || to === undefined)
      return []
    const seconds = (to.at - from.at) / 1000
    if (seconds <= 0 || first.fields.get('run_id') !== last.fields.get('run_id')) return []
    return [{name: instanceNameOf(stream), first, last, seconds}]
  })
}

/** How much a field grew from one reply to the other; undefined where one of them lacks it. */
export function growthOf({first, last}: InfoPair, field: string): number | undefined {
  const [before, after] = [first.fields.get(field), last.fields.get(field)]
  return before === undefined || after === undefined ? undefined : Number(after) - Number(before)
}

/** The lines that show it. */
export function statedBy({first, last}: InfoPair, field: string): readonly Stated[] {
  return [first.stated.get(field), last.stated.get(field)].filter((it) => it !== undefined)
}
