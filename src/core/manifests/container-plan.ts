import {RedislabError} from '../errors/errors.ts'
import type {Plan, PlannedInstance} from '../topology/plan.ts'

/** What servers listen at in containers, each of which has a network of its own. */
export const usualContainerPorts = {redis: 6379, sentinel: 26_379} as const

/** A name that stands in names of hosts, and so in those of services, pods and volumes (RFC 1123). */
const hostName = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/

/**
 * What everything in a manifest is named after: the deployment, or `redis` where it has no name of its own.
 *
 * @throws RedislabError OPTION_INVALID for a name that cannot be part of the name of a host
 */
export function manifestName(name: string): string {
  if (name === 'default') return 'redis'
  if (hostName.test(name)) return name
  throw new RedislabError('OPTION_INVALID', `--name ${name}: it becomes part of the names of hosts.`, {
    suggestions: ['Use small letters, digits and dashes, 40 at most: --name orders'],
  })
}

/** A plan whose instances are known by the names of their hosts, and listen at the same port each. */
export function placeInContainers(
  plan: Plan,
  {
    hostOf,
    port = usualContainerPorts.redis,
    sentinelPort = usualContainerPorts.sentinel,
  }: {
    readonly hostOf: (instance: PlannedInstance) => string
    readonly port?: number | undefined
    readonly sentinelPort?: number | undefined
  },
): Plan {
  return {
    ...plan,
    instances: plan.instances.map((instance) => ({
      ...instance,
      host: hostOf(instance),
      port: instance.kind === 'redis' ? port : sentinelPort,
    })),
  }
}

/** @throws RedislabError OPTION_INVALID for a namespace that Kubernetes refuses */
export function checkNamespace(namespace: string): string {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) return namespace
  throw new RedislabError('OPTION_INVALID', '--namespace is no name that Kubernetes takes.', {
    suggestions: ['Use small letters, digits and dashes, 63 at most: --namespace databases'],
  })
}
