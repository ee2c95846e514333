import type {Reason, Story} from '../../explaining/facts.ts'

/** Somebody asked for it. */
export function requested(story: Story): readonly Reason[] {
  const evidence = story.ofKind('failover-by-request')
  const [first] = evidence
  if (first === undefined) return []
  return [
    {
      text: `${first.instance} was told to fail over (SENTINEL FAILOVER): that needs no agreement and no votes.`,
      evidence,
    },
  ]
}
