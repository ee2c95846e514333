import {RedislabError} from '../errors/errors.ts'
import type {ClockInstance, TimedLine} from './clock-instance.ts'
import {type Contradiction, estimateSkew, type Skew} from './estimate-skew.ts'
import {findShownZone} from './shown-zone.ts'
import {formatOffset, offsetOf, type Zone, type ZoneSetting, zoneStepMs} from './zone.ts'

export interface ClockOptions {
  /** Zones that a person gave: see `parseZoneSetting`. A later one wins. */
  readonly zones?: readonly ZoneSetting[] | undefined
  /** Also move the times of clocks that are off, by the middle of their interval. */
  readonly align?: boolean | undefined
  /** How many masters with slots a cluster has, where that is known. */
  readonly masters?: number | undefined
}

/**
 * Why the times of an instance are moved: its zone was given, its lines show it, its clock differs from the others' by what only a
 * zone differs by, or it was aligned.
 */
export type ShiftReason = 'given' | 'shown' | 'whole zone' | 'aligned'

/** The clock of one instance, and what to do about it. */
export interface InstanceClock {
  readonly name: string
  readonly streams: readonly string[]
  /**
   * What to add to its times, in ms. With a zone such as `Europe/Berlin` it is that of its first line: `shiftAt` says each line's.
   */
  readonly shiftMs: number
  readonly why: ShiftReason | null
  /** The time of its first line, as its clock showed it. */
  readonly firstAt: number | null
  /** Its zone, where it is known. */
  readonly zone: Zone | null
  /** The line that shows the zone. */
  readonly zoneBy: TimedLine | null
  /** How far it is from the reference, as its lines are written: the difference of zones is in it. */
  readonly skew: Skew | null
  /** The same once its times and those of the reference are moved. */
  readonly rest: Skew | null
}

/** What is known of all clocks, and how their times are moved. */
export interface ClockPlan {
  /** The name of the instance that all are compared with; null where nothing compares two. */
  readonly reference: string | null
  readonly clocks: readonly InstanceClock[]
  readonly contradictions: readonly Contradiction[]
}

/** So much may a clock be off and its difference still be that of a zone. */
const zoneSlackMs = 60_000

interface Draft {
  zone: Zone | undefined
  zoneBy: TimedLine | undefined
  why: ShiftReason | null
  shiftMs: number
}

/**
 * Says how far the clocks of instances are apart, and how their times are to be moved so that they can be compared. Nothing is
 * moved by a guess: only by a zone that is given or shown, by a difference that is a whole zone, or where `align` asks for it.
 *
 * @throws RedislabError OPTION_INVALID when a zone is given for an instance that is not there
 */
export function planClocks(
  instances: readonly ClockInstance[],
  {zones = [], align = false, masters}: ClockOptions = {},
): ClockPlan {
  checkNames(zones, instances)
  const {reference, skews, contradictions} = estimateSkew(instances, masters)
  const drafts = instances.map((instance) => draftOf(instance, zones))
  inferZones(drafts, {instances, skews, reference})
  moveToUtc(drafts, instances)
  if (drafts.every(({zone}) => zone === undefined)) moveByWholeZones(drafts, skews)
  const restOf = (index: number) => {
    const base = reference === undefined ? 0 : (drafts[reference]?.shiftMs ?? 0)
    return shiftSkew(skews[index] ?? null, (drafts[index]?.shiftMs ?? 0) - base)
  }
  if (align) {
    const middles = drafts.map((_, index) => middleOf(restOf(index)))
    for (const [index, draft] of drafts.entries()) {
      const middle = middles[index] ?? 0
      if (middle === 0) continue
      draft.shiftMs -= middle
      draft.why = 'aligned'
    }
  }
  return {
    reference: reference === undefined ? null : (instances[reference]?.name ?? null),
    clocks: instances.map(({name, streams, lines}, index): InstanceClock => {
      const {zone, zoneBy, why, shiftMs} = drafts[index] ?? emptyDraft()
      return {
        name,
        streams,
        shiftMs,
        why,
        firstAt: lines[0]?.at ?? null,
        zone: zone ?? null,
        zoneBy: zoneBy ?? null,
        skew: skews[index] ?? null,
        rest: restOf(index),
      }
    }),
    contradictions,
  }
}

function emptyDraft(): Draft {
  return {zone: undefined, zoneBy: undefined, why: null, shiftMs: 0}
}

function checkNames(zones: readonly ZoneSetting[], instances: readonly ClockInstance[]): void {
  const names = instances.map(({name}) => name)
  const missing = zones.find(({instance}) => instance !== undefined && !names.includes(instance))
  if (missing === undefined) return
  throw new RedislabError('OPTION_INVALID', `A zone is given for ${missing.instance}, which is not here.`, {
    suggestions: [names.length === 0 ? 'There is no log here.' : `There are: ${names.join(', ')}.`],
  })
}

function draftOf(instance: ClockInstance, zones: readonly ZoneSetting[]): Draft {
  const given =
    zones.findLast((one) => one.instance === instance.name) ??
    zones.findLast((one) => one.instance === undefined)
  if (given !== undefined) return {...emptyDraft(), zone: given.zone, why: 'given'}
  const shown = findShownZone(instance)
  return shown === undefined
    ? emptyDraft()
    : {...emptyDraft(), zone: shown.zone, zoneBy: shown.line, why: 'shown'}
}

/** From a zone that is known and a whole number of quarters of an hour follows another. */
function inferZones(
  drafts: readonly Draft[],
  {
    instances,
    skews,
    reference,
  }: {
    readonly instances: readonly ClockInstance[]
    readonly skews: readonly (Skew | null)[]
    readonly reference: number | undefined
  },
): void {
  const base = reference === undefined ? undefined : drafts[reference]
  if (base === undefined) return
  const differences = skews.map(quartersOf)
  const offset = (index: number) => {
    const [zone, at] = [drafts[index]?.zone, instances[index]?.lines[0]?.at]
    return zone === undefined || at === undefined ? undefined : offsetOf(zone, at)
  }
  const known = drafts.findIndex((_, index) => offset(index) !== undefined && differences[index] !== undefined)
  const own = reference === undefined ? undefined : offset(reference)
  const baseMs =
    own ?? (known === -1 ? undefined : (offset(known) ?? 0) - (differences[known] ?? 0))
  if (baseMs === undefined) return
  for (const [index, draft] of drafts.entries()) {
    const difference = differences[index]
    if (draft.zone !== undefined || difference === undefined) continue
    draft.zone = formatOffset(baseMs + difference)
    draft.why = 'whole zone'
  }
}

/**
 * Moves what has a zone to UTC. Where all that have one have the same and others have none, nothing would be gained, and what is
 * comparable now would not be any more.
 */
function moveToUtc(drafts: readonly Draft[], instances: readonly ClockInstance[]): void {
  const known = drafts.filter(({zone}) => zone !== undefined)
  const areAlike = new Set(known.map(({zone}) => zone)).size === 1
  const isGiven = known.some(({why}) => why === 'given')
  const isPartial = drafts.some(
    ({zone}, index) => zone === undefined && (instances[index]?.lines.length ?? 0) > 0,
  )
  for (const [index, draft] of drafts.entries()) {
    const at = instances[index]?.lines[0]?.at
    if (draft.zone === undefined || at === undefined) continue
    draft.shiftMs = isPartial && areAlike && !isGiven ? 0 : 0 - offsetOf(draft.zone, at)
    if (draft.shiftMs === 0 && draft.why !== 'given') draft.why = null
  }
}

/** Where no zone is known, a clock that differs by a whole zone is moved to that of the reference. */
function moveByWholeZones(drafts: readonly Draft[], skews: readonly (Skew | null)[]): void {
  for (const [index, draft] of drafts.entries()) {
    const difference = quartersOf(skews[index] ?? null)
    if (difference === undefined || difference === 0) continue
    draft.shiftMs = -difference
    draft.why = 'whole zone'
  }
}

/** The one multiple of a quarter of an hour that an interval holds, 0 among them, where the interval shows no more than it. */
function quartersOf(skew: Skew | null): number | undefined {
  if (skew === null) return undefined
  const multiple = Math.round((skew.loMs + skew.hiMs) / 2 / zoneStepMs) * zoneStepMs
  const {loMs, hiMs} = skew
  const isWithin = loMs <= multiple && hiMs >= multiple
  const isNarrow = loMs >= multiple - zoneSlackMs && hiMs <= multiple + zoneSlackMs
  return isWithin && isNarrow ? multiple + 0 : undefined
}

function shiftSkew(skew: Skew | null, ms: number): Skew | null {
  return skew === null ? null : {...skew, loMs: skew.loMs + ms, hiMs: skew.hiMs + ms}
}

/** The middle of an interval; of one without an end its point nearest to 0. Whole milliseconds. */
function middleOf(skew: Skew | null): number {
  if (skew === null) return 0
  const {loMs, hiMs} = skew
  if (Number.isFinite(loMs) && Number.isFinite(hiMs)) return Math.round((loMs + hiMs) / 2)
  return Math.max(Number.isFinite(loMs) ? loMs : 0, 0) + Math.min(Number.isFinite(hiMs) ? hiMs : 0, 0)
}
