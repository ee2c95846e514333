import type {Attempt, InForce, MeasureContext, SeenBy} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'
import {largest} from '../incidents/values-in-force.ts'
import {sentinelsOf} from '../measuring/presence.ts'

interface Actors {
  readonly sdown: readonly SeenBy[]
  readonly odown: readonly SeenBy[]
  readonly attempt: Attempt | undefined
}

/** The settings that a failover of sentinels went by: of those who acted, at the moment when they did. */
export function inForceOf(
  incident: Incident,
  context: MeasureContext,
  {sdown, odown, attempt}: Actors,
): InForce {
  const {values, masterName, at} = incident
  const sentinels = sentinelsOf(context)
  const last = Math.max(at, ...incident.evidence.map((entry) => entry.at))
  const of = (name: string, who: string | null | undefined, ms: number | undefined) =>
    who == null
      ? largest(sentinels.map((sentinel) => values.ofSentinel(sentinel, masterName, name, last)))
      : values.ofSentinel(who, masterName, name, at + (ms ?? 0))
  const [first] = sdown
  const [agreed] = odown
  const actor = attempt?.leader ?? attempt?.candidates[0]
  const actedMs = attempt?.electedMs ?? attempt?.startedMs
  return {
    downAfterMs: of('down-after-milliseconds', first?.sentinel, first?.ms),
    quorum: of('quorum', agreed?.sentinel, agreed?.ms),
    failoverTimeoutMs: of('failover-timeout', actor, actedMs),
    parallelSyncs: of('parallel-syncs', actor, actedMs),
    sentinels: sentinels.length === 0 ? 0 : of('sentinels', actor, actedMs),
  }
}
