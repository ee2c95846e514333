import type {LockCall, Send} from './lock-strategy.ts'

/** Takes the lock and the next fencing number in one step: a number is given only to who has the lock. */
const acquireScript = `if redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return redis.call('incr', KEYS[2]) end return 0`
/** Deletes the lock only if it is still the caller's. */
const releaseScript = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`
/** Gives the lock a new TTL only if it is still the caller's. */
const renewScript = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`

/** The fencing number; undefined when somebody else has the lock. */
export async function acquireByScript(
  send: Send,
  {key, fenceKey, token, ttlMs}: LockCall,
): Promise<number | undefined> {
  const fence = Number(await send('EVAL', acquireScript, 2, key, fenceKey, token, ttlMs))
  return fence === 0 ? undefined : fence
}

export async function releaseByScript(send: Send, {key, token}: LockCall): Promise<boolean> {
  return (await send('EVAL', releaseScript, 1, key, token)) === 1
}

export async function renewByScript(send: Send, {key, token, ttlMs}: LockCall): Promise<boolean> {
  return (await send('EVAL', renewScript, 1, key, token, ttlMs)) === 1
}
