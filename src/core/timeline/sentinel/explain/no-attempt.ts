import type {Reason, Story} from '../../explaining/facts.ts'

/** Odown, and nobody acted. */
export function noAttempt(story: Story): readonly Reason[] {
  return [
    {
      text: 'It is objectively down, and yet no sentinel has begun a failover.',
      evidence: story.ofKind('+odown'),
    },
  ]
}
