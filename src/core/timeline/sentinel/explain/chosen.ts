import {formatDuration} from '../../../time/duration.ts'
import type {Reason, Story} from '../../explaining/facts.ts'

/** Why this replica and no other, and what it may lack. */
export function chosen(story: Story): readonly Reason[] {
  return [...whyChosen(story), ...wasCutOff(story)]
}

/** Links between the new master and the old one were cut before it happened: what was sent then never arrived. */
function wasCutOff({incident, failover}: Story): readonly Reason[] {
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
  return [
    {
      text: `${newMaster} was cut off from ${oldMaster} ${formatDuration(at - cut.at)} before: it lacks what ${oldMaster} took after that.`,
      evidence: [cut],
    },
  ]
}

function whyChosen(story: Story): readonly Reason[] {
  const {choice, attempts} = story.failover.details
  const {newMaster} = story.failover
  if (choice === null) return []
  const success = attempts.find(({result}) => result === 'promoted')
  return [
    {
      text: choice,
      evidence: [
        ...story
          .between(success?.startedMs ?? 0, Number.POSITIVE_INFINITY)
          .filter(
            ({kind, instance}) =>
              kind === '+selected-slave' || (kind === 'replid-shifted' && instance === newMaster),
          ),
      ],
    },
  ]
}
