import {joinNames} from '../../../text/join-names.ts'
import type {Reason, Story} from '../../explaining/facts.ts'
import {howResynced, syncEvidence} from '../../explaining/resync.ts'

/** When the new master was one, when clients were told, and how the other replicas came over. */
export function handedOver(story: Story): readonly Reason[] {
  const {newMaster, phases, details} = story.failover
  const {promotedMs} = phases
  const reasons: Reason[] = []
  if (promotedMs !== null)
    reasons.push({
      text: `${newMaster} became a master after ${promotedMs} ms${whenNamed(story)}.`,
      evidence: [
        ...story
          .ofKind('master-mode-enabled', 'master-mode-by-failover')
          .filter(({instance}) => instance === newMaster),
        ...namingEvidence(story),
      ],
    })
  for (const {instance, ms, resync} of details.reattached)
    reasons.push({
      text: `${instance} ${howResynced[resync]} and was known to be in step after ${ms} ms.`,
      evidence: syncEvidence(story, instance),
    })
  return reasons
}

/** From when on sentinels sent clients to the new master, and which of them did not. */
function whenNamed(story: Story): string {
  const {oldMaster, phases, details} = story.failover
  const {agreedMs} = phases
  if (agreedMs !== null)
    return `, and every sentinel that runs named it to clients after ${agreedMs} ms. A client that asks a sentinel before that is sent to ${oldMaster}`
  if (details.switched.length === 0 || details.behind.length === 0) return ''
  const {incident} = story
  const behind = details.behind.map((name) => (incident.cutOff.has(name) ? `${name}, cut off,` : name))
  const named = joinNames(details.switched.map(({sentinel}) => sentinel))
  const verb = details.behind.length === 1 ? 'sends' : 'send'
  return `, which ${named} named to clients after ${Math.max(...details.switched.map(({ms}) => ms))} ms; ${joinNames(behind)} still ${verb} clients to ${oldMaster}`
}

/** Each sentinel's line from which on it names the new master: of the leader that is +promoted-slave. */
function namingEvidence(story: Story) {
  const {switched} = story.failover.details
  return story
    .ofKind('+switch-master', '+promoted-slave')
    .filter(({instance, at}) =>
      switched.some(({sentinel, ms}) => sentinel === instance && at - story.incident.at === ms),
    )
}
