import {parseDuration} from '../core/time/duration.ts'

/** A duration of a step in milliseconds. One that stood for a value may be a number by now, which is none: it has no unit. */
export function msOf(duration: string): number {
  return parseDuration(String(duration))
}
