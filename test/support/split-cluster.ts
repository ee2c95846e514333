import type {ClusterView} from '../../src/core/redis/cluster-nodes.ts'
import type {Observation} from '../../src/core/status/observation.ts'
import {afterFailover, healthy, planOf} from './samples.ts'

export const clusterPlan = planOf('3m3r', {cluster: true})

/** What a node says, changed. */
function change(observation: Observation | undefined, own: (view: ClusterView) => ClusterView): Observation {
  if (observation?.cluster === undefined) throw new Error('not a node of a cluster')
  return {...observation, cluster: own(observation.cluster)}
}

/**
 * What is found when n1 is alone behind a cut, and n4 has its slots on the other side, in a newer epoch. Each with the
 * cluster_state that is told.
 */
export function splitCluster({n1 = 'fail', n4 = 'ok'} = {}) {
  const observations = healthy(clusterPlan)
  for (const [name, promoted] of healthy(afterFailover(clusterPlan, 'n4'))) {
    if (name === 'n1') continue
    const newer = (view: ClusterView): ClusterView => ({
      ...view,
      state: n4,
      nodes: view.nodes.map((node) => (node.address === '127.0.0.1:6383' ? {...node, configEpoch: 4} : node)),
    })
    observations.set(name, change(promoted, newer))
  }
  return observations.set(
    'n1',
    change(observations.get('n1'), (view) => ({
      ...view,
      state: n1,
      nodes: view.nodes.map((node) =>
        node.flags.includes('myself') ? node : {...node, flags: [...node.flags, 'fail?']},
      ),
    })),
  )
}
