import type {Access} from '../../core/config/access.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import {fastPeriods} from './sentinel-periods.ts'

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
