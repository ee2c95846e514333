import {parseInfo} from '../../core/redis/info.ts'
import {Connection} from '../redis/connection.ts'
import type {Endpoint} from '../redis/endpoint.ts'
import {waitFor} from '../time/wait.ts'

/** sentinel.c: a sentinel whose timer comes 2 s late takes its clock for unreliable. */
const tiltTriggerMs = 2000
/** Its timer runs every 53 to 100 ms. */
const timerMs = 100

/**
 * Whether a sentinel that just went on entered TILT, by its own word. One that was paused for less is not asked.
 *
 * @returns undefined when it does not say
 */
export async function waitForTilt(
  sentinel: Endpoint,
  pausedMs: number | undefined,
): Promise<boolean | undefined> {
  if (pausedMs !== undefined && pausedMs < tiltTriggerMs - 2 * timerMs) return false
  try {
    using connection = await Connection.open(sentinel)
    const isTilted = await waitFor(
      async () => {
        const info = parseInfo(String(await connection.call('INFO', 'sentinel')))
        return info.get('sentinel_tilt') === '1' || undefined
      },
      {withinMs: 4 * timerMs, everyMs: timerMs / 4},
    )
    return isTilted ?? false
  } catch {
    return undefined // It was resumed, which is what was asked for; it just cannot be asked yet.
  }
}
