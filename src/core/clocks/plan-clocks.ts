import {RedislabError} from '../errors/errors.ts'
import {findNearest} from './align.ts'
import type {ClockInstance, TimedLine} from './clock-instance.ts'
import {type Contradiction, estimateSkew, type Skew, type SkewEstimate} from './estimate-skew.ts'
import {findShownZone} from './shown-zone.ts'
import {formatOffset, offsetOf, type Zone, type ZoneSetting, zoneStepMs} from './zone.ts'

export interface ClockOptions {
  /** Zones that a person gave: see `parseZoneSetting`. A later one wins. */
  readonly zones?: readonly ZoneSetting[] | undefined
  /** Also move the times of clocks that are certainly off, by as little as brings all lines into the order in which they were written. */
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
  /** What of it `align` adds: the clock is off by so much, beside its zone. */
  readonly alignedMs: number
  /** The time of its first line, as its clock showed it. */
  readonly firstAt: number | null
  /** Its zone, where it is known. */
  readonly zone: Zone | null
  /** The line that shows the zone. */
  readonly zoneBy: TimedLine | null
  /**
   * The name of the instance that it is compared with; itself where it is the one that others are compared with, null where nothing
   * compares it.
   */
  readonly reference: string | null
  /** How far it is from the reference, as its lines are written: the difference of zones is in it. */
  readonly skew: Skew | null
  /** The same once its times and those of the reference are moved. */
  readonly rest: Skew | null
}

/** What is known of all clocks, and how their times are moved. */
export interface ClockPlan {
  readonly clocks: readonly InstanceClock[]
  readonly contradictions: readonly Contradiction[]
}

/** So much may a clock be off in another zone. */
const zoneSlackMs = 60_000

interface Draft {
  zone: Zone | undefined
  zoneBy: TimedLine | undefined
  why: ShiftReason | null
  shiftMs: number
  alignedMs: number
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
  const {skews, contradictions, bounds} = estimateSkew(instances, masters)
  const drafts = instances.map((instance) => draftOf(instance, zones))
  inferZones(drafts, instances, skews)
  moveToUtc(drafts, instances)
  moveByWholeZones(drafts, skews)
  const restOf = (index: number) => {
    const skew = skews[index] ?? null
    const base = skew === null ? 0 : (drafts[skew.reference]?.shiftMs ?? 0)
    return shiftSkew(skew, (drafts[index]?.shiftMs ?? 0) - base)
  }
  if (align) alignClocks(drafts, skews, bounds)
  return {
    clocks: instances.map(({name, streams, lines}, index): InstanceClock => {
      const {zone, zoneBy, why, shiftMs, alignedMs} = drafts[index] ?? emptyDraft()
      const skew = skews[index] ?? null
      return {
        name,
        streams,
        shiftMs,
        why,
        alignedMs,
        firstAt: lines[0]?.at ?? null,
        zone: zone ?? null,
        zoneBy: zoneBy ?? null,
        reference: skew === null ? null : (instances[skew.reference]?.name ?? null),
        skew,
        rest: restOf(index),
      }
    }),
    contradictions,
  }
}

function emptyDraft(): Draft {
  return {zone: undefined, zoneBy: undefined, why: null, shiftMs: 0, alignedMs: 0}
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

/**
 * From a zone that is known and the difference of two clocks follows the zone of the other. Where the difference is that of no zone, the
 * other is taken to be in the same zone and off: left where it is, it would be further from the truth.
 */
function inferZones(
  drafts: readonly Draft[],
  instances: readonly ClockInstance[],
  skews: readonly (Skew | null)[],
): void {
  // What the zone of the reference is ahead of UTC, by its own zone or by that of an instance that is compared with it.
  const baseMs = new Map<number, number>()
  for (const [index, {zone}] of drafts.entries()) {
    const [skew, at] = [skews[index] ?? null, instances[index]?.lines[0]?.at]
    const difference = quartersOf(skew)
    if (skew === null || zone === undefined || at === undefined || difference === undefined) continue
    if (!baseMs.has(skew.reference) || skew.reference === index)
      baseMs.set(skew.reference, offsetOf(zone, at) - difference)
  }
  for (const [index, draft] of drafts.entries()) {
    const skew = skews[index] ?? null
    const base = skew === null ? undefined : baseMs.get(skew.reference)
    if (draft.zone !== undefined || base === undefined) continue
    draft.zone = formatOffset(base + (quartersOf(skew) ?? 0))
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

/** Where no zone is known, neither its own nor that of the reference, a clock that differs by a whole zone is moved to the reference's. */
function moveByWholeZones(drafts: readonly Draft[], skews: readonly (Skew | null)[]): void {
  for (const [index, draft] of drafts.entries()) {
    const difference = quartersOf(skews[index] ?? null)
    if (draft.zone !== undefined || difference === undefined || difference === 0) continue
    draft.shiftMs = -difference
    draft.why = 'whole zone'
  }
}

/**
 * The difference of zones that an interval shows, in ms, 0 among them: the one multiple of a quarter of an hour in it; or of half an hour
 * near it, as of a clock that is in another zone and some seconds off as well. Undefined for an interval that is wide, or far from any.
 */
function quartersOf(skew: Skew | null): number | undefined {
  if (skew === null) return undefined
  const {loMs, hiMs} = skew
  const multiple = Math.round((loMs + hiMs) / 2 / zoneStepMs) * zoneStepMs
  const isNear = loMs >= multiple - zoneSlackMs && hiMs <= multiple + zoneSlackMs
  const holds = loMs <= multiple && hiMs >= multiple
  return isNear && (holds || multiple % (2 * zoneStepMs) === 0) ? multiple + 0 : undefined
}

function shiftSkew(skew: Skew | null, ms: number): Skew | null {
  return skew === null ? null : {...skew, loMs: skew.loMs + ms, hiMs: skew.hiMs + ms}
}

/** Moves each clock that is off to the nearest time with which no bound is broken. */
function alignClocks(
  drafts: readonly Draft[],
  skews: readonly (Skew | null)[],
  bounds: SkewEstimate['bounds'],
): void {
  const shiftOf = (index: number) => drafts[index]?.shiftMs ?? 0
  for (const start of new Set(skews.flatMap((skew) => skew?.reference ?? []))) {
    const members = [...skews.keys()].filter((index) => skews[index]?.reference === start)
    // With these differences the times would agree as they are moved so far.
    const wanted = skews.map((_, index) => shiftOf(start) - shiftOf(index))
    for (const [index, difference] of findNearest({start, members, wanted}, bounds)) {
      const draft = drafts[index]
      const alignedMs = (wanted[index] ?? 0) - difference
      if (draft === undefined || alignedMs === 0) continue
      draft.shiftMs += alignedMs
      draft.alignedMs = alignedMs
      draft.why = 'aligned'
    }
  }
}
