import process from 'node:process'
import {createLogUpdate} from 'log-update'
import {formatDuration} from '../../core/time/duration.ts'
import {widthOf} from './table.ts'
import {stderrTheme, type Theme} from './theme.ts'
import {wrapText} from './wrap-text.ts'

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const
const everyMs = 100

/** One line that says what is awaited and for how long, within the columns of a terminal. */
export function renderWaiting(
  awaited: string,
  {ms, width, theme}: {readonly ms: number; readonly width: number; readonly theme: Theme},
): string {
  const frame = frames[Math.floor(ms / everyMs) % frames.length] ?? ''
  const time = formatDuration(ms)
  const room = Math.max(10, width - widthOf(time) - 6)
  const [text = '', ...rest] = wrapText(awaited, room)
  return `${theme.command(frame)} ${theme.dim(`${text}${rest.length === 0 ? '' : '…'}  ${time}`)}`
}

/** Says on stderr, a terminal, what is awaited: one line that is redrawn, and gone when disposed of. */
export function showWaiting(awaited: string, startedAt: number): Disposable {
  const update = createLogUpdate(process.stderr)
  const draw = () => {
    const ms = Date.now() - startedAt
    update(renderWaiting(awaited, {ms, width: process.stderr.columns, theme: stderrTheme}))
  }
  const timer = setInterval(draw, everyMs)
  draw()
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer)
      update.clear()
      update.done()
    },
  }
}
