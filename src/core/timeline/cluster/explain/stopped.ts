import {formatDuration} from '../../../duration.ts'
import type {Reason, Story} from '../../explain/story.ts'
import {joinNames} from '../../join-names.ts'

/** While slots have no master a node serves nothing at all, unless it is told otherwise. */
export function allStopped(story: Story): readonly Reason[] {
  const {oldMaster, members} = story.incident
  const {set} = story.context.plan.settings
  const stopped = story.failover.details.cluster?.stopped ?? []
  const others = stopped.filter(({node}) => !members.includes(node))
  const evidence = story.ofKind('cluster-state-changed')
  const [first] = others
  if (first === undefined) return []
  const isSet = set.findLast(({name}) => name === 'cluster-require-full-coverage')?.value === 'no'
  const ends = others.map(({toMs}) => toMs)
  const until = ends.includes(null)
    ? 'and some still do'
    : `for up to ${formatDuration(Math.max(...others.map(({fromMs, toMs}) => Number(toMs) - fromMs)))}`
  const nodes = joinNames(others.map(({node}) => node))
  return [
    {
      text: isSet
        ? `${nodes} refused everything (CLUSTERDOWN) from ${first.fromMs} ms on, ${until}: they could not reach a majority of the masters.`
        : `The other shards stopped too: ${nodes} refused everything (CLUSTERDOWN) from ${first.fromMs} ms on, ${until}. While the slots of ${oldMaster} have no master nobody serves, since cluster-require-full-coverage is yes; --set cluster-require-full-coverage=no lets them go on.`,
      evidence,
    },
  ]
}
