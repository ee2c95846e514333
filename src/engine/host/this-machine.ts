import type {ProcessIdentity} from '../../core/words.ts'
import {containerHost} from './container-host.ts'
import type {Host, Program} from './host.ts'
import {localHost} from './local-host.ts'
import {remoteHost} from './remote-host.ts'
import {parseRemote} from './remote-identity.ts'

/** This machine, with all that deployments run from it: processes, containers here and on other hosts, and redislab's own programs. */
export const thisMachine: Host = {
  prepare(programs) {
    for (const host of [containerHost, remoteHost]) {
      const own = programs.filter((program) => hostOf(program) === host)
      if (own.length > 0) host.prepare(own)
    }
  },
  start: (program) => hostOf(program).start(program),
  look: (identity) => hostWith(identity).look(identity),
  signal: (identity, name) => hostWith(identity).signal(identity, name),
  bring: remoteHost.bring,
  deliver: (identity, file) => hostWith(identity).deliver(identity, file),
  async clear(directory, which) {
    await containerHost.clear(directory, which)
    return await remoteHost.clear(directory, which)
  },
}

function hostOf({image, onHost}: Program): Host {
  if (onHost !== undefined) return remoteHost
  return image === undefined ? localHost : containerHost
}

function hostWith(identity: ProcessIdentity): Host {
  return parseRemote(identity) === undefined ? localHost : remoteHost
}
