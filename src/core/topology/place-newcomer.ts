import {RedislabError} from '../errors/errors.ts'
import type {Plan, PlannedInstance} from './plan.ts'
import type {PlannedHost} from './spread.ts'

/**
 * On which of the other hosts an instance more runs: a master where the fewest masters are, so that no host has a majority of them where
 * that can be had; a replica away from whom it replicates and from the master of its group, where the group has fewest. Among equals,
 * where the fewest masters are, since a replica may become one, and then where the fewest data instances are.
 *
 * @param upstream whom it replicates from; undefined for a master
 * @param masters those that are masters now, which after a failover are others than those of the plan
 * @returns undefined when the instances run on this machine
 * @throws RedislabError WRONG_STATE when a replica would be on the host of its master
 */
export function placeNewcomer(
  {
    name,
    topology,
    instances,
    hosts = hostsOf(instances),
  }: Pick<Plan, 'name' | 'topology' | 'instances' | 'hosts'>,
  upstream: string | undefined,
  masters: readonly string[],
): PlannedHost | undefined {
  if (hosts.length === 0) return undefined
  const data = instances.filter(({kind}) => kind === 'redis')
  const firsts = data.filter((one) => masters.includes(one.name))
  const above = data.find((instance) => instance.name === upstream)
  const group = above === undefined ? [] : data.filter(({masterName}) => masterName === above.masterName)
  const avoided = group.filter((one) => one === above || firsts.includes(one))
  const count = (some: readonly PlannedInstance[], host: PlannedHost) =>
    some.filter(({onHost}) => onHost === host.name).length
  const [best] = hosts
    .filter((host) => count(avoided, host) === 0)
    .toSorted(
      (a, b) =>
        count(group, a) - count(group, b) ||
        count(firsts, a) - count(firsts, b) ||
        count(data, a) - count(data, b),
    )
  if (best !== undefined) return best
  throw new RedislabError(
    'WRONG_STATE',
    `"${name}" has no host for it: each of its hosts has the master, or whom the replica would replicate from.`,
    {
      suggestions: [
        `Start it again on one host more: redislab up ${topology} --hosts ${hosts.map((host) => host.name).join(',')},OTHER --replace`,
      ],
      details: {hosts: hosts.map((host) => host.name)},
    },
  )
}

/** Those that have an instance, in the order in which they have: records of before tell of no others. */
function hostsOf(instances: readonly PlannedInstance[]): readonly PlannedHost[] {
  const byName = new Map<string, PlannedHost>()
  for (const {onHost, host} of instances) {
    if (onHost !== undefined && !byName.has(onHost)) byName.set(onHost, {name: onHost, address: host})
  }
  return [...byName.values()]
}
