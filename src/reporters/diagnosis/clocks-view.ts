import type {CausalPair} from '../../core/clocks/causal-pair.ts'
import type {ClockPlan, InstanceClock} from '../../core/clocks/plan-clocks.ts'
import type {Stated} from '../../core/evidence/facts.ts'
import {joinNames} from '../../core/text/join-names.ts'
import {formatDuration, formatRange} from '../../core/time/duration.ts'

/** Nearer than this, no order of events that people care for is wrong. */
const leastMs = 200

/** What is worth saying of clocks, and the lines that show it. */
export interface ClockRemark {
  /** `s2: 2 h 0 min ahead of n2, which is a whole zone. Its times were moved by -2 h 0 min.` */
  readonly text: string
  readonly lines: readonly Stated[]
}

/** Says which clocks are off and which times were moved; nothing of those that are in step. Those of which the same is to be said are named together. */
export function remarkOnClocks({clocks}: ClockPlan): readonly ClockRemark[] {
  const remarks = new Map<string, {readonly names: string[]; readonly lines: readonly Stated[]}>()
  const haveSeveralZones = new Set(clocks.flatMap(({zone}) => zone ?? [])).size > 1
  for (const clock of clocks) {
    const off = describeOffset(clock)
    const zone = describeZone(clock, haveSeveralZones)
    const sentences = [zone, off?.text, describeMove(clock)].filter((text) => text !== undefined)
    if (sentences.length === 0) continue
    const text = sentences.join(' ')
    const lines = [...(clock.zoneBy === null ? [] : [clock.zoneBy]), ...(off?.lines ?? proofOfZone(clock))]
    const found = remarks.get(text) ?? {names: [], lines}
    remarks.set(text, found)
    found.names.push(clock.name)
  }
  return [...remarks].map(([text, {names, lines}]) => {
    const about = names.length === 1 ? text : text.replace('Its times', 'Their times')
    return {text: `${joinNames(names)}: ${about}`, lines}
  })
}

function describeZone(
  {zone, why, shiftMs, alignedMs, reference}: InstanceClock,
  haveSeveralZones: boolean,
): string | undefined {
  const movedMs = shiftMs - alignedMs
  if (zone === null)
    return movedMs === 0
      ? undefined
      : `${formatDuration(Math.abs(movedMs))} ${movedMs < 0 ? 'ahead of' : 'behind'} ${reference}, which is a whole time zone.`
  if (movedMs === 0 && !haveSeveralZones && why !== 'given') return undefined
  const by =
    why === 'given' ? 'as given' : why === 'whole zone' ? `by its distance from ${reference}` : 'by its lines'
  return `zone ${zone}, ${by}.`
}

/** How far a clock is off beside its zone, when it certainly is. */
function describeOffset({
  rest,
  alignedMs,
  reference,
}: InstanceClock): {readonly text: string; readonly lines: readonly Stated[]} | undefined {
  if (rest === null) return undefined
  const [loMs, hiMs] = [rest.loMs - alignedMs, rest.hiMs - alignedMs]
  if (loMs <= leastMs && hiMs >= -leastMs) return undefined
  const isAhead = loMs > leastMs
  const [least, most] = isAhead ? [loMs, hiMs] : [-hiMs, -loMs]
  const range = formatRange(least, most)
  return {
    text: `the clock is ${range} ${isAhead ? 'ahead of' : 'behind'} ${reference}.`,
    lines: linesOf(isAhead ? rest.loBy : rest.hiBy),
  }
}

function describeMove({shiftMs}: InstanceClock): string | undefined {
  if (shiftMs === 0) return undefined
  return `Its times were moved by ${shiftMs < 0 ? '-' : '+'}${formatDuration(Math.abs(shiftMs))}.`
}

function proofOfZone({skew, why}: InstanceClock): readonly Stated[] {
  if (why !== 'whole zone' || skew === null) return []
  return linesOf(skew.loMs > 0 ? skew.loBy : skew.hiBy)
}

/** The lines next to the instance: of a chain over others the last two pairs. */
function linesOf(pairs: readonly CausalPair[]): readonly Stated[] {
  return pairs.slice(-2).flatMap(({cause, effect}) => [cause.line, effect.line])
}
