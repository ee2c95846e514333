import {joinNames} from '../../../core/text/join-names.ts'
import type {ClusterDetails, Failover} from '../../../core/timeline/failover.ts'
import {type PhaseLine, timeoutNote} from './phase-line.ts'

/** The phases of a failover in a shard of a cluster. */
export function linesOfCluster(
  {phases, details, newMaster}: Failover,
  cluster: ClusterDetails,
): readonly PhaseLine[] {
  const {sdownMs, odownMs, electedMs, promotedMs, writableMs, agreedMs, reattachedMs} = phases
  const election = details.attempts.find(({result}) => result === 'promoted') ?? details.attempts.at(-1)
  const [candidate] = election?.candidates ?? []
  const delay = cluster.delays.findLast(({instance}) => instance === candidate)
  const voters = election?.votes.map(({voter}) => voter) ?? []
  const askedMs = election?.startedMs ?? null
  const tries = details.attempts.filter(({startedMs}) => startedMs <= (askedMs ?? startedMs)).length
  const whichTry = tries > 1 ? `, try ${tries}` : ''
  const wasAsked = details.requestedAt !== null
  const since = (ms: number | null, from: number | null) =>
    ms === null || from === null ? '' : `+ ${ms - from} ms: `
  const stopped = cluster.stopped.length
  const own: readonly PhaseLine[] = [
    {name: 'pfail', ms: sdownMs, note: pfailNote(details, sdownMs, odownMs !== null)},
    {
      name: 'fail',
      ms: odownMs,
      note:
        odownMs === null
          ? `${cluster.votesNeeded} masters must agree`
          : `${since(odownMs, sdownMs)}${cluster.votesNeeded} masters agree${stopped > 0 ? `; ${stopped} nodes stop serving` : ''}`,
    },
    {
      name: 'candidate',
      ms: askedMs,
      note: delay === undefined ? '' : `${since(askedMs, odownMs)}${candidate}, delay ${delayNote(delay)}`,
    },
    {
      name: 'elected',
      ms: electedMs,
      note:
        election === undefined
          ? ''
          : `${since(electedMs, askedMs)}votes of ${joinNames(voters) || 'nobody'}, ${cluster.votesNeeded} needed${whichTry}`,
    },
  ]
  const taken: readonly PhaseLine[] = [
    {name: 'promoted', ms: promotedMs, note: newMaster === null ? '' : `${newMaster} has the slots`},
    {
      name: 'writable',
      ms: writableMs,
      note: details.outageMs === null ? '' : `no write got through for ${details.outageMs} ms`,
    },
    {
      name: 'agreed',
      ms: agreedMs,
      note: agreedMs === null ? '' : `${since(agreedMs, promotedMs)}every node sends clients there`,
    },
    {
      name: 'reattached',
      ms: reattachedMs,
      note: details.reattached.map(({instance, resync}) => `${instance} ${resync}`).join(', '),
    },
  ]
  // Who was asked to take over misses nobody.
  const isOrderly = wasAsked && odownMs === null
  return [...(isOrderly ? own.filter(({ms}) => ms !== null) : own), ...taken]
}

function pfailNote(
  {inForce, isOnsetKnown}: Failover['details'],
  ms: number | null,
  wasFailed: boolean,
): string {
  const note = timeoutNote('node-timeout', inForce.downAfterMs, isOnsetKnown ? ms : null)
  return ms === null && wasFailed && note !== '' ? `${note}; --watch sees when` : note
}

/** `500 + 146 ms by chance`, and a second for each replica that has more. */
function delayNote({delayMs, rank}: ClusterDetails['delays'][number]): string {
  if (delayMs === 0) return '0 ms'
  const chance = delayMs - 500 - rank * 1000
  return `500 + ${chance} ms by chance${rank === 0 ? '' : ` + ${rank} × 1000 by rank`}`
}
