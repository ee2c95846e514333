/**
 * How long after one election of a replica its next one may begin, in milliseconds: twice as long as the votes of one may
 * take, which is twice cluster-node-timeout and at least 2 s (cluster.c: clusterHandleSlaveFailover).
 */
export function retryAfterMs(nodeTimeoutMs: number): number {
  return 2 * Math.max(2 * nodeTimeoutMs, 2000)
}
