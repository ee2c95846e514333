import type {Reason, Story} from '../../explaining/facts.ts'

/** Replication alone promotes nobody. */
export function noSentinels(story: Story): readonly Reason[] {
  const {topology} = story.context.plan
  return [
    {
      text: `There are no sentinels in ${topology}: nobody watches ${story.incident.oldMaster}, and nobody can promote a replica. It takes an operator, or a topology with sentinels such as 1m2r3s.`,
      evidence: story.cause,
    },
  ]
}
