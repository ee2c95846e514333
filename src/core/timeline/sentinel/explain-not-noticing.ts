import {joinNames} from '../../text/join-names.ts'
import {formatDuration} from '../../time/duration.ts'
import {stateAfter, type TimelineEntry} from '../entries/entry.ts'
import type {Reason} from '../explaining/facts.ts'
import {largest} from '../incidents/values-in-force.ts'
import {isMute} from '../measuring/presence.ts'
import type {SentinelFacts} from './facts.ts'

/** Replication alone promotes no replica. */
export function noSentinels(facts: SentinelFacts): readonly Reason[] {
  const {topology, isEvidenced} = facts.context.plan
  if (isEvidenced) return []
  const text = `There are no sentinels in ${topology}: nothing watches ${facts.incident.oldMaster}, and nothing promotes a replica. It takes an operator, or a topology with sentinels such as 1m2r3s.`
  return [{text, evidence: facts.cause}]
}

/** Why no sentinel counted the master as down. */
export function notCountedDown(facts: SentinelFacts): readonly Reason[] {
  const {oldMaster, cause, masterName} = facts.incident
  const left = facts.sentinelsLeft
  const needed = facts.votesNeeded
  const hit = cause?.fault?.instances ?? []
  const reasons: Reason[] = []
  const before = facts.incident.sdownBefore
  if (before.length > 0) {
    reasons.push({
      text: `${joinNames(before.map(({instance}) => instance ?? ''))} counted ${oldMaster} as down already.`,
      evidence: before,
    })
  } else if (cause === null) {
    // Nothing was done to it that is known of.
  } else if (!hit.includes(oldMaster)) {
    reasons.push({
      text: `The master of ${masterName} was not touched: ${oldMaster} keeps running, so there is no reason for a failover.`,
      evidence: facts.cause,
    })
  } else reasons.push(notSilentLongEnough(facts))
  if (facts.isCountKnown && left.length > 0 && left.length < needed)
    reasons.push({
      text: `With only ${joinNames(left)} left of ${facts.voters} sentinels, a failover would not be possible: ${needed} votes are needed${needed > facts.majority ? ', as many as the quorum' : ''}.`,
      evidence: facts.downEvidence(facts.sentinels),
    })
  return reasons
}

function notSilentLongEnough(facts: SentinelFacts): Reason {
  const {oldMaster, masterName, values, at} = facts.incident
  const evidence = facts.cause
  const away = sentinelsAway(facts)
  if (away.length === facts.sentinels.length)
    return {
      text: `No sentinel ran while ${oldMaster} was away, so none noticed: ${joinNames(away.map(({name}) => name))} did not run either.`,
      evidence: [...evidence, ...facts.downEvidence(facts.sentinels)],
    }
  const backMs = returnOf(facts)
  const downAfterMs = largest(
    facts.sentinelsLeft.map((name) => values.ofSentinel(name, masterName, 'down-after-milliseconds', at)),
  )
  const must =
    downAfterMs === null ? '' : `: it must be silent for down-after-milliseconds (${downAfterMs} ms)`
  const back =
    backMs === undefined || downAfterMs === null ? '' : `, and it was back after ${formatDuration(backMs)}`
  const isShort = backMs === undefined || downAfterMs === null || backMs < downAfterMs
  return {text: `No sentinel counted ${oldMaster} as down${isShort ? `${must}${back}` : ''}.`, evidence}
}

/** When the master ran again, in milliseconds from the beginning; undefined when nothing says so. */
function returnOf({incident}: SentinelFacts): number | undefined {
  const {oldMaster, evidence, at} = incident
  const back = evidence.find(
    ({instance, kind, fault}) =>
      (instance === oldMaster && kind === 'ready') ||
      (fault?.fault === 'resume' && stateAfter(fault) === 'up' && fault.instances.includes(oldMaster)),
  )
  return back && back.at - at
}

interface Away {
  readonly name: string
  readonly cause: TimelineEntry | null
  /** When it was back, in milliseconds from the beginning; undefined when it never was. */
  readonly backMs: number | undefined
  readonly back: TimelineEntry | undefined
}

/** Sentinels that did not run when the incident began, or were taken down with the master. */
function sentinelsAway({incident, sentinels}: SentinelFacts): readonly Away[] {
  const {downBefore, evidence, at, cause} = incident
  const isCutOff = (entry: TimelineEntry | null | undefined) => entry?.fault?.links !== undefined
  return sentinels.flatMap((name): readonly Away[] => {
    const before = downBefore.get(name)
    const hit = cause?.fault
    const wasHit = hit?.instances.includes(name) && (stateAfter(hit) === 'down' || hit.fault === 'restart')
    const wasAway = wasHit || (downBefore.has(name) && !isCutOff(before))
    if (!wasAway) return []
    const back = evidence.find(
      ({fault, instance, kind, at: time}) =>
        time > at &&
        ((fault?.instances.includes(name) && stateAfter(fault) === 'up') ||
          (instance === name && kind === 'starting')),
    )
    return [{name, cause: wasHit ? cause : (before ?? null), back, backMs: back && back.at - at}]
  })
}

/** Too few sentinels ran at first for a failover, and it had to wait until some were back. */
export function sentinelsCameLate(facts: SentinelFacts): readonly Reason[] {
  const away = sentinelsAway(facts)
  const needed = Math.max(facts.votesNeeded, facts.quorum ?? 0)
  const first = facts.failover.phases.odownMs ?? Number.POSITIVE_INFINITY
  const late = away.filter(({backMs}) => backMs !== undefined && backMs < first)
  if (late.length === 0 || facts.sentinels.length - away.length >= needed) return []
  const backMs = Math.min(...late.map((one) => one.backMs ?? 0))
  const names = joinNames(away.map(({name}) => name))
  const text = `${names} did not run at first; ${joinNames(late.map(({name}) => name))} came back after ${formatDuration(backMs)}. Until then there were too few sentinels: ${needed} are needed.`
  const evidence = new Set(away.flatMap(({cause, back}) => [cause, back]))
  return [{text, evidence: [...evidence].filter((entry) => entry != null)}]
}

/** No quorum: too few run, or those that run do not agree. */
export function noQuorum(facts: SentinelFacts): readonly Reason[] {
  const {oldMaster} = facts.incident
  const agreed = facts.failover.details.sdown.map(({sentinel}) => sentinel)
  const gone = facts.sentinels.filter((name) => facts.wasDown(name) && !agreed.includes(name))
  // Of one whose log is not there nobody knows what it counted.
  const others = facts.sentinels.filter(
    (name) => !agreed.includes(name) && !gone.includes(name) && !isMute(name, facts.incident, facts.context),
  )
  const sdown = facts.ofMaster('+sdown')
  const cut = facts.linkFaults
  const reasons: Reason[] = [{text: whyNoQuorum(facts, agreed), evidence: [...cut, ...sdown]}]
  const ended = gone.filter((name) => facts.gone.has(name))
  const cutOff = gone.filter((name) => !facts.gone.has(name))
  if (ended.length > 0)
    reasons.push({
      text: `${joinNames(ended)} did not run and could not say anything.`,
      evidence: facts.downEvidence(ended),
    })
  if (cutOff.length > 0)
    reasons.push({
      text: `${joinNames(cutOff)} ${cutOff.length === 1 ? 'was' : 'were'} cut off from the others.`,
      evidence: facts.downEvidence(cutOff),
    })
  if (others.length > 0)
    reasons.push({
      text: `The sentinels disagree: ${joinNames(others)} ran and did not count ${oldMaster} as down.`,
      evidence: [...cut, ...sdown],
    })
  return [...reasons, ...tooFewVoters(facts)]
}

function whyNoQuorum(facts: SentinelFacts, agreed: readonly string[]): string {
  const {incident, quorum} = facts
  const {oldMaster} = incident
  const who = joinNames(agreed)
  if (quorum === null)
    return facts.context.plan.isEvidenced
      ? `${who} counted ${oldMaster} as down, and no line says that enough of them agreed. What the quorum is, no line shows.`
      : `No quorum: only ${who} counted ${oldMaster} as down. The quorum had been changed, and what it was at that moment is not known.`
  if (agreed.length < quorum) {
    const missing = quorum - agreed.length
    const possible =
      facts.isCountKnown && quorum > facts.voters
        ? ` With ${facts.voters} sentinels that many cannot be reached.`
        : ''
    return `No quorum: ${quorum} sentinels must count ${oldMaster} as down, and only ${who} did; ${missing} more ${missing === 1 ? 'was' : 'were'} missing.${possible}`
  }
  const cut = facts.linkFaults
  const why =
    cut.length > 0
      ? `they do not hear each other (${cut.map(({message}) => message).join('; ')})`
      : 'they do not hear each other, or not yet'
  return `${who} each count ${oldMaster} as down, which would be a quorum of ${quorum}, but none heard it from enough others: ${why}.`
}

/** What would have stopped the election, had there been one. */
function tooFewVoters(facts: SentinelFacts): readonly Reason[] {
  const {sentinels, sentinelsLeft: left, votesNeeded, majority, quorum, voters} = facts
  if (!facts.isCountKnown || left.length >= votesNeeded || quorum === null) return []
  const evidence = facts.downEvidence(sentinels)
  if (left.length >= majority) {
    const text = `A majority is there (${left.length} of ${voters} sentinels), and does not help: to be elected takes as many votes as the quorum, too, which is ${quorum}.`
    return [{text, evidence}]
  }
  const text = `No majority either: an election needs ${votesNeeded} of ${voters} votes, and ${left.length === 1 ? `only ${left[0]} is` : `${left.length} are`} left to vote.`
  return [{text, evidence}]
}
