import {joinNames} from '../../text/join-names.ts'
import type {Reason} from '../explaining/facts.ts'
import type {ClusterFacts} from './facts.ts'

const manners: Readonly<Record<string, string>> = {
  'manual-failover-accepted':
    'in agreement with its master, which takes no writes until the replica has everything: no write is lost',
  'forced-failover-accepted':
    'by election, without asking its master: what the master had not sent yet is lost',
  takeover:
    'without asking any node, with an epoch that it chose itself: not even a majority of the masters had to agree',
}

/** Somebody asked for it, and in which manner. */
export function askedFor(facts: ClusterFacts): readonly Reason[] {
  const handedOver = facts.ofKind('shutdown-failover-requested', 'shutdown-failover-accepted')
  if (handedOver.length > 0) return [atShutdown(facts, handedOver)]
  const evidence = facts.ofKind(...Object.keys(manners))
  const [first] = evidence
  if (first === undefined) return []
  const command = {'forced-failover-accepted': ' FORCE', takeover: ' TAKEOVER'}[first.kind] ?? ''
  const text = `${first.instance} was asked to take over (CLUSTER FAILOVER${command}), ${manners[first.kind]}.`
  return [{text, evidence: [...facts.cause, ...evidence, ...facts.ofKind('manual-failover-ready')]}]
}

/** A master of Valkey 9 asks the replica that has every write to take over (cluster_legacy.c: clusterAutoFailoverOnShutdown). */
function atShutdown(facts: ClusterFacts, evidence: Reason['evidence']): Reason {
  const {oldMaster} = facts.incident
  const replica = evidence.find(({kind}) => kind === 'shutdown-failover-accepted')?.instance ?? 'a replica'
  return {
    text: `${oldMaster} shut down and handed over to ${replica}, which had every write and stood for election at once (shutdown-on-sigterm failover).`,
    evidence: [...facts.cause, ...evidence],
  }
}

/** Which nodes missed the master (PFAIL), and when a majority of the masters agreed (FAIL). */
export function foundFailing(facts: ClusterFacts): readonly Reason[] {
  const {details, phases} = facts.failover
  const {oldMaster} = facts.incident
  const {pfail, fail, votesNeeded} = details
  const reasons: Reason[] = []
  const [first] = pfail
  if (first !== undefined)
    reasons.push({
      text: `${facts.joinNodes(pfail.map(({node}) => node))} had no answer from ${oldMaster} for cluster-node-timeout${facts.timeout} and ${pfail.length === 1 ? 'counts' : 'count'} it as possibly failing (PFAIL)${details.isOnsetKnown ? `, the first after ${first.ms} ms` : ''}.`,
      evidence: facts.ofKind('probe-pfail', 'node-possibly-failing'),
    })
  const promotedMs = phases.promotedMs ?? Number.POSITIVE_INFINITY
  const marked = facts.ofKind('node-failing').filter(({at}) => at - facts.incident.at <= promotedMs)
  if (phases.odownMs !== null && fail.length > 0)
    reasons.push({
      text: `A majority of the masters (${votesNeeded}) agreed after ${phases.odownMs} ms: ${facts.joinNodes(marked.map(({instance}) => instance))} marked ${oldMaster} as failed (FAIL) and told all nodes.`,
      evidence: [...marked, ...facts.ofKind('node-failing-heard')],
    })
  return reasons
}

/** Why a master was not marked as failed. */
export function notFailing(facts: ClusterFacts): readonly Reason[] {
  const {oldMaster, masterName} = facts.incident
  const {pfail, votesNeeded} = facts.failover.details
  if (facts.lacksMajority) return [minority(facts)]
  if (pfail.length === 0 && !wasTouched(facts)) {
    const text = `The master of ${masterName} was not touched: ${oldMaster} keeps running, so there is no reason for a failover.`
    return [{text, evidence: facts.cause}]
  }
  const text =
    pfail.length === 0
      ? `Nobody counts ${oldMaster} as down: it must not answer for cluster-node-timeout${facts.timeout}.`
      : `${facts.joinNodes(pfail.map(({node}) => node))} could not reach ${oldMaster} (PFAIL), but too few masters did not for it to be FAIL${facts.isCountKnown ? `: ${votesNeeded} must agree` : ''}.`
  return [{text, evidence: [...facts.cause, ...facts.ofKind('probe-pfail', 'node-possibly-failing')]}]
}

function minority(facts: ClusterFacts): Reason {
  const {oldMaster, masters} = facts.incident
  const gone = facts.mastersGone
  const left = masters.filter((name) => !gone.includes(name))
  const {votesNeeded} = facts.failover.details
  return {
    text: `Only ${left.length === 0 ? 'none' : joinNames(left)} of the ${masters.length} masters ${left.length > 1 ? 'were' : 'was'} left: ${votesNeeded} of them must agree that ${oldMaster} is down (FAIL), and then vote. A minority does neither.`,
    evidence: facts.downEvidence(gone),
  }
}

/** Of links that were cut, one end is as well off as before: the larger part of the cluster. */
function wasTouched(facts: ClusterFacts): boolean {
  const {oldMaster, cause} = facts.incident
  if (cause?.fault === undefined) return true
  if (cause.fault.links !== undefined) return facts.incident.cutOff.has(oldMaster)
  return cause.fault.instances.includes(oldMaster)
}
