import {formatDuration} from '../../time/duration.ts'
import {howResynced, syncEvidence} from '../explaining/aftermath.ts'
import type {Reason} from '../explaining/facts.ts'
import type {ClusterDetails} from '../failover.ts'
import type {ClusterFacts} from './facts.ts'

/** When the new master had the slots, when all nodes knew, and how the other replicas came over. */
export function tookSlots(facts: ClusterFacts): readonly Reason[] {
  const {newMaster, oldMaster, phases, details} = facts.failover
  const {promotedMs, agreedMs} = phases
  const reasons: Reason[] = []
  if (promotedMs !== null) {
    const known = agreedMs === null ? '' : `, and every node that runs knew after ${agreedMs} ms`
    reasons.push({
      text: `${newMaster} took over the slots of ${oldMaster} after ${promotedMs} ms${known}.`,
      evidence: facts.ofKind('election-won', 'takeover', 'config-epoch-set', 'probe-agrees'),
    })
  }
  for (const {instance, ms, resync} of details.reattached)
    reasons.push({
      text: `${instance} ${howResynced[resync]} and was in step after ${ms} ms.`,
      evidence: [...facts.linesOf(instance, 'cluster-demoted'), ...syncEvidence(facts, instance)],
    })
  return reasons
}

/** The old master answers again. */
export function answersAgain(facts: ClusterFacts): readonly Reason[] {
  const {oldMaster, at} = facts.incident
  const back = facts
    .ofKind('node-recovered')
    .filter(({fields}) => facts.context.names.ofRunId(fields['node']) === oldMaster)
  const [first] = back
  if (first === undefined) return startedAgain(facts)
  const text = `${oldMaster} answers again: ${first.instance} stopped counting it as failed ${formatDuration(first.at - at)} after the beginning.`
  return [{text, evidence: back}]
}

/** It never counted as failed, so that only its own log says that it is back. */
function startedAgain(facts: ClusterFacts): readonly Reason[] {
  const {oldMaster, at} = facts.incident
  const ready = facts.linesOf(oldMaster, 'ready')[0]
  if (ready === undefined) return []
  const text = `${oldMaster} was back ${formatDuration(ready.at - at)} after the beginning.`
  return [{text, evidence: [ready]}]
}

/**
 * Nodes that served nothing at all, not even slots of their own. They do so while a slot has no master, unless
 * cluster-require-full-coverage is no, and while they reach no majority of the masters (cluster.c: clusterUpdateState).
 */
export function allStopped(facts: ClusterFacts): readonly Reason[] {
  const {oldMaster, members, masterName} = facts.incident
  const stopped = facts.failover.details.stopped
  const others = stopped.filter(({node}) => !members.includes(node))
  const isMinority = facts.lacksMajority
  const isFail = facts.failover.phases.odownMs !== null
  if (others.length === 0 || (!isMinority && !isFail)) return []
  const what = `${facts.joinNodes(others.map(({node}) => node))} ${refused(others)}`
  const text =
    isMinority && !isFail
      ? `${what}: they reached no majority of the masters.`
      : `The other shards stopped with ${masterName}: ${what}. While the slots of ${oldMaster} have no master no node serves, since cluster-require-full-coverage is yes; --set cluster-require-full-coverage=no lets them go on.`
  return [{text, evidence: facts.ofKind('cluster-state-changed')}]
}

/** The old master was cut off with a minority and noticed: what it took until then is what may be lost. */
export function cutOffStopped(facts: ClusterFacts): readonly Reason[] {
  const {oldMaster} = facts.incident
  const own = facts.failover.details.stopped.filter(({node}) => node === oldMaster)
  if (own.length === 0 || facts.failover.outcome !== 'failed-over') return []
  const text = `${oldMaster} was cut off from the majority of the masters and ${refused(own)}. What it had taken until then, and sent to no replica that took over, is lost.`
  return [{text, evidence: facts.linesOf(oldMaster, 'cluster-state-changed')}]
}

function refused(stopped: ClusterDetails['stopped']): string {
  const isOpen = stopped.some(({toMs}) => toMs === null)
  const longest = Math.max(...stopped.map(({fromMs, toMs}) => Number(toMs) - fromMs))
  const from = Math.min(...stopped.map(({fromMs}) => fromMs))
  const some = stopped.length > 1 ? 'and some still do' : 'and still does'
  return `refused everything (CLUSTERDOWN) from ${from} ms on, ${isOpen ? some : `for ${stopped.length > 1 ? 'up to ' : ''}${formatDuration(longest)}`}`
}
