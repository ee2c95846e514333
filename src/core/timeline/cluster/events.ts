/** What nodes of a cluster say of another node: it belongs to the incident of that node's shard. */
export const ofNamedNode: ReadonlySet<string> = new Set([
  'node-possibly-failing',
  'node-failing',
  'node-failing-heard',
  'node-recovered',
  'vote-granted',
  'vote-denied',
  'probe-pfail',
  'probe-agrees',
])
/** What a node says of its own part in a failover of its shard. */
export const ofOwnShard: ReadonlySet<string> = new Set([
  'election-delayed',
  'election-rank-updated',
  'failed-master-rank-updated',
  'election-immediate',
  'election-started',
  'election-reset',
  'votes-so-far',
  'election-won',
  'config-epoch-set',
  'failover-impossible',
  'cluster-demoted',
  'manual-failover-accepted',
  'manual-failover-requested',
  'manual-failover-ready',
  'manual-failover-timed-out',
  'forced-failover-accepted',
  'shutdown-failover-requested',
  'shutdown-failover-impossible',
  'shutdown-failover-accepted',
  'takeover',
])
/** Whether a node serves at all: it belongs to every incident that is under way. */
export const ofAllShards: ReadonlySet<string> = new Set(['cluster-state-changed'])

/** Somebody asked a replica to take over. */
export const requests: ReadonlySet<string> = new Set([
  'manual-failover-accepted',
  'forced-failover-accepted',
  'shutdown-failover-accepted',
  'takeover',
])
/** From here on a replica has the slots of its master (cluster.c: clusterFailoverReplaceYourMaster). */
export const promotions: ReadonlySet<string> = new Set(['election-won', 'takeover'])

/** What a node saying that a master is away begins, where redislab had nothing to do with it. */
export const beginnings: ReadonlySet<string> = new Set([
  'node-possibly-failing',
  'node-failing',
  'node-failing-heard',
])

export function concernsClusters(kind: string): boolean {
  return ofNamedNode.has(kind) || ofOwnShard.has(kind) || ofAllShards.has(kind)
}
