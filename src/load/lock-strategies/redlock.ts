import {performance} from 'node:perf_hooks'
import type {LockCall, LockStrategy} from './lock-strategy.ts'
import {acquireByScript, releaseByScript} from './scripts.ts'

/** Clocks run at different speeds: so much of the TTL is not relied on. */
const driftOf = (ttlMs: number) => Math.ceil(ttlMs * 0.01) + 2

/**
 * Redlock: the same lock at several masters that do not know of each other; who has it at most of them, soon enough,
 * holds it. The algorithm gives no fencing numbers. Here it is the highest of the counters that were reached, which does
 * not always grow: that is counted, not hidden.
 */
export const redlock: LockStrategy = {
  usesAllMasters: true,
  async acquire(call) {
    const {masters, ttlMs} = call
    const from = performance.now()
    const replies = await Promise.allSettled(masters.map((send) => acquireByScript(send, call)))
    const fences = replies.flatMap((reply) => (reply.status === 'fulfilled' ? (reply.value ?? []) : []))
    const validForMs = ttlMs - (performance.now() - from) - driftOf(ttlMs)
    if (fences.length > masters.length / 2 && validForMs > 0) return {fence: Math.max(...fences), validForMs}
    await releaseEverywhere(call)
    return undefined
  },
  release: async (call) => (await releaseEverywhere(call)) > call.masters.length / 2,
}

/** Also where it was refused or gave no answer: the command may have been carried out all the same. */
async function releaseEverywhere(call: LockCall): Promise<number> {
  const replies = await Promise.allSettled(call.masters.map((send) => releaseByScript(send, call)))
  return replies.filter((reply) => reply.status === 'fulfilled' && reply.value).length
}
