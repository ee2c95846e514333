import type {Reason, Story} from '../../explain/story.ts'
import {joinNames} from '../../join-names.ts'
import {canTakeOver, tooOld} from '../replicas.ts'

/** Why no replica of the shard stood for election. */
export function noCandidate(story: Story): readonly Reason[] {
  const {oldMaster, masterName, members} = story.incident
  const {plan, down} = story.context
  const replicas = members.filter((name) => name !== oldMaster)
  const left = replicas.filter((name) => !down.has(name))
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
        text: `No replica of ${masterName} runs: ${joinNames(replicas)} ${replicas.length === 1 ? 'is' : 'are'} down too, so nobody can take the slots of ${oldMaster} over.`,
        evidence: story.downEvidence(replicas),
      },
    ]
  if (!canTakeOver(plan))
    return [
      {
        text: `cluster-replica-no-failover is yes: ${joinNames(left)} may not take over unless somebody asks for it (redislab failover ${left[0]} --force).`,
        evidence: story.cause,
      },
    ]
  const old = left.flatMap((name) => tooOld(story.incident, name) ?? [])
  if (old.length < left.length) return []
  const {downAfterMs} = plan.settings
  const factor = Number(
    plan.settings.set.findLast(({name}) => /^cluster-(replica|slave)-validity-factor$/.test(name))?.value ??
      10,
  )
  return [
    {
      text: `${joinNames(left)} ${left.length === 1 ? 'was' : 'were'} parted from ${oldMaster} for longer than a replica that takes over may have been: cluster-replica-validity-factor (${factor}) × cluster-node-timeout (${downAfterMs} ms), and one repl-ping-replica-period.`,
      evidence: old,
    },
  ]
}
