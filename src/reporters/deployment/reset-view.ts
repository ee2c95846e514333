import {joinNames} from '../../core/text/join-names.ts'
import {formatDuration} from '../../core/time/duration.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'

interface Reset {
  readonly ms: number
  readonly restarted: readonly string[]
}

/** What a reset did, for people. */
export function renderReset({ms, restarted}: Reset, name: string, theme: Theme = stdoutTheme): string {
  const was = restarted.length === 1 ? 'was' : 'were'
  const again = restarted.length === 0 ? '' : `; ${joinNames(restarted)} ${was} started again`
  return `${theme.good('✔')} ${name} is back at its start  ${theme.dim(`${formatDuration(ms)}${again}`)}`
}
