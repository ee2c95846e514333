import {isDisruption} from '../entries/entry.ts'
import type {Incident} from '../incidents/incident.ts'
import {findSync} from '../measuring/reattachment.ts'
import type {Reason, Story} from './facts.ts'
import {howResynced, syncEvidence} from './resync.ts'

/** Whether an incident began with redislab giving something back: nobody expects a failover of that. */
export function isGivenBack({cause}: Incident): boolean {
  return cause?.fault !== undefined && !isDisruption(cause.fault)
}

/** Who follows the master anew, and how. */
export function givenBack(story: Story): readonly Reason[] {
  const {oldMaster, members} = story.incident
  const back = members.flatMap((name) => {
    const sync = findSync(name, story.incident, 0)
    return sync === undefined ? [] : [{name, ...sync}]
  })
  const serving = story
    .ofKind('cluster-state-changed')
    .filter(({fields, instance}) => fields['state'] === 'ok' && instance === oldMaster)
  const last = serving.at(-1)
  if (last !== undefined && back.length === 0)
    return [
      {
        text: `${oldMaster} serves again since ${last.at - story.incident.at} ms.`,
        evidence: [...story.cause, ...serving],
      },
    ]
  if (back.length === 0)
    return [{text: `${oldMaster} goes on: nothing had to change.`, evidence: story.cause}]
  return back.map(({name, ms, resync}) => ({
    text: `${name} is a replica in step with its master after ${ms} ms: it ${howResynced[resync]}.`,
    evidence: [...story.cause, ...syncEvidence(story, name)],
  }))
}
