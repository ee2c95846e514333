import {featuresOf, type ServerVersion} from '../redis/server-version.ts'
import {busPortOffset, type Plan, type PlannedInstance} from '../topology/plan.ts'
import {formatSlots} from '../topology/slots.ts'

/**
 * The cluster configuration file (nodes.conf) of one node, as if all nodes had met already: who is who, who replicates
 * from whom, and which slots are whose. So no node has to be introduced, and ids are known before anything runs.
 *
 * A line is `id ip:port@busport flags master ping-sent pong-received config-epoch link-state slots…`, as in
 * CLUSTER NODES; the last line holds the epochs (cluster.c: clusterLoadConfig). Each master has a config epoch of its own,
 * as after `redis-cli --cluster create`.
 *
 * @param server that will read it
 */
export function renderNodesConf(plan: Plan, own: PlannedInstance, server: ServerVersion): string {
  const nodes = plan.instances.filter(({kind}) => kind === 'redis')
  const lines = nodes.map((node) => {
    const master = nodes.find(({name}) => name === node.replicaOf)
    const shard = plan.masters.findIndex(({name}) => name === node.masterName)
    const {slots, moreSlots = [], instance} = plan.masters[shard] ?? {}
    const first = nodes.find(({name}) => name === instance)
    return nodeLine(node, {
      shardId: first === undefined ? undefined : shardIdOf(first, server),
      isMyself: node.name === own.name,
      masterId: master?.nodeId,
      epoch: shard + 1,
      slots:
        master === undefined && slots !== undefined
          ? [slots, ...moreSlots].map((range) => formatSlots([range]))
          : [],
    })
  })
  return `${lines.join('\n')}\nvars currentEpoch ${plan.masters.length} lastVoteEpoch 0\n`
}

/** The same for a node that knows nobody but itself: a master without slots. */
export function renderLoneNodesConf(own: PlannedInstance, server: ServerVersion): string {
  const shardId = shardIdOf(own, server)
  const line = nodeLine(own, {isMyself: true, masterId: undefined, epoch: 0, slots: [], shardId})
  return `${line}\nvars currentEpoch 0 lastVoteEpoch 0\n`
}

/**
 * The id of the shard that a node is the first master of: its own id backwards, so that every file has the same one.
 * A node that reads none makes one up for every other node, leaves the masters out of CLUSTER SHARDS, and may refuse at
 * its next start what it has saved until then (cluster_legacy.c: clusterLoadConfig, createClusterNode).
 *
 * @returns undefined for a server that has none: it would take it for a hostname
 */
function shardIdOf({nodeId = ''}: PlannedInstance, server: ServerVersion): string | undefined {
  return featuresOf(server).shardIds ? [...nodeId].reverse().join('') : undefined
}

/** The same without a node, for one that does not run now and is to have forgotten that node when it comes back. */
export function withoutNode(nodesConf: string, nodeId: string): string {
  return nodesConf
    .split('\n')
    .filter((line) => !line.startsWith(`${nodeId} `))
    .join('\n')
}

interface NodeFacts {
  readonly isMyself: boolean
  readonly masterId: string | undefined
  readonly epoch: number
  readonly slots: readonly string[]
  readonly shardId: string | undefined
}

function nodeLine(
  {nodeId, host, port}: PlannedInstance,
  {isMyself, masterId, epoch, slots, shardId}: NodeFacts,
): string {
  const flags = [...(isMyself ? ['myself'] : []), masterId === undefined ? 'master' : 'slave']
  // Behind the first comma stands the hostname, of which there is none.
  const where = `${host}:${port}@${port + busPortOffset}${shardId === undefined ? '' : `,,shard-id=${shardId}`}`
  return [nodeId, where, flags.join(','), masterId ?? '-', 0, 0, epoch, 'connected', ...slots].join(' ')
}
