import type {ReshardReport} from '../core/reshard-report.ts'
import {stdoutTheme, type Theme} from './theme.ts'

export function renderReshard(moves: readonly ReshardReport[], theme: Theme = stdoutTheme): string {
  if (moves.length === 0) return 'No slot is open.'
  return moves
    .flatMap(({to, moved, movedCount, open, openCount, keys}) => [
      ...(movedCount > 0 || openCount === 0
        ? [
            `${theme.good('✔')} ${count(movedCount, 'slot')} ${movedCount === 1 ? 'is' : 'are'} ${to}'s now, with ${count(keys, 'key')}${movedCount > 0 ? `  ${theme.dim(moved)}` : ''}`,
          ]
        : []),
      ...(openCount > 0
        ? [
            `${theme.warn('▲')} ${count(openCount, 'slot')} left open on the way to ${to}, ${count(keys, 'key')} moved  ${theme.dim(open)}`,
            `  ${theme.command('redislab reshard --finish')}  moves the rest`,
          ]
        : []),
    ])
    .join('\n')
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
