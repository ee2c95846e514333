import {RedislabError} from '../../core/errors/errors.ts'
import {type WaitOptions, waitFor} from './wait.ts'

/**
 * Looks again and again, until nothing is missing any more or the time is over.
 *
 * @returns what was missing at last: nothing when it came in time
 */
export async function waitUntilNone(
  findMissing: () => Promise<readonly string[]>,
  options: WaitOptions,
): Promise<readonly string[]> {
  let missing: readonly string[] = []
  await waitFor(async () => {
    missing = await findMissing()
    return missing.length === 0 ? true : undefined
  }, options)
  return missing
}

interface Waited {
  readonly withinMs: number
  readonly unmet: readonly string[]
  readonly suggestion: string
}

/** @param what a clause: "The deployment was not ready"; the first thing missing is said after it */
export function notInTime(what: string, {withinMs, unmet, suggestion}: Waited): RedislabError {
  return new RedislabError('TIMED_OUT', `${what} within ${withinMs} ms: ${unmet[0]}.`, {
    suggestions: [suggestion],
    details: {unmet},
  })
}
