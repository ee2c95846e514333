import type {ReshardReport} from '../core/reshard-report.ts'
import {stdoutTheme, type Theme} from './theme.ts'

export interface ReshardViewOptions {
  /** What to say when there was nothing to move. */
  readonly nothing: string
  /** ` --name X` where the deployment is not the default one. */
  readonly nameFlag: string
}

/** What came of a reshard, a line for each master that slots went to, and what is left to do. */
export function renderReshard(
  moves: readonly ReshardReport[],
  {nothing, nameFlag}: ReshardViewOptions,
  theme: Theme = stdoutTheme,
): string {
  if (moves.length === 0) return nothing
  return moves
    .flatMap(({to, moved, movedCount, already, alreadyCount, open, openCount, keys}) => [
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
    ])
    .join('\n')
}

function slotsAre(number: number): string {
  return `${count(number, 'slot')} ${number === 1 ? 'is' : 'are'}`
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
