import type {Reason, Story} from './story.ts'

/** Why this replica and no other. */
export function chosen(story: Story): readonly Reason[] {
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
