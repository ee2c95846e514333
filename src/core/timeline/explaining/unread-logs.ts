import {joinNames} from '../../text/join-names.ts'
import {describeUnread} from '../entries/unread-log.ts'
import {isMute} from '../measuring/presence.ts'
import type {Reason, Story} from './facts.ts'

/** What is missing in an explanation because logs could not be read, or begin after what it is about. */
export function unreadLogs({context, incident}: Story): readonly Reason[] {
  const {plan, unread = []} = context
  const evidence = incident.evidence.slice(0, 1)
  const late = plan.instances
    .map(({name}) => name)
    .filter((name) => !unread.some(({instance}) => instance === name) && isMute(name, incident, context))
  return [
    ...(unread.length === 0
      ? []
      : [{text: `${describeUnread(unread)} What they hold is not part of this.`, evidence}]),
    ...(late.length === 0
      ? []
      : [
          {
            text: `The log${late.length === 1 ? ' of' : 's of'} ${joinNames(late)} ${late.length === 1 ? 'begins' : 'begin'} after that, and ${late.length === 1 ? 'says' : 'say'} nothing of it.`,
            evidence,
          },
        ]),
  ]
}

/** Whether nobody's log would have said that there was a failover: silence proves nothing then. */
export function isBlind({context, incident, sentinels}: Story): boolean {
  const tellers = sentinels.length > 0 ? sentinels : incident.members
  return tellers.length > 0 && tellers.every((name) => isMute(name, incident, context))
}
