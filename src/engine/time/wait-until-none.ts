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

/**
 * The same, where it must come in time.
 *
 * @param options.what a clause for the error: "The deployment was not ready"
 * @throws RedislabError TIMED_OUT with the first thing missing
 */
export async function requireNone(
  findMissing: () => Promise<readonly string[]>,
  {what, suggestion, ...options}: WaitOptions & {readonly what: string; readonly suggestion: string},
): Promise<void> {
  const unmet = await waitUntilNone(findMissing, options)
  if (unmet.length === 0) return
  throw new RedislabError('TIMED_OUT', `${what} within ${options.withinMs} ms: ${unmet[0]}.`, {
    suggestions: [suggestion],
    details: {unmet},
  })
}
