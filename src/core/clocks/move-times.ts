import type {Evidence, Fact} from '../evidence/facts.ts'
import type {ClockPlan, InstanceClock} from './plan-clocks.ts'
import {offsetOf} from './zone.ts'

/** The evidence with the times of its log lines moved as the plan says, so that times of several instances can be compared. */
export function moveTimes(evidence: readonly Evidence[], {clocks}: ClockPlan): readonly Evidence[] {
  const moved = clocks.filter(({shiftMs}) => shiftMs !== 0)
  if (moved.length === 0) return evidence
  const byStream = new Map(moved.flatMap((clock) => clock.streams.map((stream) => [stream, clock] as const)))
  return evidence.map((one) => ({...one, facts: one.facts.map((fact) => moveTime(fact, byStream))}))
}

function moveTime(fact: Fact, byStream: ReadonlyMap<string, InstanceClock>): Fact {
  if (fact.kind !== 'log' || fact.at === null) return fact
  const clock = byStream.get(fact.stream)
  return clock === undefined ? fact : {...fact, at: fact.at + shiftAt(clock, fact.at)}
}

/**
 * What to add to a time of an instance, in ms. A zone such as `Europe/Berlin` has another offset in summer.
 *
 * @param at the time as its clock shows it
 */
export function shiftAt({shiftMs, zone, firstAt}: InstanceClock, at: number): number {
  return zone === null || firstAt === null || shiftMs === 0
    ? shiftMs
    : shiftMs + offsetOf(zone, firstAt) - offsetOf(zone, at)
}
