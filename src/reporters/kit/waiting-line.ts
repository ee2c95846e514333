import process from 'node:process'
import {formatDuration} from '../../core/time/duration.ts'
import {LiveText} from './live-text.ts'
import {widthOf} from './table.ts'
import {stderrTheme, type Theme} from './theme.ts'
import {cutText} from './wrap-text.ts'

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const
const everyMs = 100

/** One line that says what is awaited and for how long, within the columns of a terminal. */
export function renderWaiting(
  awaited: string,
  {ms, width, theme}: {readonly ms: number; readonly width: number; readonly theme: Theme},
): string {
  const frame = frames[Math.floor(ms / everyMs) % frames.length] ?? ''
  const time = formatDuration(ms)
  const text = cutText(awaited, Math.max(10, width - widthOf(time) - 5))
  return `${theme.command(frame)} ${theme.dim(`${text}  ${time}`)}`
}

/**
 * Says on stderr, a terminal, what is awaited: one line that is redrawn, and gone when disposed of.
 *
 * @param awaited a function where it changes
 */
export function showWaiting(awaited: string | (() => string), startedAt: number): Disposable {
  const {stderr: stream} = process
  const live = new LiveText(
    () =>
      renderWaiting(typeof awaited === 'string' ? awaited : awaited(), {
        ms: Date.now() - startedAt,
        width: stream.columns,
        theme: stderrTheme,
      }),
    {stream, everyMs},
  )
  live.draw()
  return live
}
