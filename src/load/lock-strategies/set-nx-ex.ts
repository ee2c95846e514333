import type {LockCall, LockStrategy} from './lock-strategy.ts'

async function acquire({masters: [send], key, fenceKey, token, ttlMs}: LockCall) {
  const reply = await send('SET', key, token, 'NX', 'EX', Math.ceil(ttlMs / 1000))
  return reply === 'OK' ? {fence: Number(await send('INCR', fenceKey))} : undefined
}

/** SET NX EX takes the lock in one step. DEL gives it back, whosever it is by then. */
export const setNxEx: LockStrategy = {
  acquire,
  async release({masters: [send], key}) {
    return (await send('DEL', key)) === 1
  },
}

/** The same with an owner's token that the client compares before it sends DEL: two steps, with a gap between them. */
export const setNxExToken: LockStrategy = {
  acquire,
  async release({masters: [send], key, token}) {
    if ((await send('GET', key)) !== token) return false
    return (await send('DEL', key)) === 1
  },
}
