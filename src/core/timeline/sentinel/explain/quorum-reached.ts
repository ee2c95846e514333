import type {Reason, Story} from '../../explaining/facts.ts'

/** Enough sentinels agreed: odown. */
export function quorumReached(story: Story): readonly Reason[] {
  const evidence = story.ofKind('+odown')
  const [first] = story.failover.details.odown
  if (first === undefined) return []
  return [
    {
      text: `${first.votes} sentinel${first.votes === 1 ? '' : 's'} agreed, and the quorum is ${first.quorum}: ${first.sentinel} took it as objectively down after ${first.ms} ms.`,
      evidence: evidence.slice(0, 1),
    },
  ]
}
