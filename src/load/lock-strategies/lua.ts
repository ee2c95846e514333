import type {LockStrategy} from './lock-strategy.ts'
import {acquireByScript, releaseByScript, renewByScript} from './scripts.ts'

/** Scripts take the lock with its fencing number, and compare the token before they delete: each is one step. */
export const lua: LockStrategy = {
  async acquire(call) {
    const fence = await acquireByScript(call.masters[0], call)
    return fence === undefined ? undefined : {fence}
  },
  release: (call) => releaseByScript(call.masters[0], call),
  renew: (call) => renewByScript(call.masters[0], call),
}
