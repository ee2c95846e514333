import {RedislabError} from '../errors/errors.ts'
import type {Topology} from './topology.ts'

/** A host that instances run on, and the address by which it is reached from everywhere. */
export interface PlannedHost {
  readonly name: string
  readonly address: string
}

/** Which host has which instance, by its place among the data instances and among the sentinels. */
export interface Spread {
  readonly data: readonly PlannedHost[]
  readonly sentinels: readonly PlannedHost[]
}

/**
 * Spreads instances over hosts: masters and sentinels in turn, and each replica on another host than its master. So the loss of one
 * host leaves a majority of those who vote: the sentinels, or the masters of a cluster.
 *
 * @throws RedislabError OPTION_INVALID where there are too few hosts for that
 */
export function spread(
  {masters, replicas, sentinels, chain, cluster}: Topology,
  hosts: readonly PlannedHost[],
): Spread {
  checkMajority(sentinels, 'sentinels', hosts)
  if (cluster) checkMajority(masters, 'masters', hosts)
  if (replicas > 0 && hosts.length < 2) throw tooFew('A replica would be on the host of its master', 2)
  const at = (index: number) => hosts[index % hosts.length] as PlannedHost
  return {
    data: Array.from({length: masters + replicas}, (_, index) => {
      if (index < masters) return at(index)
      const replica = index - masters
      // The first replica of each master is one host further than it, the second two; never once around.
      const step = 1 + (Math.floor(replica / (chain ? 1 : masters)) % (hosts.length - 1))
      return at((replica % masters) + step)
    }),
    sentinels: Array.from({length: sentinels}, (_, index) => at(index)),
  }
}

/** The hosts of which some instances are all. */
export function wholeHosts(
  instances: readonly {readonly name: string; readonly onHost?: string}[],
  names: readonly string[],
): readonly string[] {
  const hosts = [...new Set(instances.flatMap(({onHost}) => onHost ?? []))]
  return hosts.filter((host) => instances.every(({name, onHost}) => onHost !== host || names.includes(name)))
}

/** In turn, the first host has most: what is left without it has to be a majority of all. */
function checkMajority(count: number, what: string, hosts: readonly PlannedHost[]): void {
  if (count === 0) return
  const most = Math.ceil(count / hosts.length)
  if (count - most >= Math.floor(count / 2) + 1) return
  throw tooFew(`One host would have ${most} of ${count} ${what}, and its loss would leave no majority`, 3)
}

function tooFew(why: string, wanted: number): RedislabError {
  return new RedislabError('OPTION_INVALID', `${why}.`, {
    suggestions: [
      `Name ${wanted} hosts or more: --hosts a,b${wanted === 3 ? ',c' : ''}; and have an odd number of sentinels, three or more, or of masters in a cluster.`,
    ],
  })
}
