/**
 * Whether a node refuses CLUSTER SETSLOT since it is a master no more. One whose last slot is gone becomes a replica, and may
 * hear of it from the new owner before it is told. Valkey 8 has the command wait for the replicas of the node first (cluster
 * shards keep the same slots through a failover that way), and who waits at that moment is woken with UNBLOCKED.
 */
export function isReplicaByNow(reply: string): boolean {
  return /SETSLOT only with (masters|primaries)|UNBLOCKED .*instance state changed/i.test(reply)
}
