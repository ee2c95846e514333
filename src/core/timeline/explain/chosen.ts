import type {Reason, Story} from './story.ts'

/** Why this replica and no other. */
export function chosen(story: Story): readonly Reason[] {
  const {choice} = story.failover.details
  const {newMaster} = story.failover
  if (choice === null) return []
  return [
    {
      text: choice,
      evidence: [
        ...story.ofKind('+selected-slave'),
        ...story.ofKind('replid-shifted').filter(({instance}) => instance === newMaster),
      ],
    },
  ]
}
