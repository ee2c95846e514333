import type {UnreadLog} from '../timeline/entries/unread-log.ts'
import type {Explanation} from '../timeline/explain.ts'
import {describeFailover} from './failover-json.ts'
import type {awaitedFailover, explanation, reason} from './schemas/explanation.ts'
import type {JsonOf} from './schemas/json-of.ts'
import {describeEntry} from './timeline-json.ts'

/** The sentences of an explanation for programs. */
export function describeReasons({reasons, failover}: Explanation): readonly JsonOf<typeof reason>[] {
  const origin = Date.parse(failover.at)
  return reasons.map(({text, evidence}) => ({
    text,
    evidence: evidence.map((entry) => describeEntry(entry, origin)),
  }))
}

/**
 * The document of `explain --json`.
 *
 * @param unread logs that say nothing
 */
export function describeExplanations(
  explanations: readonly Explanation[],
  unread: readonly UnreadLog[],
): JsonOf<typeof explanation> {
  return {unread, incidents: explanations.map(describeExplained)}
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
