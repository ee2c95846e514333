import {formatDuration} from '../../../duration.ts'
import type {Reason, Story} from '../../explain/story.ts'
import {joinNodes} from './failing.ts'

/**
 * Nodes that served nothing at all, not even slots of their own. They do so while a slot has no master, unless
 * cluster-require-full-coverage is no, and while they reach no majority of the masters (cluster.c: clusterUpdateState).
 */
export function allStopped(story: Story): readonly Reason[] {
  const {oldMaster, members, masterName} = story.incident
  const stopped = story.failover.details.cluster?.stopped ?? []
  const others = stopped.filter(({node}) => !members.includes(node))
  const [first] = others
  if (first === undefined) return []
  const isOpen = others.some(({toMs}) => toMs === null)
  const longest = Math.max(...others.map(({fromMs, toMs}) => Number(toMs) - fromMs))
  const until = isOpen ? 'and some still do' : `for up to ${formatDuration(longest)}`
  const what = `${joinNodes(story, others)} refused everything (CLUSTERDOWN) from ${first.fromMs} ms on, ${until}`
  const isMinority = story.failover.phases.odownMs === null
  return [
    {
      text: isMinority
        ? `${what}: they reached no majority of the masters.`
        : `The other shards stopped with ${masterName}: ${what}. While the slots of ${oldMaster} have no master nobody serves, since cluster-require-full-coverage is yes; --set cluster-require-full-coverage=no lets them go on.`,
      evidence: story.ofKind('cluster-state-changed'),
    },
  ]
}
