import {onAbort} from './on-abort.ts'

export interface WaitOptions {
  readonly withinMs: number
  readonly everyMs: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Asks again and again until there is an answer, at most so long. The last try is made after the time is over, so a
 * slow machine is not punished for being late.
 *
 * @returns undefined when the time was over
 */
export async function waitFor<Result>(
  ask: () => Promise<Result | undefined>,
  {withinMs, everyMs, signal}: WaitOptions,
): Promise<Result | undefined> {
  const deadline = Date.now() + withinMs
  while (true) {
    signal?.throwIfAborted()
    const isLast = Date.now() >= deadline
    const result = await ask()
    if (result !== undefined || isLast) return result
    await sleep(everyMs, signal)
  }
}

/** Waits so many milliseconds. When it is aborted it throws the reason for that. */
export async function sleep(ms: number, signal?: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  await pause(ms, signal)
  signal?.throwIfAborted()
}

/** The same for callers that check the signal afterwards: when it is aborted this returns at once. */
export async function sleepUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, signal)
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve()
    const end = () => {
      clearTimeout(timer)
      listening?.[Symbol.dispose]()
      resolve()
    }
    const timer = setTimeout(end, ms)
    const listening = signal && onAbort(signal, end)
  })
}

/** The longest that a timer of Node can be set to. */
const longestTimerMs = 2 ** 31 - 1

/** Waits until a moment, in milliseconds since 1970, however far away. */
export async function sleepUntil(at: number): Promise<void> {
  for (let rest = at - Date.now(); rest > 0; rest = at - Date.now())
    await sleep(Math.min(rest, longestTimerMs))
}
