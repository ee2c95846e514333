import type {Failover} from '../../core/timeline/failover.ts'
import {hangText} from '../kit/hang-text.ts'
import {pad} from '../kit/table.ts'
import type {Theme} from '../kit/theme.ts'
import {linesOfCluster} from './phases/cluster-lines.ts'
import {linesOfSentinels} from './phases/sentinel-lines.ts'

export interface PhasesViewOptions {
  readonly width?: number | undefined
}

interface PhaseRow {
  readonly name: string
  readonly ms: number | null
  readonly from: number
  readonly note: string
}

/** The phases of a failover as bars on one scale, each with its time, and what that time has to do with settings. */
export function renderPhases(failover: Failover, theme: Theme, options: PhasesViewOptions = {}): string {
  const {width = 80} = options
  const rows = rowsOf(failover)
  const last = Math.max(1, ...rows.map(({ms}) => ms ?? 0))
  const barWidth = width >= 110 ? 36 : 18
  const lines = rows.flatMap(({name, ms, from, note}) => {
    const bar =
      ms === null ? theme.dim('·'.padEnd(barWidth)) : drawBar({from, to: ms, last, width: barWidth}, theme)
    const time = (ms === null ? '—' : `${ms} ms`).padStart(9)
    const head = `  ${pad(ms === null ? theme.dim(name) : name, 12)}${bar}  ${ms === null ? theme.dim(time) : theme.strong(time)}  `
    const lines = hangText(head, note, {width: Math.min(width, 120), paint: theme.dim})
    return lines.map((line) => line.trimEnd())
  })
  return `${lines.join('\n')}\n`
}

function rowsOf({phases, details, newMaster}: Failover): readonly PhaseRow[] {
  const lines =
    details.kind === 'cluster'
      ? linesOfCluster(phases, details, newMaster)
      : linesOfSentinels(phases, details, newMaster)
  let before = 0
  return lines.map(({name, ms, note}) => {
    const from = Math.min(before, ms ?? before)
    before = Math.max(before, ms ?? 0)
    return {name, ms, from, note}
  })
}

interface Bar {
  readonly from: number
  readonly to: number
  readonly last: number
  readonly width: number
}

function drawBar({from, to, last, width}: Bar, theme: Theme): string {
  const start = Math.min(width - 1, Math.floor((from / last) * width))
  const end = Math.max(start + 1, Math.round((to / last) * width))
  return `${theme.dim('─'.repeat(start))}${theme.warn('█'.repeat(end - start))}${' '.repeat(width - end)}`
}
