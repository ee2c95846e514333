import type {ClockInstance, TimedLine} from './clock-instance.ts'
import {parseViewedTime} from './viewed-time.ts'
import {formatOffset, type Zone, zoneStepMs} from './zone.ts'

/** The zone of a clock, and what shows it. */
export interface ShownZone {
  readonly zone: Zone
  readonly line: TimedLine
  /** What is left of the difference after the zone: how much later, or by another clock, the line was collected. */
  readonly restMs: number
}

/** A collector takes a line within seconds. What is further from a zone is no zone, or another year. */
const mostMs = 2 * 60_000
/** Lines that are looked at: a zone changes twice a year. */
const sampled = 200

/**
 * The zone that the lines of a log themselves show: by their own stamp with a zone (`log-format logfmt`, journald), which was read
 * as UTC, or by a second time in front of the line whose zone is known. Undefined where none does, or where they disagree.
 */
export function findShownZone({lines}: ClockInstance): ShownZone | undefined {
  const found: ShownZone[] = []
  for (const line of spread(lines)) {
    const shown = isAtUtc(line) ? {zone: '+00:00', line, restMs: 0} : shownBy(line)
    if (shown !== undefined) found.push(shown)
  }
  const [first] = found
  if (first === undefined || found.some(({zone}) => zone !== first.zone)) return undefined
  return found.reduce((least, one) => (Math.abs(one.restMs) < Math.abs(least.restMs) ? one : least), first)
}

function shownBy(line: TimedLine): ShownZone | undefined {
  const viewed = line.viewedAt === undefined ? undefined : parseViewedTime(line.viewedAt)
  if (viewed?.zone === undefined || !line.hasYear) return undefined
  const offsetMs = line.at - viewed.at
  const zoneMs = Math.round(offsetMs / zoneStepMs) * zoneStepMs
  const restMs = offsetMs - zoneMs
  if (Math.abs(restMs) > mostMs || Math.abs(zoneMs) > 14 * 3_600_000) return undefined
  return {zone: formatOffset(zoneMs), line, restMs}
}

/** Whether the stamp says its own zone: then it was read as a moment of UTC. */
function isAtUtc({text, letter}: TimedLine): boolean {
  const zoned = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})`
  return (
    new RegExp(`\\btimestamp="${zoned}"`).test(text) ||
    (letter === null && new RegExp(`^${zoned} \\S+ \\S+\\[\\d+\\]: `).test(text))
  )
}

function spread(lines: readonly TimedLine[]): readonly TimedLine[] {
  const step = Math.max(1, Math.floor(lines.length / sampled))
  return lines.filter((_, index) => index % step === 0)
}
