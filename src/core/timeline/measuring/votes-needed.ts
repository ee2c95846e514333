/** A leader needs a majority of all known sentinels, and at least the quorum (sentinel.c, sentinelGetLeader). */
export function votesNeeded(sentinels: number, quorum: number): number {
  return Math.max(Math.floor(sentinels / 2) + 1, quorum)
}
