import {RedislabError} from '../../core/errors/errors.ts'
import {formatAddress, type Plan, type PlannedInstance} from '../../core/topology/plan.ts'
import type {Address, Instance} from '../options.ts'
import type {IoredisOptions, NodeRedisOptions} from './connections.ts'

/** What clients need to know of a deployment. */
export interface Reached {
  readonly plan: Plan
  readonly password?: string | undefined
  readonly sentinelPassword?: string | undefined
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
export function ioredisOptions(
  {plan, password, sentinelPassword}: Reached,
  masterName: string,
): IoredisOptions {
  const {mode, masters, instances} = plan
  if (mode === 'cluster') {
    throw new RedislabError('NOT_SUPPORTED', 'A client of a cluster is not made from these options.', {
      suggestions: ['new Cluster([...deployment.nodes], {redisOptions: {password: deployment.password}})'],
    })
  }
  const secret = password === undefined ? {} : {password}
  const sentinels = addressesOf(plan, 'sentinel')
  if (sentinels.length > 0) {
    const ofSentinels = sentinelPassword === undefined ? {} : {sentinelPassword}
    return {sentinels: [...sentinels], name: masterName, ...secret, ...ofSentinels}
  }
  const first = masters.find(({name}) => name === masterName)?.instance
  const {host, port} = instances.find(({name}) => name === first) as PlannedInstance
  return {host, port, ...secret}
}

/** @throws RedislabError NOT_SUPPORTED for a deployment without sentinels */
export function nodeRedisOptions(
  {plan, password, sentinelPassword}: Reached,
  masterName: string,
): NodeRedisOptions {
  const sentinels = addressesOf(plan, 'sentinel')
  if (sentinels.length > 0) {
    return {
      name: masterName,
      sentinelRootNodes: [...sentinels],
      ...(password === undefined ? {} : {nodeClientOptions: {password}}),
      ...(sentinelPassword === undefined ? {} : {sentinelClientOptions: {password: sentinelPassword}}),
    }
  }
  const isCluster = plan.mode === 'cluster'
  throw new RedislabError('NOT_SUPPORTED', `createSentinel needs sentinels, and ${plan.topology} has none.`, {
    suggestions: [
      isCluster
        ? 'createCluster({rootNodes: deployment.nodes.map((socket) => ({socket})), defaults: {password: deployment.password}})'
        : 'createClient({url: await deployment.url()})',
    ],
  })
}
