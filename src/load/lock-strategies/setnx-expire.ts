import type {LockStrategy} from './lock-strategy.ts'

/**
 * SETNX, then EXPIRE, then DEL: as it was done before SET had NX. The value says when the lock should end, and by whom
 * it was taken; nobody reads it. A client that dies between the two commands leaves a lock that never ends.
 */
export const setnxExpire: LockStrategy = {
  async acquire({masters: [send], key, fenceKey, token, ttlMs}) {
    const value = `${Date.now() + ttlMs}:${token}`
    if ((await send('SETNX', key, value)) !== 1) return undefined
    await send('EXPIRE', key, Math.ceil(ttlMs / 1000))
    return {fence: Number(await send('INCR', fenceKey))}
  },
  async release({masters: [send], key}) {
    return (await send('DEL', key)) === 1
  },
}
