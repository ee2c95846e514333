import type {Failover, FailoverPhases} from '../../core/timeline/phases.ts'
import type {PhaseLine, PhasesContext} from './phase-line.ts'

type PhaseName = keyof FailoverPhases

const labels: Readonly<Record<PhaseName, string>> = {
  sdownMs: 'sdown',
  odownMs: 'odown',
  electedMs: 'elected',
  promotedMs: 'promoted',
  writableMs: 'writable',
  agreedMs: 'agreed',
  reattachedMs: 'reattached',
}

/** The phases of a failover of sentinels. */
export function linesOfSentinels(failover: Failover, context: PhasesContext): readonly PhaseLine[] {
  return (Object.keys(labels) as PhaseName[]).map((key) => ({
    name: labels[key],
    ms: failover.phases[key],
    note: noteOf(key, failover, context),
  }))
}

/** What the time of a phase is made of. */
function noteOf(
  key: PhaseName,
  {phases, details, newMaster}: Failover,
  {settings: {downAfterMs, failoverTimeoutMs, parallelSyncs}, sentinels}: PhasesContext,
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
