import {formatOffset, parseZone, type Zone} from './zone.ts'

/** The moment that a log viewer or a container engine gives a line. */
export interface ViewedTime {
  /** Milliseconds since 1970, of UTC where a zone is said, else as that clock shows them. */
  readonly at: number
  readonly zone: Zone | undefined
}

/** Names of zones that mean one offset everywhere. CST, IST, BST and others have several meanings. */
const names: Readonly<Record<string, number>> = {
  WET: 0,
  WEST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  JST: 9,
  KST: 9,
  AEST: 10,
  AEDT: 11,
  EST: -5,
  EDT: -4,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
}

const iso = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d+))? ?(Z|[A-Z]{3,4}|[+-]\d{2}:?\d{2})?$/

/** Reads the time that stands in front of a line; undefined for forms that say less than a moment. */
export function parseViewedTime(text: string): ViewedTime | undefined {
  return parseEpoch(text) ?? parseIso(text)
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, as exports have them: told apart by their length. */
function parseEpoch(text: string): ViewedTime | undefined {
  if (!/^\d{10}(?:\d{3}){0,3}$/.test(text)) return undefined
  return {at: Number(text.padEnd(13, '0').slice(0, 13)), zone: '+00:00'}
}

function parseIso(text: string): ViewedTime | undefined {
  const match = iso.exec(text)
  if (match === null) return undefined
  const [, day, time, fraction = '', zoneText] = match
  const local = Date.parse(`${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`)
  if (Number.isNaN(local)) return undefined
  if (zoneText === undefined) return {at: local, zone: undefined}
  const hours = names[zoneText]
  const zone = hours === undefined ? parseZone(zoneText) : formatOffset(hours * 3_600_000)
  if (zone === undefined) return {at: local, zone: undefined}
  const [, sign, h, m] = /^([+-])(\d{2}):(\d{2})$/.exec(zone) ?? []
  const offset = (sign === '-' ? -1 : 1) * (Number(h) * 60 + Number(m)) * 60_000
  return {at: local - offset, zone}
}
