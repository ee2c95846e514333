import {joinNames} from '../../text/join-names.ts'
import {formatDuration} from '../../time/duration.ts'
import type {Reason} from '../explaining/facts.ts'
import type {Attempt} from '../failover.ts'
import {mayTakeOver, tooOld} from './choice.ts'
import type {ClusterFacts} from './facts.ts'

/** How long the replica that won had waited, next to the others, and which masters voted for it. */
export function wonElection(facts: ClusterFacts): readonly Reason[] {
  const {attempts, choice, votesNeeded: needed} = facts.failover.details
  const success = attempts.find(({result}) => result === 'promoted')
  // A replica that asks for votes after another one has won has not heard of it yet.
  const before = attempts.filter(
    (it) => it !== success && it.startedMs <= (success?.startedMs ?? it.startedMs),
  )
  return [
    ...(choice === null ? askedAtOnce(facts) : [{text: choice, evidence: facts.ofKind('election-delayed')}]),
    ...before.flatMap((it) => lostElection(facts, it)),
    ...(success === undefined
      ? []
      : [
          {
            text: `${success.leader} asked the masters for their votes in epoch ${success.epoch} and got those of ${joinNames(success.votes.map(({voter}) => voter))}${facts.isCountKnown ? `; ${needed} were needed` : ''}.`,
            evidence: [...linesOf(facts, success), ...facts.ofKind('election-won')],
          },
        ]),
  ]
}

/** Valkey 9 lets a replica ask without waiting when it knows that it is the best (cluster_legacy.c: myselfIsBestRankedReplica). */
function askedAtOnce(facts: ClusterFacts): readonly Reason[] {
  const {newMaster} = facts.failover
  const evidence = facts.linesOf(newMaster, 'election-immediate')
  if (evidence.length === 0) return []
  const text = `${newMaster} did not wait before it asked for votes: every replica of the shard knew that the master had failed, and none had more of the data.`
  return [{text, evidence}]
}

/** Why an election had no winner: which masters voted, and which refused for which reason. */
export function lostElection(facts: ClusterFacts, attempt: Attempt): readonly Reason[] {
  const {candidates, epoch, result, endedMs} = attempt
  const needed = facts.failover.details.votesNeeded
  const denied = facts
    .ofKind('vote-denied')
    .filter(({fields}) => candidates.includes(facts.context.names.ofRunId(fields['node'])))
  const whyNot = denied.map(({instance, fields}) => `${instance} refused: ${String(fields['reason'])}`)
  const gone = facts.mastersGone.filter((name) => !attempt.votes.some(({voter}) => voter === name))
  const why = [...whyNot, ...(gone.length === 0 ? [] : [`${joinNames(gone)} could not vote`])]
  const end = result === 'open' ? 'has not been decided' : `failed after ${formatDuration(endedMs ?? 0)}`
  const text = `The election of ${joinNames(candidates)} in epoch ${epoch} ${end}: it got ${votesOf(attempt)}${facts.isCountKnown ? `, and needs ${needed}` : ''}${why.length === 0 ? '' : `; ${why.join('; ')}`}.`
  return [{text, evidence: [...linesOf(facts, attempt), ...denied, ...facts.ofKind('failover-impossible')]}]
}

function votesOf({votes}: Attempt): string {
  if (votes.length === 0) return 'no vote'
  return `the vote${votes.length === 1 ? '' : 's'} of ${joinNames(votes.map(({voter}) => voter))}`
}

/** Up to the decision: votes that came later decided nothing. */
function linesOf(facts: ClusterFacts, {epoch, electedMs}: Attempt) {
  return facts
    .between(0, electedMs ?? Number.POSITIVE_INFINITY)
    .filter(({kind, fields}) => /^(?:election-started|vote-granted)$/.test(kind) && fields['epoch'] === epoch)
}

/** Why no replica of the shard stood for election. */
export function noCandidate(facts: ClusterFacts): readonly Reason[] {
  const {oldMaster, masterName, members, values, at} = facts.incident
  const failedAt = at + (facts.failover.phases.odownMs ?? 0)
  const replicas = members.filter((name) => name !== oldMaster)
  const left = replicas.filter((name) => !facts.absent.has(name))
  if (replicas.length === 0) {
    const text = `${masterName} has no replica that could take over the slots of ${oldMaster}. They come back with it, or are lost.`
    return [{text, evidence: facts.cause}]
  }
  if (left.length === 0) {
    const text = `No replica of ${masterName} was there: ${joinNames(replicas)} ${replicas.length === 1 ? 'was' : 'were'} down or cut off too, so no replica can take over the slots of ${oldMaster}.`
    return [{text, evidence: facts.downEvidence(replicas)}]
  }
  const forbidden = left.filter((name) => !mayTakeOver(facts.incident, name, failedAt))
  if (forbidden.length === left.length) {
    const text = `cluster-replica-no-failover is yes: ${joinNames(left)} may not take over unless it is asked to (redislab failover ${left[0]} --force).`
    return [{text, evidence: [...directivesSet(facts, left), ...facts.cause]}]
  }
  const old = left.flatMap((name) => tooOld(facts.incident, name) ?? [])
  if (old.length < left.length) return []
  const factors = new Set(
    left.map((name) => values.ofNode(name, 'cluster-replica-validity-factor', failedAt)),
  )
  const [factor] = factors
  const shown = factors.size === 1 && factor != null ? ` (${factor})` : ''
  const text = `${joinNames(left)} ${left.length === 1 ? 'was' : 'were'} disconnected from ${oldMaster} for longer than a replica may be that takes over: cluster-replica-validity-factor${shown} × cluster-node-timeout${facts.timeout}, and one repl-ping-replica-period.`
  return [{text, evidence: [...directivesSet(facts, left), ...old]}]
}

/** What was set while they ran. */
function directivesSet({incident}: ClusterFacts, replicas: readonly string[]) {
  return incident.evidence.filter(
    ({fault}) => fault?.directives !== undefined && fault.instances.some((name) => replicas.includes(name)),
  )
}
