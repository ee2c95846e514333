import type {Access} from '../../core/config/access.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'

/**
 * The periods of a sentinel with `--timing fast`, in milliseconds (sentinel.c: the statics that SENTINEL DEBUG sets). See
 * docs/decisions/0019-fast-timing.md for why these.
 */
const fastPeriods = {
  'ping-period': 200,
  'ask-period': 100,
  'publish-period': 300,
  'info-period': 300,
  // A machine that stands still for 2 s would cost a test the 30 s of TILT.
  'tilt-period': 1000,
} as const

/** On a machine with too much to do a sentinel answers late, and is none the worse. */
const answerWithinMs = 5000

/**
 * Has sentinels PING, ask each other and greet more often than a conf can tell them to. A sentinel forgets it when it ends: this is done
 * after each start.
 *
 * @throws what a sentinel replies where it has no SENTINEL DEBUG (before Redis 7.0)
 */
export async function quickenSentinels(sentinels: readonly PlannedInstance[], access: Access): Promise<void> {
  const words = Object.entries(fastPeriods).flat()
  await Promise.all(
    sentinels.map(async (sentinel) => {
      using connection = await Connection.open(endpointOf(sentinel, access), {timeoutMs: answerWithinMs})
      await connection.call('SENTINEL', 'DEBUG', ...words)
    }),
  )
}
