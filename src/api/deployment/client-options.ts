import {type Access, clientOf, type Tls} from '../../core/config/access.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {formatAddress, type Plan, type PlannedInstance} from '../../core/topology/plan.ts'
import type {Address, Instance} from '../options.ts'
import type {IoredisOptions, NodeRedisOptions} from './connections.ts'

/** What clients need to know of a deployment. */
export interface Reached extends Access {
  readonly plan: Plan
}

export function addressesOf({instances}: Plan, kind: PlannedInstance['kind']): readonly Address[] {
  return instances.filter((instance) => instance.kind === kind).map(({host, port}) => ({host, port}))
}

export function toInstance(instance: PlannedInstance): Instance {
  const {name, kind, host, port, masterName} = instance
  const group = masterName === undefined ? {} : {masterName}
  return {name, kind, host, port, address: formatAddress(instance), ...group}
}

/** @throws RedislabError NOT_SUPPORTED for a cluster */
export function ioredisOptions({plan, ...access}: Reached, masterName: string): IoredisOptions {
  const {sentinelPassword, tls} = access
  const {mode, masters, instances} = plan
  if (mode === 'cluster') {
    throw new RedislabError('NOT_SUPPORTED', 'A client of a cluster is not made from these options.', {
      suggestions: [
        'new Cluster([...deployment.nodes], {redisOptions: {username: deployment.username, password: deployment.password}})',
      ],
    })
  }
  const entry = {...loginOf(access), ...(tls === undefined ? {} : {tls: {ca: tls.ca}})}
  const sentinels = addressesOf(plan, 'sentinel')
  if (sentinels.length > 0) {
    const ofSentinels = sentinelPassword === undefined ? {} : {sentinelPassword}
    const byTls = tls === undefined ? {} : {enableTLSForSentinelMode: true, sentinelTLS: {ca: tls.ca}}
    return {sentinels: [...sentinels], name: masterName, ...entry, ...ofSentinels, ...byTls}
  }
  const first = masters.find(({name}) => name === masterName)?.instance
  const {host, port} = instances.find(({name}) => name === first) as PlannedInstance
  return {host, port, ...entry}
}

/** Who an application is to data instances, in the words of its client. */
function loginOf(access: Access): {readonly username?: string; readonly password?: string} {
  const {user, password} = clientOf(access)
  return {...(user === undefined ? {} : {username: user}), ...(password === undefined ? {} : {password})}
}

/** @throws RedislabError NOT_SUPPORTED for a deployment without sentinels */
export function nodeRedisOptions({plan, ...access}: Reached, masterName: string): NodeRedisOptions {
  const {sentinelPassword, tls} = access
  const sentinels = addressesOf(plan, 'sentinel')
  if (sentinels.length > 0) {
    return {
      name: masterName,
      sentinelRootNodes: [...sentinels],
      ...unlessEmpty('nodeClientOptions', {...loginOf(access), ...socketOf(tls)}),
      ...unlessEmpty('sentinelClientOptions', {
        ...(sentinelPassword === undefined ? {} : {password: sentinelPassword}),
        ...socketOf(tls),
      }),
    }
  }
  const isCluster = plan.mode === 'cluster'
  throw new RedislabError('NOT_SUPPORTED', `createSentinel needs sentinels, and ${plan.topology} has none.`, {
    suggestions: [
      isCluster
        ? 'createCluster({rootNodes: deployment.nodes.map((socket) => ({socket})), defaults: {username: deployment.username, password: deployment.password}})'
        : 'createClient({url: await deployment.url()})',
    ],
  })
}

function socketOf(tls: Tls | undefined): {readonly socket?: {readonly tls: true; readonly ca: string}} {
  return tls === undefined ? {} : {socket: {tls: true, ca: tls.ca}}
}

function unlessEmpty<Name extends string, Options extends object>(
  name: Name,
  options: Options,
): {readonly [name in Name]?: Options} {
  return Object.keys(options).length === 0 ? {} : ({[name]: options} as {readonly [name in Name]: Options})
}
