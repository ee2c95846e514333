import {joinNames} from '../../../text/join-names.ts'
import type {Reason, Story} from '../../explaining/facts.ts'
import {mayTakeOver, tooOld} from '../replicas.ts'
import {timeoutOf} from './failing.ts'

/** Why no replica of the shard stood for election. */
export function noCandidate(story: Story): readonly Reason[] {
  const {oldMaster, masterName, members, values, at} = story.incident
  const failedAt = at + (story.failover.phases.odownMs ?? 0)
  const replicas = members.filter((name) => name !== oldMaster)
  const left = replicas.filter((name) => !story.absent.has(name))
  if (replicas.length === 0)
    return [
      {
        text: `${masterName} has no replica: nobody can take the slots of ${oldMaster} over. They come back with it, or are lost.`,
        evidence: story.cause,
      },
    ]
  if (left.length === 0)
    return [
      {
        text: `No replica of ${masterName} was there: ${joinNames(replicas)} ${replicas.length === 1 ? 'was' : 'were'} down or cut off too, so nobody can take the slots of ${oldMaster} over.`,
        evidence: story.downEvidence(replicas),
      },
    ]
  const forbidden = left.filter((name) => !mayTakeOver(story.incident, name, failedAt))
  if (forbidden.length === left.length)
    return [
      {
        text: `cluster-replica-no-failover is yes: ${joinNames(left)} may not take over unless somebody asks for it (redislab failover ${left[0]} --force).`,
        evidence: [...directivesSet(story, left), ...story.cause],
      },
    ]
  const old = left.flatMap((name) => tooOld(story.incident, name) ?? [])
  if (old.length < left.length) return []
  const factors = new Set(
    left.map((name) => values.ofNode(name, 'cluster-replica-validity-factor', failedAt)),
  )
  const [factor] = factors
  const shown = factors.size === 1 && factor != null ? ` (${factor})` : ''
  return [
    {
      text: `${joinNames(left)} ${left.length === 1 ? 'was' : 'were'} parted from ${oldMaster} for longer than a replica that takes over may have been: cluster-replica-validity-factor${shown} × cluster-node-timeout${timeoutOf(story)}, and one repl-ping-replica-period.`,
      evidence: [...directivesSet(story, left), ...old],
    },
  ]
}

/** What was set while they ran. */
function directivesSet({incident}: Story, replicas: readonly string[]) {
  return incident.evidence.filter(
    ({fault}) => fault?.directives !== undefined && fault.instances.some((name) => replicas.includes(name)),
  )
}
