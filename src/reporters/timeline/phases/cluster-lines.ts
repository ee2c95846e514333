import {joinNames} from '../../../core/text/join-names.ts'
import type {ClusterDetails, FailoverPhases} from '../../../core/timeline/failover.ts'
import {linesOfTakeover, type PhaseLine, sinceNote, timeoutNote} from './phase-line.ts'

/** The phases of a failover in a shard of a cluster. */
export function linesOfCluster(
  phases: FailoverPhases,
  details: ClusterDetails,
  newMaster: string | null,
): readonly PhaseLine[] {
  const {attempts, votesNeeded} = details
  const {odownMs, electedMs, promotedMs, agreedMs} = phases
  const election = attempts.find(({result}) => result === 'promoted') ?? attempts.at(-1)
  const [candidate] = election?.candidates ?? []
  const delay = details.delays.findLast(({instance}) => instance === candidate)
  const voters = election?.votes.map(({voter}) => voter) ?? []
  const askedMs = election?.startedMs ?? null
  const tries = attempts.filter(({startedMs}) => startedMs <= (askedMs ?? startedMs)).length
  const whichTry = tries > 1 ? `, try ${tries}` : ''
  const own: readonly PhaseLine[] = [
    {name: 'pfail', ms: phases.sdownMs, note: pfailNote(phases, details)},
    {name: 'fail', ms: odownMs, note: failNote(phases, details)},
    {
      name: 'candidate',
      ms: askedMs,
      note:
        delay === undefined ? '' : `${sinceNote(askedMs, odownMs)}${candidate}, delay ${delayNote(delay)}`,
    },
    {
      name: 'elected',
      ms: electedMs,
      note:
        election === undefined
          ? ''
          : `${sinceNote(electedMs, askedMs)}votes of ${joinNames(voters)}, ${votesNeeded} needed${whichTry}`,
    },
  ]
  // A replica that was asked to take over misses nobody.
  const isOrderly = details.requestedAt !== null && odownMs === null
  return [
    ...(isOrderly ? own.filter(({ms}) => ms !== null) : own),
    ...linesOfTakeover(
      {phases, details},
      {
        promoted: newMaster === null ? '' : `${newMaster} has the slots`,
        agreed: agreedMs === null ? '' : `${sinceNote(agreedMs, promotedMs)}every node sends clients there`,
      },
    ),
  ]
}

function pfailNote({sdownMs, odownMs}: FailoverPhases, {inForce, isOnsetKnown}: ClusterDetails): string {
  const note = timeoutNote('node-timeout', inForce.downAfterMs, isOnsetKnown ? sdownMs : null)
  return sdownMs === null && odownMs !== null && note !== '' ? `${note}; --watch sees when` : note
}

function failNote({sdownMs, odownMs}: FailoverPhases, {votesNeeded, stopped}: ClusterDetails): string {
  if (odownMs === null) return `${votesNeeded} masters must agree`
  const idle = stopped.length === 0 ? '' : `; ${stopped.length} nodes stop serving`
  return `${sinceNote(odownMs, sdownMs)}${votesNeeded} masters agree${idle}`
}

/** `500 + 146 ms by chance`, and a second for each replica that has more. */
function delayNote({delayMs, rank}: ClusterDetails['delays'][number]): string {
  if (delayMs === 0) return '0 ms'
  const chance = delayMs - 500 - rank * 1000
  return `500 + ${chance} ms by chance${rank === 0 ? '' : ` + ${rank} × 1000 by rank`}`
}
