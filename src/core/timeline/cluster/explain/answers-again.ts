import {formatDuration} from '../../../time/duration.ts'
import type {Reason, Story} from '../../explaining/facts.ts'

/** The old master answers again. */
export function answersAgain(story: Story): readonly Reason[] {
  const {oldMaster, at} = story.incident
  const back = story
    .ofKind('node-recovered')
    .filter(({fields}) => story.context.names.ofRunId(fields['node']) === oldMaster)
  const [first] = back
  if (first === undefined) return startedAgain(story)
  return [
    {
      text: `${oldMaster} answers again: ${first.instance} no longer takes it for failed since ${formatDuration(first.at - at)} after the beginning.`,
      evidence: back,
    },
  ]
}

/** It was never taken for failed, and so nobody said that it is back but itself. */
function startedAgain(story: Story): readonly Reason[] {
  const {oldMaster, at} = story.incident
  const ready = story.ofKind('ready').find(({instance}) => instance === oldMaster)
  if (ready === undefined) return []
  return [
    {
      text: `${oldMaster} is back since ${formatDuration(ready.at - at)} after the beginning.`,
      evidence: [ready],
    },
  ]
}
