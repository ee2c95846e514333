import {formatDuration} from '../../duration.ts'
import type {TimelineEntry} from '../entry.ts'
import {priorityOf} from '../phases/choice.ts'
import type {Reason, ReplicaFacts, Story} from './story.ts'

/** Longer than that without an answer, and a replica is not chosen: five ping periods (sentinel.c, sentinelSelectSlave). */
const longestSilenceMs = 5000

/** Each replica with the condition that it failed. What is asked of a sentinel is in no log: the abort stands for it. */
export function unfitReplicas(story: Story, aborts: readonly TimelineEntry[]): readonly Reason[] {
  const {masterName, oldMaster} = story.incident
  const replicas = story.context.plan.instances.filter(
    ({masterName: group, name}) => group === masterName && name !== oldMaster,
  )
  if (replicas.length === 0) return [{text: `${oldMaster} has no replica.`, evidence: aborts}]
  return replicas.map(({name}) => judgeReplica(story, name, aborts))
}

function judgeReplica(story: Story, name: string, aborts: readonly TimelineEntry[]): Reason {
  const {plan, names, replicas = []} = story.context
  const facts = replicas.find((replica) => replica.name === name)
  const sdown = story
    .ofKind('+sdown')
    .filter(
      ({fields}) => fields['subject'] === 'replica' && names.ofAddress(fields['ip'], fields['port']) === name,
    )
  const priority = facts?.priority ?? priorityOf(plan)
  if (priority === 0)
    return {
      text: `${name} has replica-priority 0: it is never to be promoted.`,
      evidence: [...prioritySet(story, name), ...aborts],
    }
  if (story.wasDown(name) || sdown.length > 0)
    return {text: `${name} is down itself.`, evidence: [...story.downEvidence([name]), ...sdown]}
  if (facts !== undefined) {
    const problem = findProblem(facts, plan.settings.downAfterMs)
    if (problem !== undefined) return {text: `${name} ${problem}.`, evidence: aborts}
  }
  return {
    text: `${name}: the logs do not tell which condition it failed. It must not be down or disconnected, must have answered PING and INFO within ${longestSilenceMs} ms, and must not have lost its master long before the sentinel did.`,
    evidence: aborts,
  }
}

/** That it was changed while it ran; what it was started with is in no log. */
function prioritySet({incident}: Story, name: string): readonly TimelineEntry[] {
  return incident.evidence.filter(
    ({fault}) =>
      fault?.instances.includes(name) &&
      fault.directives?.some((directive) => /^(replica|slave)-priority$/.test(directive.name)),
  )
}

/** Which of the conditions of sentinelSelectSlave a replica fails, in numbers. */
function findProblem(
  {flags, lastPongMs, infoAgeMs, linkDownMs}: ReplicaFacts,
  downAfterMs: number,
): string | undefined {
  if (flags.includes('s_down') || flags.includes('o_down')) return 'counts as down'
  if (flags.includes('disconnected')) return 'is not connected to the sentinel'
  if (lastPongMs > longestSilenceMs)
    return `answered its last PING ${formatDuration(lastPongMs)} ago; ${longestSilenceMs} ms are allowed`
  if (infoAgeMs > longestSilenceMs)
    return `answered its last INFO ${formatDuration(infoAgeMs)} ago; ${longestSilenceMs} ms are allowed`
  if (linkDownMs > 10 * downAfterMs)
    return `has been without its master for ${formatDuration(linkDownMs)}; ten times down-after (${10 * downAfterMs} ms), and the time that the master has been down, are allowed`
  return undefined
}
