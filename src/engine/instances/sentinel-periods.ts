import {textOf} from '../../core/text/text-of.ts'
import type {Settings as PlanSettings} from '../../core/topology/plan.ts'
import type {Connection} from '../redis/connection.ts'
import {isReply} from '../redis/is-reply.ts'

/** Periods and limits of a sentinel in milliseconds, by the names that SENTINEL DEBUG gives them, in small letters. */
export type SentinelPeriods = Readonly<Record<string, number>>

/** As Redis and Valkey ship them (sentinel.c: the statics that SENTINEL DEBUG sets). */
const shippedPeriods: SentinelPeriods = {
  'info-period': 10_000,
  'ping-period': 1000,
  'ask-period': 1000,
  'publish-period': 2000,
  'default-down-after': 30_000,
  'default-failover-timeout': 180_000,
  'tilt-trigger': 2000,
  'tilt-period': 30_000,
  'slave-reconf-timeout': 10_000,
  'min-link-reconnect-period': 15_000,
  'election-timeout': 10_000,
  'script-max-runtime': 60_000,
  'script-retry-delay': 30_000,
}

/** What `--timing fast` sets in their place. See docs/decisions/0019-fast-timing.md for why these. */
export const fastPeriods: SentinelPeriods = {
  'ping-period': 200,
  'ask-period': 100,
  'publish-period': 300,
  'info-period': 300,
  // A machine that stands still for 2 s would cost a test the 30 s of TILT.
  'tilt-period': 1000,
}

/** With which periods the sentinels of a deployment run. */
export function periodsOf(timing: PlanSettings['timing']): SentinelPeriods {
  return timing === 'fast' ? {...shippedPeriods, ...fastPeriods} : shippedPeriods
}

/**
 * Asks a sentinel for its periods.
 *
 * @returns undefined where there is no SENTINEL DEBUG that tells them (before Redis 7.0)
 */
export async function readPeriods(connection: Connection): Promise<SentinelPeriods | undefined> {
  try {
    const reply = await connection.call('SENTINEL', 'DEBUG')
    const flat = Array.isArray(reply) ? reply.map(textOf) : []
    return Object.fromEntries(
      flat.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), Number(flat[index + 1])]] : [])),
    )
  } catch (error) {
    if (isReply(error)) return undefined
    throw error
  }
}
