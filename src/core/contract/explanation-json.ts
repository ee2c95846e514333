import type {ExplainedMove} from '../timeline/cluster/explain-slot-moves.ts'
import type {UnreadLog} from '../timeline/entries/unread-log.ts'
import type {Explanation} from '../timeline/explain.ts'
import {describeFailover} from './failover-json.ts'
import type {awaitedFailover, explanation, reason, slotMove} from './schemas/explanation.ts'
import type {JsonOf} from './schemas/json-of.ts'
import {describeEntry} from './timeline-json.ts'

/** The sentences of an explanation for programs. */
export function describeReasons({reasons, failover}: Explanation): JsonOf<typeof reason>[] {
  return describeReasonsFrom(reasons, Date.parse(failover.at))
}

function describeReasonsFrom(reasons: Explanation['reasons'], origin: number): JsonOf<typeof reason>[] {
  return reasons.map(({text, evidence}) => ({
    text,
    evidence: evidence.map((entry) => describeEntry(entry, origin)),
  }))
}

/**
 * The document of `explain --json`.
 *
 * @param unread logs that say nothing
 * @param moves slots that moved whole, or were to
 */
export function describeExplanations(
  explanations: readonly Explanation[],
  unread: readonly UnreadLog[],
  moves: readonly ExplainedMove[] = [],
): JsonOf<typeof explanation> {
  const told = moves.length === 0 ? {} : {moves: moves.map(describeMove)}
  return {unread, incidents: explanations.map(describeExplained), ...told}
}

function describeMove({move, summary, reasons}: ExplainedMove): JsonOf<typeof slotMove> {
  const {id, slots, from, to, at, endedAt, outcome, reason, keys, pausedAt, unpausedAt} = move
  return {
    summary,
    id,
    slots,
    from,
    to,
    outcome,
    at: new Date(at).toISOString(),
    ms: endedAt === null ? null : endedAt - at,
    writePauseMs: pausedAt === null || unpausedAt === null ? null : unpausedAt - pausedAt,
    keys,
    reason,
    reasons: describeReasonsFrom(reasons, at),
  }
}

/** The document of `await-failover --json`. */
export function describeAwaited(awaited: Explanation): JsonOf<typeof awaitedFailover> {
  const {outcome, oldMaster, newMaster, phases} = awaited.failover
  return {outcome, oldMaster, newMaster, phases, failovers: [describeExplained(awaited)]}
}

function describeExplained(explained: Explanation) {
  const {summary, failover} = explained
  return {summary, ...describeFailover(failover), reasons: describeReasons(explained)}
}
