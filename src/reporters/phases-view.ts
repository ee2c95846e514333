import type {Failover, FailoverPhases} from '../core/timeline/phases.ts'
import type {Settings} from '../core/topology/plan.ts'
import {pad} from './table.ts'
import type {Theme} from './theme.ts'
import {wrapText} from './wrap-text.ts'

type PhaseName = keyof FailoverPhases

interface PhaseRow {
  readonly name: string
  readonly ms: number | null
  readonly from: number
  readonly note: string
}

const labels: Readonly<Record<PhaseName, string>> = {
  sdownMs: 'sdown',
  odownMs: 'odown',
  electedMs: 'elected',
  promotedMs: 'promoted',
  writableMs: 'writable',
  agreedMs: 'agreed',
  reattachedMs: 'reattached',
}

export interface PhasesViewOptions {
  readonly settings: Settings
  readonly sentinels: number
  readonly width?: number | undefined
}

/** The phases of a failover as bars on one scale, each with its time, and what that time has to do with settings. */
export function renderPhases(failover: Failover, theme: Theme, options: PhasesViewOptions): string {
  const {width = 80} = options
  const rows = rowsOf(failover, options)
  const last = Math.max(1, ...rows.map(({ms}) => ms ?? 0))
  const barWidth = width >= 110 ? 36 : 18
  const indent = 2 + 12 + barWidth + 2 + 9 + 2
  const lines = rows.flatMap(({name, ms, from, note}) => {
    const bar =
      ms === null ? theme.dim('·'.padEnd(barWidth)) : drawBar({from, to: ms, last, width: barWidth}, theme)
    const time = (ms === null ? '—' : `${ms} ms`).padStart(9)
    const [first = '', ...rest] = wrapText(note, Math.max(20, Math.min(width, 120) - indent))
    return [
      `  ${pad(ms === null ? theme.dim(name) : name, 12)}${bar}  ${ms === null ? theme.dim(time) : theme.strong(time)}  ${theme.dim(first)}`.trimEnd(),
      ...rest.map((line) => ' '.repeat(indent) + theme.dim(line)),
    ]
  })
  return `${lines.join('\n')}\n`
}

function rowsOf(failover: Failover, options: PhasesViewOptions): readonly PhaseRow[] {
  const {phases} = failover
  let before = 0
  return (Object.keys(labels) as PhaseName[]).map((key) => {
    const ms = phases[key]
    const row = {
      name: labels[key],
      ms,
      from: Math.min(before, ms ?? before),
      note: noteOf(key, failover, options),
    }
    before = Math.max(before, ms ?? 0)
    return row
  })
}

/** What the time of a phase is made of. */
function noteOf(
  key: PhaseName,
  {phases, details, newMaster}: Failover,
  {settings: {downAfterMs, failoverTimeoutMs, parallelSyncs}, sentinels}: PhasesViewOptions,
): string {
  const success = details.attempts.find(({result}) => result === 'promoted') ?? details.attempts.at(-1)
  const since = (from: number | null) => {
    const ms = phases[key]
    return ms === null || from === null ? '' : `+ ${ms - from} ms: `
  }
  switch (key) {
    case 'sdownMs':
      return phases.sdownMs === null
        ? `down-after ${downAfterMs} ms`
        : `down-after ${downAfterMs} ms ${phases.sdownMs < downAfterMs ? '−' : '+'} ${Math.abs(phases.sdownMs - downAfterMs)} ms`
    case 'odownMs': {
      const [first] = details.odown
      return first === undefined
        ? ''
        : `${since(phases.sdownMs)}quorum ${first.quorum}, ${first.votes} of ${sentinels} agree`
    }
    case 'electedMs': {
      if (success === undefined) return ''
      const votes = success.votes.filter(({candidate}) => candidate === success.leader).length
      const tries = details.attempts.length > 1 ? `, try ${details.attempts.indexOf(success) + 1}` : ''
      return success.leader === null
        ? ''
        : `${since(phases.odownMs)}${success.leader}, ${votes} of ${sentinels} votes${tries}`
    }
    case 'promotedMs':
      return newMaster === null
        ? `failover-timeout ${failoverTimeoutMs} ms`
        : `${since(phases.electedMs)}${newMaster}`
    case 'writableMs':
      return details.outageMs === null ? '' : `no write got through for ${details.outageMs} ms`
    case 'agreedMs':
      return phases.agreedMs === null ? '' : `${since(phases.promotedMs)}${whyAgreed(phases, details)}`
    case 'reattachedMs':
      return details.reattached.length === 0
        ? ''
        : `${details.reattached.map(({instance, resync}) => `${instance} ${resync}`).join(', ')}; parallel-syncs ${parallelSyncs}`
  }
}

/** The leader hears of the promotion by INFO, once a second, and tells the others; who hears it much later was away. */
function whyAgreed({promotedMs, agreedMs}: FailoverPhases, {switched}: Failover['details']): string {
  const last = switched.toSorted((a, b) => b.ms - a.ms)[0]?.sentinel
  const isLate = (agreedMs ?? 0) - (promotedMs ?? 0) > 3000
  return isLate && last !== undefined ? `${last} heard of it last` : 'INFO tells the leader, once a second'
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
