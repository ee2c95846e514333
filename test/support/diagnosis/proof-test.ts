import {test as base} from '../test.ts'
import {Servers} from './servers.ts'

/** A test with servers of its own, which end when it does. */
export const test = base.extend<{readonly servers: Servers}>({
  servers: async ({home}, use) => {
    const servers = new Servers(home)
    try {
      await use(servers)
    } finally {
      // One that is frozen ends by SIGKILL, too.
      await Promise.all(servers.all.map((server) => server.end()))
    }
  },
})

export {describe, expect} from 'vitest'
