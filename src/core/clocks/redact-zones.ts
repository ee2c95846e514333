import type {Redaction} from '../evidence/redact.ts'
import type {ReadClocksOptions} from './read-clocks.ts'

/** What a person said of clocks, with instances by the names that they have once these are hidden. */
export function redactZones(
  {zones, ...options}: ReadClocksOptions,
  redaction: Redaction | undefined,
): ReadClocksOptions {
  if (zones === undefined || redaction === undefined) return {...options, zones}
  const hide = (name: string | undefined) => (name === undefined ? name : redaction.hideInstance(name))
  return {...options, zones: zones.map(({instance, zone}) => ({instance: hide(instance), zone}))}
}
