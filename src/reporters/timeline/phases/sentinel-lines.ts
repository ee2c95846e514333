import {joinNames} from '../../../core/text/join-names.ts'
import type {Failover, FailoverPhases} from '../../../core/timeline/failover.ts'
import {type PhaseLine, timeoutNote} from './phase-line.ts'

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
export function linesOfSentinels(failover: Failover): readonly PhaseLine[] {
  return (Object.keys(labels) as PhaseName[]).map((key) => ({
    name: labels[key],
    ms: failover.phases[key],
    note: noteOf(key, failover),
  }))
}

/** What the time of a phase is made of. */
function noteOf(key: PhaseName, {phases, details, newMaster}: Failover): string {
  const {downAfterMs, failoverTimeoutMs, parallelSyncs, sentinels} = details.inForce
  const total = sentinels === null ? '' : ` of ${sentinels}`
  const success = details.attempts.find(({result}) => result === 'promoted') ?? details.attempts.at(-1)
  const since = (from: number | null) => {
    const ms = phases[key]
    return ms === null || from === null ? '' : `+ ${ms - from} ms: `
  }
  switch (key) {
    case 'sdownMs':
      return timeoutNote('down-after', downAfterMs, details.isOnsetKnown ? phases.sdownMs : null)
    case 'odownMs': {
      const [first] = details.odown
      return first === undefined
        ? ''
        : `${since(phases.sdownMs)}quorum ${first.quorum}, ${first.votes}${total} agree`
    }
    case 'electedMs': {
      if (success === undefined) return ''
      const votes = success.votes.filter(({candidate}) => candidate === success.leader).length
      const tries = details.attempts.length > 1 ? `, try ${details.attempts.indexOf(success) + 1}` : ''
      return success.leader === null
        ? ''
        : `${since(phases.odownMs)}${success.leader}, ${votes}${total} votes${tries}`
    }
    case 'promotedMs':
      return newMaster === null
        ? timeoutNote('failover-timeout', failoverTimeoutMs, null)
        : `${since(phases.electedMs)}${newMaster}`
    case 'writableMs':
      return details.outageMs === null ? '' : `no write got through for ${details.outageMs} ms`
    case 'agreedMs':
      if (phases.agreedMs !== null) return `${since(phases.promotedMs)}${whyAgreed(phases, details)}`
      return newMaster === null || details.behind.length === 0
        ? ''
        : `not ${joinNames(details.behind)}: clients are sent to the old master`
    case 'reattachedMs':
      return details.reattached.length === 0
        ? ''
        : `${details.reattached.map(({instance, resync}) => `${instance} ${resync}`).join(', ')}${parallelSyncs === null ? '' : `; parallel-syncs ${parallelSyncs}`}`
  }
}

/** The leader hears of the promotion by INFO, once a second, and tells the others; who hears it much later was away. */
function whyAgreed({promotedMs, agreedMs}: FailoverPhases, {switched}: Failover['details']): string {
  const last = switched.toSorted((a, b) => b.ms - a.ms)[0]?.sentinel
  const isLate = (agreedMs ?? 0) - (promotedMs ?? 0) > 3000
  return isLate && last !== undefined ? `${last} heard of it last` : 'the leader asks for INFO once a second'
}
