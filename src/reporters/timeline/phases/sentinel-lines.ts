import {joinNames} from '../../../core/text/join-names.ts'
import type {FailoverPhases, SentinelDetails} from '../../../core/timeline/failover.ts'
import {linesOfTakeover, type PhaseLine, sinceNote, timeoutNote} from './phase-line.ts'

/** The phases of a failover of sentinels. */
export function linesOfSentinels(
  phases: FailoverPhases,
  details: SentinelDetails,
  newMaster: string | null,
): readonly PhaseLine[] {
  const {downAfterMs, failoverTimeoutMs, parallelSyncs} = details.inForce
  const {sdownMs, odownMs, electedMs, promotedMs} = phases
  return [
    {
      name: 'sdown',
      ms: sdownMs,
      note: timeoutNote('down-after', downAfterMs, details.isOnsetKnown ? sdownMs : null),
    },
    {name: 'odown', ms: odownMs, note: odownNote(phases, details)},
    {name: 'elected', ms: electedMs, note: electedNote(phases, details)},
    ...linesOfTakeover(
      {phases, details},
      {
        promoted:
          newMaster === null
            ? timeoutNote('failover-timeout', failoverTimeoutMs, null)
            : `${sinceNote(promotedMs, electedMs)}${newMaster}`,
        agreed: newMaster === null ? '' : agreedNote(phases, details),
        afterReattached: parallelSyncs === null ? '' : `; parallel-syncs ${parallelSyncs}`,
      },
    ),
  ]
}

function odownNote({sdownMs, odownMs}: FailoverPhases, {odown, inForce}: SentinelDetails): string {
  const [first] = odown
  if (first === undefined) return ''
  return `${sinceNote(odownMs, sdownMs)}quorum ${first.quorum}, ${first.votes}${ofAll(inForce)} agree`
}

function electedNote({odownMs, electedMs}: FailoverPhases, {attempts, inForce}: SentinelDetails): string {
  const last = attempts.find(({result}) => result === 'promoted') ?? attempts.at(-1)
  if (last === undefined || last.leader === null) return ''
  const votes = last.votes.filter(({candidate}) => candidate === last.leader).length
  const tries = attempts.length > 1 ? `, try ${attempts.indexOf(last) + 1}` : ''
  return `${sinceNote(electedMs, odownMs)}${last.leader}, ${votes}${ofAll(inForce)} votes${tries}`
}

/** The leader hears of the promotion by INFO, once a second, and tells the others; one that hears it much later was away. */
function agreedNote({promotedMs, agreedMs}: FailoverPhases, {switched, behind}: SentinelDetails): string {
  if (agreedMs === null)
    return behind.length === 0 ? '' : `not ${joinNames(behind)}: clients are sent to the old master`
  const last = switched.toSorted((a, b) => b.ms - a.ms)[0]?.sentinel
  const isLate = agreedMs - (promotedMs ?? 0) > 3000
  const why =
    isLate && last !== undefined ? `${last} heard of it last` : 'the leader asks for INFO once a second'
  return `${sinceNote(agreedMs, promotedMs)}${why}`
}

/** ` of 3`; nothing where it is not known. */
function ofAll({sentinels}: SentinelDetails['inForce']): string {
  return sentinels === null ? '' : ` of ${sentinels}`
}
