import type {DeploymentOptions} from '../config/deployment-options.ts'

/**
 * What containers need that are to stay, where nothing else was said. A master that restarts by itself without its data would have
 * its replicas drop theirs (redis.io, Replication). Timers that a busy network or host does not set off. A password, since others
 * are in the same network.
 *
 * @param given which options somebody gave that have a value anyway
 */
export function forContainers(
  options: DeploymentOptions,
  given: {readonly timing: boolean; readonly persist: boolean},
): DeploymentOptions {
  const isOpen = options.password === undefined && options.acl === undefined && options.insecure !== true
  return {
    ...options,
    ...(given.persist ? {} : {persist: 'aof'}),
    ...(given.timing
      ? {}
      : {
          timing: 'redis',
          downAfterMs: options.downAfterMs ?? 5000,
          failoverTimeoutMs: options.failoverTimeoutMs ?? 60_000,
        }),
    ...(isOpen ? {password: 'auto'} : {}),
  }
}
