/** The ways in which people lock with Redis, from the oldest to the most elaborate. */
export const lockStrategyNames = [
  'setnx-expire',
  'set-nx-ex',
  'set-nx-ex-token',
  'lua',
  'watchdog',
  'redlock',
] as const
export type LockStrategyName = (typeof lockStrategyNames)[number]
