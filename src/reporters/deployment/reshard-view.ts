import type {ReshardReport} from '../../core/contract/reshard-report.ts'
import type {MasterlessSlots} from '../../core/status/masterless.ts'
import {describeMasterless, mendMasterless} from '../../core/status/masterless.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'

export interface ReshardViewOptions {
  /** What to say when there was nothing to move. */
  readonly nothing: string
  /** ` --name X` where the deployment is not the default one. */
  readonly nameFlag: string
  /** Slots that have no master, which no move can help. */
  readonly masterless?: readonly MasterlessSlots[]
}

/** What came of a reshard, a line for each master that slots went to, and what is left to do. */
export function renderReshard(
  moves: readonly ReshardReport[],
  {nothing, nameFlag, masterless = []}: ReshardViewOptions,
  theme: Theme = stdoutTheme,
): string {
  return [
    ...(moves.length === 0 ? [nothing] : renderMoves(moves, nameFlag, theme)),
    ...masterless.flatMap((one) => [
      `${theme.warn('▲')} ${count(one.slotCount, 'slot')} ${one.slotCount === 1 ? 'has' : 'have'} no master: ${describeMasterless(one)}  ${theme.dim(one.slots)}`,
      `  ${mendMasterless(one, nameFlag)}`,
    ]),
  ].join('\n')
}

function renderMoves(moves: readonly ReshardReport[], nameFlag: string, theme: Theme): readonly string[] {
  return moves.flatMap(({to, moved, movedCount, already, alreadyCount, open, openCount, keys, emptied}) => [
    ...(movedCount > 0
      ? [
          `${theme.good('✔')} ${slotsAre(movedCount)} ${to}'s now, with ${count(keys, 'key')}  ${theme.dim(moved)}`,
        ]
      : []),
    ...(alreadyCount > 0
      ? [`${theme.good('✔')} ${slotsAre(alreadyCount)} ${to}'s already  ${theme.dim(already)}`]
      : []),
    ...(openCount > 0
      ? [
          `${theme.warn('▲')} ${count(openCount, 'slot')} left open on the way to ${to}, ${count(keys, 'key')} moved  ${theme.dim(open)}`,
          `  ${theme.command(`redislab reshard --finish${nameFlag}`)}  moves the rest`,
        ]
      : []),
    ...emptied.map(({name, replicaOf}) =>
      replicaOf === null
        ? `  ${name} is a master without slots now`
        : `  ${name} has no slot left, and replicates from ${replicaOf} now`,
    ),
  ])
}

function slotsAre(number: number): string {
  return `${count(number, 'slot')} ${number === 1 ? 'is' : 'are'}`
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
