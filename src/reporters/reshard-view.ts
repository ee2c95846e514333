import {stdoutTheme, type Theme} from './theme.ts'

/** What came of moving slots to one master. */
export interface MovedSlots {
  readonly to: string
  readonly moved: string
  readonly movedCount: number
  readonly open: string
  readonly openCount: number
  readonly keys: number
}

export function renderReshard(moves: readonly MovedSlots[], theme: Theme = stdoutTheme): string {
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
