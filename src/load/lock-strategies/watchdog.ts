import type {LockStrategy} from './lock-strategy.ts'
import {lua} from './lua.ts'

/** The scripts, and a renewal every third of the TTL for as long as the holder lives, as Redisson does it. */
export const watchdog: LockStrategy = {
  ...lua,
  renewEveryMs: (ttlMs) => Math.max(1, Math.floor(ttlMs / 3)),
}
