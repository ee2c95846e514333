import {formatDuration} from '../../../time/duration.ts'
import type {Reason, Story} from '../../explaining/facts.ts'
import type {ClusterDetails} from '../../failover.ts'
import {joinNodes} from './failing.ts'
import {lacksMajority} from './not-failing.ts'

type Stopped = ClusterDetails['stopped']

/**
 * Nodes that served nothing at all, not even slots of their own. They do so while a slot has no master, unless
 * cluster-require-full-coverage is no, and while they reach no majority of the masters (cluster.c: clusterUpdateState).
 */
export function allStopped(story: Story): readonly Reason[] {
  const {oldMaster, members, masterName} = story.incident
  const stopped = story.failover.details.cluster?.stopped ?? []
  const others = stopped.filter(({node}) => !members.includes(node))
  const isMinority = lacksMajority(story)
  const isFail = story.failover.phases.odownMs !== null
  if (others.length === 0 || (!isMinority && !isFail)) return []
  const what = `${joinNodes(story, others)} ${refused(others)}`
  return [
    {
      text:
        isMinority && !isFail
          ? `${what}: they reached no majority of the masters.`
          : `The other shards stopped with ${masterName}: ${what}. While the slots of ${oldMaster} have no master nobody serves, since cluster-require-full-coverage is yes; --set cluster-require-full-coverage=no lets them go on.`,
      evidence: story.ofKind('cluster-state-changed'),
    },
  ]
}

/** The old master was cut off with a minority and noticed: what it took until then is what may be lost. */
export function cutOffStopped(story: Story): readonly Reason[] {
  const {oldMaster} = story.incident
  const own = (story.failover.details.cluster?.stopped ?? []).filter(({node}) => node === oldMaster)
  const [first] = own
  if (first === undefined || story.failover.outcome !== 'failed-over') return []
  return [
    {
      text: `${oldMaster} was cut off from the majority of the masters and ${refused(own)}. What it had taken until then, and sent to no replica that took over, is lost.`,
      evidence: story.ofKind('cluster-state-changed').filter(({instance}) => instance === oldMaster),
    },
  ]
}

function refused(stopped: Stopped): string {
  const isOpen = stopped.some(({toMs}) => toMs === null)
  const longest = Math.max(...stopped.map(({fromMs, toMs}) => Number(toMs) - fromMs))
  const from = Math.min(...stopped.map(({fromMs}) => fromMs))
  const some = stopped.length > 1 ? 'and some still do' : 'and still does'
  return `refused everything (CLUSTERDOWN) from ${from} ms on, ${isOpen ? some : `for ${stopped.length > 1 ? 'up to ' : ''}${formatDuration(longest)}`}`
}
