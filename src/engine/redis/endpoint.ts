import {type Access, adminOf, clientOf, type Tls} from '../../core/config/access.ts'
import {formatAddress, listenAddress, type PlannedInstance} from '../../core/topology/plan.ts'

/** Where a server is reached, and how it lets one in. */
export interface Endpoint {
  readonly host: string
  readonly port: number
  /** What the instance is called, for people. */
  readonly name?: string | undefined
  /** The user of ACLs; the default user when there is none. */
  readonly user?: string | undefined
  readonly password?: string | undefined
  /** Of a server that speaks TLS. */
  readonly tls?: Tls | undefined
  /** redislab did not start it: only commands that read are sent, and few a second. */
  readonly isForeign?: boolean | undefined
  /** Then a probe, which somebody asked for: it writes and reads this key, and sends nothing else. */
  readonly probeKey?: string | undefined
}

/** Where an instance is asked by redislab itself: past the relay, since what it is does not depend on its links. */
export function endpointOf(instance: PlannedInstance, access: Access): Endpoint {
  const {name} = instance
  return {
    ...whereFrom(instance, access),
    name,
    ...adminOf(instance, access),
    tls: access.tls,
    ...foreign(access),
  }
}

function whereFrom(instance: PlannedInstance, {reachedAt}: Access) {
  return reachedAt?.get(formatAddress(instance)) ?? listenAddress(instance)
}

function foreign({isForeign}: Access): Pick<Endpoint, 'isForeign'> {
  return isForeign === true ? {isForeign} : {}
}

/** Where an instance is found by others, with the rights of redislab itself. */
export function announcedEndpointOf(
  instance: Pick<PlannedInstance, 'kind' | 'host' | 'port'>,
  access: Access,
): Endpoint {
  const {host, port} = access.reachedAt?.get(formatAddress(instance)) ?? instance
  return {host, port, ...adminOf(instance, access), tls: access.tls, ...foreign(access)}
}

/** Where an application finds a data instance, and as whom it comes. */
export function clientEndpointOf(
  {host, port}: Pick<PlannedInstance, 'host' | 'port'>,
  access: Access,
): Endpoint {
  return {host, port, ...clientOf(access), tls: access.tls, ...foreign(access)}
}
