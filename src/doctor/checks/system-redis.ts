import {findPortOwner, isPortFree} from '../../engine/host/ports.ts'
import type {Check} from '../check.ts'

export const systemRedis: Check = {
  id: 'system-redis',
  title: 'Port 6379',
  async run() {
    const why =
      'A Redis service of the system listens on 6379. redislab leaves that port alone, so neither disturbs the other.'
    if (await isPortFree('127.0.0.1', 6379)) {
      return {status: 'ok', found: 'no Redis service of the system', why, fix: null}
    }
    const owner = await findPortOwner(6379)
    const who =
      owner === undefined ? 'a process that this user may not see' : `${owner.command} (pid ${owner.pid})`
    return {status: 'info', found: `taken by ${who}; redislab leaves it alone`, why, fix: null}
  },
}
