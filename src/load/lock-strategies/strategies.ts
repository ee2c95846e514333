import type {LockStrategyName} from '../../core/load/lock-strategies.ts'
import type {LockStrategy} from './lock-strategy.ts'
import {lua} from './lua.ts'
import {redlock} from './redlock.ts'
import {setNxEx, setNxExToken} from './set-nx-ex.ts'
import {setnxExpire} from './setnx-expire.ts'
import {watchdog} from './watchdog.ts'

/** The strategies by the names that people use for them. */
export const lockStrategies: Readonly<Record<LockStrategyName, LockStrategy>> = {
  'setnx-expire': setnxExpire,
  'set-nx-ex': setNxEx,
  'set-nx-ex-token': setNxExToken,
  lua,
  watchdog,
  redlock,
}
