import {containerHost} from './container-host.ts'
import type {Host} from './host.ts'
import {localHost} from './local-host.ts'

/** This machine, with all that deployments run on it: servers as processes or in containers, and redislab's own programs. */
export const thisMachine: Host = {
  ...localHost,
  prepare: (programs) => containerHost.prepare(programs.filter(({image}) => image !== undefined)),
  start: (program) => (program.image === undefined ? localHost : containerHost).start(program),
  clear: containerHost.clear,
}
