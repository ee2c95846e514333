import {formatAddress} from '../../../topology/plan.ts'
import type {TimelineEntry} from '../../entries/entry.ts'
import type {Reason, Story} from '../../explaining/facts.ts'
import {maybeSentinel} from '../events.ts'

/** Somebody who is no sentinel gave instances other roles: FAILOVER, REPLICAOF NO ONE, REPLICAOF of the master. */
export function byHand(story: Story): readonly Reason[] {
  const {incident, context} = story
  const {oldMaster} = incident
  const {newMaster} = story.failover
  const isByClient = ({fields}: TimelineEntry) => !maybeSentinel(fields, story.sentinels.length > 0)
  const asked = story.ofKind(
    'failover-requested',
    'failover-target-synced',
    'failover-forced',
    'failover-aborted',
  )
  const promoted = story
    .ofKind('master-mode-enabled')
    .filter((it) => it.instance === newMaster && isByClient(it))
  const demoted = story
    .ofKind('replicaof-enabled')
    .filter((it) => it.instance === oldMaster && isByClient(it))
  const reasons: Reason[] = []
  const [request] = asked
  if (request !== undefined) {
    const forced = asked.some(({kind}) => kind === 'failover-forced')
    const aborted = asked.find(({kind}) => kind === 'failover-aborted')
    const end =
      aborted === undefined
        ? forced
          ? 'its replica did not catch up in time and took over all the same (FORCE): it may lack writes'
          : 'it takes no writes until its replica has all of them, so none is lost'
        : `that was given up (${aborted.fields['reason']})`
    reasons.push({text: `${request.instance} was told to hand over (FAILOVER): ${end}.`, evidence: asked})
  }
  if (promoted.length > 0)
    reasons.push({
      text: `${newMaster} was made a master by a client (REPLICAOF NO ONE), not by a sentinel.`,
      evidence: promoted,
    })
  if (demoted.length > 0 && newMaster !== oldMaster) {
    const [first] = demoted
    const address = {host: String(first?.fields['host']), port: Number(first?.fields['port'])}
    const upstream = context.names.ofAddress(address.host, address.port)
    const name =
      upstream === formatAddress(address) ? `${upstream}, which is none of this deployment` : upstream
    reasons.push({
      text: `${oldMaster} was told to be a replica of ${name} (REPLICAOF)${newMaster === null ? ': nobody is master since, and nobody takes writes' : ''}.`,
      evidence: demoted,
    })
  }
  return reasons
}
