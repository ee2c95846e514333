import {busPortOffset, type Plan, type PlannedInstance} from '../topology/plan.ts'
import {formatSlots} from '../topology/slots.ts'

/**
 * The cluster configuration file (nodes.conf) of one node, as if all nodes had met already: who is who, who replicates
 * from whom, and which slots are whose. So no node has to be introduced, and ids are known before anything runs.
 *
 * A line is `id ip:port@busport flags master ping-sent pong-received config-epoch link-state slots…`, as in
 * CLUSTER NODES; the last line holds the epochs (cluster.c: clusterLoadConfig). Each master has a config epoch of its own,
 * as after `redis-cli --cluster create`.
 */
export function renderNodesConf(plan: Plan, own: PlannedInstance): string {
  const nodes = plan.instances.filter(({kind}) => kind === 'redis')
  const lines = nodes.map((node) => {
    const master = nodes.find(({name}) => name === node.replicaOf)
    const shard = plan.masters.findIndex(({name}) => name === node.masterName)
    const slots = plan.masters[shard]?.slots
    const flags = [
      ...(node === own || node.name === own.name ? ['myself'] : []),
      master === undefined ? 'master' : 'slave',
    ]
    return [
      node.nodeId,
      `${node.host}:${node.port}@${node.port + busPortOffset}`,
      flags.join(','),
      master?.nodeId ?? '-',
      0,
      0,
      shard + 1,
      'connected',
      ...(master === undefined && slots !== undefined ? [formatSlots([slots])] : []),
    ].join(' ')
  })
  return `${lines.join('\n')}\nvars currentEpoch ${plan.masters.length} lastVoteEpoch 0\n`
}
