import type {Attempt, Vote} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'
import type {InstanceNames} from '../incidents/names.ts'
import {type OpenAttempt, openAttempt} from '../measuring/attempt.ts'

/**
 * The elections of a shard. A replica asks all masters for their vote, in an epoch of its own; the one that wins takes the slots
 * over at once, so being elected and being promoted are one (cluster.c: clusterHandleSlaveFailover).
 */
export function findElections({evidence, at}: Incident, names: InstanceNames): readonly Attempt[] {
  const elections = new Map<number, OpenAttempt>()
  const running = new Map<string, OpenAttempt>()
  const votes: {readonly epoch: number; readonly vote: Vote}[] = []
  for (const {kind, instance, fields, at: time} of evidence) {
    const node = instance ?? ''
    const ms = time - at
    const election = running.get(node)
    if (kind === 'election-started') {
      const opened = openAttempt(Number(fields['epoch']), ms)
      opened.candidates.push(node)
      elections.set(opened.epoch, opened)
      running.set(node, opened)
    } else if (kind === 'vote-granted') {
      const vote = {voter: node, candidate: names.ofRunId(fields['node']), ms}
      votes.push({epoch: Number(fields['epoch']), vote})
    } else if (kind === 'election-won' && election !== undefined) {
      Object.assign(election, {leader: node, electedMs: ms, selected: node, selectedMs: ms})
      Object.assign(election, {result: 'promoted', endedMs: ms})
      running.delete(node)
    } else if (
      (kind === 'failover-impossible' && /expired/.test(String(fields['reason']))) ||
      kind === 'manual-failover-timed-out' ||
      kind === 'election-reset' ||
      kind === 'cluster-demoted'
    ) {
      if (election !== undefined) Object.assign(election, {result: 'not-elected', endedMs: ms})
      running.delete(node)
    }
  }
  for (const {epoch, vote} of votes) {
    const election = elections.get(epoch)
    // A master that hears late of an election votes all the same: such a vote elects none.
    if (election !== undefined && vote.ms <= (election.electedMs ?? vote.ms)) election.votes.push(vote)
  }
  return [...elections.values()]
}

/**
 * How long after one election of a replica its next one may begin, in milliseconds: twice as long as the votes of one may
 * take, which is twice cluster-node-timeout and at least 2 s (cluster.c: clusterHandleSlaveFailover).
 */
export function retryAfterMs(nodeTimeoutMs: number): number {
  return 2 * Math.max(2 * nodeTimeoutMs, 2000)
}
