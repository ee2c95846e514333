import {makeVisible} from '../../core/text/visible.ts'
import {formatClock} from '../kit/clock-time.ts'
import type {Theme} from '../kit/theme.ts'

export interface ActionMoment {
  readonly type: string
  readonly isOver: boolean
  /** Why it failed. */
  readonly error?: string | null | undefined
}

/** A line when an action of a suite begins, and one when it ends. @param at milliseconds since 1970 */
export function renderAction({type, isOver, error}: ActionMoment, at: number, theme: Theme): string {
  const ending = !isOver
    ? theme.dim('begun')
    : error == null
      ? theme.good('done')
      : theme.bad(`failed: ${makeVisible(error)}`)
  return `${theme.dim(formatClock(at))}  ${makeVisible(type)}  ${ending}\n`
}
