import {RedislabError} from '../errors/errors.ts'
import type {Plan, PlannedInstance} from './plan.ts'
import type {PlannedHost} from './spread.ts'

/**
 * On which of the other hosts an instance more runs: a replica away from whom it replicates and from the master of its group, where
 * the group has fewest; a master where the fewest are. Among equals, where the fewest data instances are.
 *
 * @param upstream whom it replicates from; undefined for a master
 * @returns undefined when the instances run on this machine
 * @throws RedislabError WRONG_STATE when a replica would be on the host of its master
 */
export function placeNewcomer(
  {name, topology, masters, instances}: Pick<Plan, 'name' | 'topology' | 'masters' | 'instances'>,
  upstream: string | undefined,
): PlannedHost | undefined {
  const hosts = hostsOf(instances)
  if (hosts.length === 0) return undefined
  const data = instances.filter(({kind}) => kind === 'redis')
  const above = data.find((instance) => instance.name === upstream)
  const group = masters.find((one) => one.name === above?.masterName)
  const firsts = masters.map(({instance}) => instance)
  const avoided = data.filter((one) => one === above || one.name === group?.instance)
  const near =
    above === undefined
      ? data.filter((one) => firsts.includes(one.name))
      : data.filter(({masterName}) => masterName === above.masterName)
  const count = (some: readonly PlannedInstance[], host: PlannedHost) =>
    some.filter(({onHost}) => onHost === host.name).length
  const [best] = hosts
    .filter((host) => above === undefined || count(avoided, host) === 0)
    .toSorted((a, b) => count(near, a) - count(near, b) || count(data, a) - count(data, b))
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

/** Those that have an instance, in the order in which they have. */
function hostsOf(instances: readonly PlannedInstance[]): readonly PlannedHost[] {
  const byName = new Map<string, PlannedHost>()
  for (const {onHost, host} of instances) {
    if (onHost !== undefined && !byName.has(onHost)) byName.set(onHost, {name: onHost, address: host})
  }
  return [...byName.values()]
}
