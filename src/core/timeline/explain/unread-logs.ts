import {describeUnread} from '../unread-log.ts'
import type {Reason, Story} from './story.ts'

/** What is missing in an explanation because logs could not be read. */
export function unreadLogs({context, incident}: Story): readonly Reason[] {
  const {unread = []} = context
  if (unread.length === 0) return []
  const text = `${describeUnread(unread)} What they hold is not part of this.`
  return [{text, evidence: incident.evidence.slice(0, 1)}]
}

/** Whether nobody whose log can be read would have said that there was a failover: silence proves nothing then. */
export function isBlind({context, incident, sentinels}: Story): boolean {
  const {unread = []} = context
  const cannotBeRead = (name: string) => unread.some(({instance}) => instance === name)
  const tellers = sentinels.length > 0 ? sentinels : incident.members
  return tellers.length > 0 && tellers.every(cannotBeRead)
}
