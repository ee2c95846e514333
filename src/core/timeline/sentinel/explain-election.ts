import {joinNames} from '../../text/join-names.ts'
import {formatDuration} from '../../time/duration.ts'
import type {TimelineEntry} from '../entries/entry.ts'
import type {Reason} from '../explaining/facts.ts'
import type {Attempt} from '../failover.ts'
import {unfitReplicas} from './explain-unfit-replicas.ts'
import type {SentinelFacts} from './facts.ts'

/** Which sentinels voted for the leader. */
export function elected(facts: SentinelFacts, {leader, epoch, votes, electedMs}: Attempt): readonly Reason[] {
  if (leader === null || facts.failover.details.requestedAt !== null) return []
  const mine = votes.filter(({candidate}) => candidate === leader).map(({voter}) => voter)
  const needed = facts.isCountKnown ? `; ${facts.votesNeeded} of ${facts.voters} votes were needed` : ''
  const text = `${leader} asked for votes in round ${epoch} and was elected by ${joinNames(mine)}${needed}.`
  const electedAt = facts.incident.at + (electedMs ?? 0)
  const lines = facts.linesOf(leader, '+elected-leader').filter(({at}) => at === electedAt)
  return [{text, evidence: [...facts.votesOf(epoch).filter(({at}) => at <= electedAt), ...lines]}]
}

/** Why this replica and no other, and what it may lack. */
export function chosen(facts: SentinelFacts): readonly Reason[] {
  return [...whyChosen(facts), ...wasCutOff(facts)]
}

/** Links between the new master and the old one were cut before it happened: what was sent then never arrived. */
function wasCutOff({incident, failover}: SentinelFacts): readonly Reason[] {
  const {oldMaster, linkFaultsBefore, at} = incident
  const {newMaster} = failover
  const cut = linkFaultsBefore.find(
    ({fault}) =>
      fault?.fault === 'partition' &&
      fault.links?.some(
        ({from, to}) => [from, to].includes(oldMaster) && [from, to].includes(newMaster ?? ''),
      ),
  )
  if (cut === undefined) return []
  const text = `${newMaster} was cut off from ${oldMaster} ${formatDuration(at - cut.at)} before: it lacks what ${oldMaster} took after that.`
  return [{text, evidence: [cut]}]
}

function whyChosen(facts: SentinelFacts): readonly Reason[] {
  const {choice, attempts} = facts.failover.details
  const {newMaster} = facts.failover
  if (choice === null) return []
  const success = attempts.find(({result}) => result === 'promoted')
  const evidence = facts
    .between(success?.startedMs ?? 0, Number.POSITIVE_INFINITY)
    .filter(
      ({kind, instance}) =>
        kind === '+selected-slave' || (kind === 'replid-shifted' && instance === newMaster),
    )
  return [{text: choice, evidence}]
}

/** Odown, and no sentinel acted. */
export function noAttempt(facts: SentinelFacts): readonly Reason[] {
  const text = 'It is objectively down, but no sentinel has started a failover.'
  return [{text, evidence: facts.ofKind('+odown')}]
}

/** Why each try came to nothing. What is wrong with the replicas is said once, however often it was tried. */
export function failedAttempts(facts: SentinelFacts, attempts: readonly Attempt[]): readonly Reason[] {
  const firstWithout = attempts.find(({result}) => result === 'no-good-replica')
  return attempts.flatMap((attempt) => [
    ...failedAttempt(facts, attempt),
    ...(attempt === firstWithout ? unfitReplicas(facts, attempt, abortsOf(facts, attempt)) : []),
  ])
}

function failedAttempt(facts: SentinelFacts, attempt: Attempt): readonly Reason[] {
  const {result, epoch, endedMs, leader} = attempt
  const at = endedMs === null ? '' : ` after ${formatDuration(endedMs)}`
  switch (result) {
    case 'not-elected':
      return notElected(facts, attempt, [...facts.votesOf(epoch), ...abortsOf(facts, attempt)])
    case 'no-good-replica': {
      const text = `${leader} was elected in round ${epoch} and found no replica fit to be promoted${at}.`
      return [{text, evidence: abortsOf(facts, attempt)}]
    }
    case 'replica-timeout':
      return [replicaTimedOut(facts, attempt)]
    case 'open':
      return [leftOpen(facts, attempt)]
    case 'promoted':
      return []
  }
}

function replicaTimedOut(facts: SentinelFacts, attempt: Attempt): Reason {
  const {epoch, leader, selected, selectedMs} = attempt
  const {values, masterName, at} = facts.incident
  const timeoutMs = values.ofSentinel(leader ?? '', masterName, 'failover-timeout', at + (selectedMs ?? 0))
  const within = timeoutMs === null ? '' : ` (${timeoutMs} ms)`
  const steps = partOf(facts, attempt)
  const faults = facts.faultsOn(selected, selectedMs ?? 0, attempt.endedMs ?? Number.POSITIVE_INFINITY)
  return {
    text: `In round ${epoch} ${leader} was elected and chose ${selected}, which was not seen to become a master within failover-timeout${within}${because(faults)}.`,
    evidence: [
      ...steps.filter(({kind}) => kind === '+selected-slave'),
      ...faults,
      ...abortsOf(facts, attempt),
    ],
  }
}

/** A round without an end in the logs: what it waits for, or what came between. */
function leftOpen(facts: SentinelFacts, attempt: Attempt): Reason {
  const {epoch, leader, candidates, electedMs} = attempt
  const isPast = facts.failover.outcome === 'failed-over'
  if (leader === null)
    return {
      text: `Round ${epoch} of the election, called by ${joinNames(candidates)}, ${isPast ? 'had no winner' : 'was still open'}.`,
      evidence: facts.votesOf(epoch),
    }
  const faults = facts.faultsOn(leader, electedMs ?? 0, Number.POSITIVE_INFINITY).slice(0, 1)
  const elected = partOf(facts, attempt).filter(({kind}) => kind === '+elected-leader')
  return {
    text: `${leader} was elected in round ${epoch} and ${isPast || faults.length > 0 ? 'did not carry it through' : 'was still at work'}${because(faults)}.`,
    evidence: [...facts.votesOf(epoch), ...elected, ...faults],
  }
}

function because(faults: readonly TimelineEntry[]): string {
  const [first] = faults
  return first === undefined ? '' : `: ${first.message}`
}

/** What the sentinels of a round said while it was under way. */
function partOf(facts: SentinelFacts, {startedMs, endedMs, candidates}: Attempt): readonly TimelineEntry[] {
  return facts
    .between(startedMs, endedMs ?? Number.POSITIVE_INFINITY)
    .filter(({instance}) => candidates.includes(instance ?? ''))
}

function abortsOf(facts: SentinelFacts, attempt: Attempt): readonly TimelineEntry[] {
  return partOf(facts, attempt).filter(({kind}) => kind.startsWith('-failover-abort-'))
}

/** No candidate got a majority: the votes were split, too few sentinels gave one, or the candidate did not hear of them. */
export function notElected(
  facts: SentinelFacts,
  {epoch, votes, candidates}: Attempt,
  evidence: readonly TimelineEntry[],
): readonly Reason[] {
  if (!facts.isCountKnown) return [notElectedByUnknown({epoch, votes, candidates}, evidence)]
  const needed = facts.votesNeeded
  const total = facts.voters
  const votesFor = (name: string) => votes.filter(({candidate}) => candidate === name).length
  if (candidates.length > 1) {
    const counts = joinNames(candidates.map((name) => `${votesFor(name)} for ${name}`))
    const text = `The votes of round ${epoch} were split: ${counts}; ${needed} of ${total} were needed.`
    return [{text, evidence}]
  }
  const [only = ''] = candidates
  const strangers = total - facts.sentinels.length
  const others =
    strangers > 0 ? ` Sentinels outside this deployment count too: ${only} knows ${strangers} of them.` : ''
  const count = votesFor(only)
  if (count >= needed) {
    const text = `${only} was not elected in round ${epoch}, though ${count} of ${total} voted for it: it did not hear of enough of the votes in time.${others}`
    return [{text, evidence}]
  }
  const silent = facts.sentinels.filter((name) => !votes.some(({voter}) => voter === name))
  const down = silent.filter((name) => facts.wasDown(name))
  const why =
    down.length > 0
      ? `: ${joinNames(down)} ${down.length === 1 ? 'was' : 'were'} down or cut off`
      : silent.length > 0
        ? `: no vote came from ${joinNames(silent)}`
        : ''
  const text = `No majority: in round ${epoch} ${only} got ${count} of ${total} votes, and ${needed} were needed${why}.${others}`
  return [{text, evidence: [...evidence, ...facts.downEvidence(down)]}]
}

/** How many sentinels there are is not shown, so neither is how many votes were missing. */
function notElectedByUnknown(
  {epoch, votes, candidates}: Pick<Attempt, 'epoch' | 'votes' | 'candidates'>,
  evidence: readonly TimelineEntry[],
): Reason {
  const counts = joinNames(
    candidates.map((name) => `${votes.filter(({candidate}) => candidate === name).length} for ${name}`),
  )
  const text = `No sentinel was elected in round ${epoch}: these logs tell of ${counts}. It takes a majority of all sentinels that the candidate has on record, and no line shows how many these are: SENTINEL MASTERS says it (num-other-sentinels).`
  return {text, evidence}
}

/** Why it takes so long until the next try. */
export function delayed(facts: SentinelFacts): readonly Reason[] {
  const last = facts.ofKind('next-failover-delayed').at(-1)
  if (last === undefined) return []
  const {values, masterName} = facts.incident
  const timeoutMs = values.ofSentinel(last.instance ?? '', masterName, 'failover-timeout', last.at)
  const time =
    timeoutMs === null
      ? 'twice failover-timeout after the one before at the earliest'
      : `${formatDuration(2 * timeoutMs)} after the one before at the earliest, which is twice failover-timeout (${timeoutMs} ms)`
  return [{text: `Next failover delay: a new attempt starts ${time}.`, evidence: [last]}]
}
