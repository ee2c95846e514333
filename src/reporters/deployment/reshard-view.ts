import type {ReshardReport} from '../../core/contract/reshard-report.ts'
import type {MasterlessSlots} from '../../core/status/masterless.ts'
import {describeMasterless, mendMasterless} from '../../core/status/masterless.ts'
import {nameFlagOf, nameInHint} from '../../core/text/name-flag.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'

export interface ReshardViewOptions {
  /** What to say when there was nothing to move. */
  readonly nothing: string
  /** Its name. */
  readonly deployment: string
  /** Slots that have no master, which no move can help. */
  readonly masterless?: readonly MasterlessSlots[]
}

/** The outcome of a reshard, a line for each master that slots went to, and what is left to do. */
export function renderReshard(
  moves: readonly ReshardReport[],
  {nothing, deployment, masterless = []}: ReshardViewOptions,
  theme: Theme = stdoutTheme,
): string {
  return [
    ...(moves.length === 0 ? [nothing] : renderMoves(moves, deployment, theme)),
    ...masterless.flatMap((one) => [
      `${theme.warn('▲')} ${count(one.slotCount, 'slot')} ${one.slotCount === 1 ? 'has' : 'have'} no master: ${describeMasterless(one)}  ${theme.dim(one.slots)}`,
      `  ${nameInHint(mendMasterless(one), deployment)}`,
    ]),
  ].join('\n')
}

function renderMoves(moves: readonly ReshardReport[], deployment: string, theme: Theme): readonly string[] {
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
          `  ${theme.command(`redislab reshard --finish${nameFlagOf(deployment)}`)}  moves the rest`,
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
