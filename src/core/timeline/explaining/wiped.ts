import {joinNames} from '../../text/join-names.ts'
import {findSync} from '../measuring/reattachment.ts'
import type {Reason, Story} from './facts.ts'
import {syncEvidence} from './resync.ts'

/** A master that ended and came back without data is copied by its replicas, as long as it is the master. */
export function wiped(story: Story): readonly Reason[] {
  const {incident} = story
  const {evidence, at, members} = incident
  const {newMaster} = story.failover
  const master = newMaster ?? incident.oldMaster
  const own = evidence.filter(({instance}) => instance === master)
  const started = own.findLast(({kind}) => kind === 'starting')
  if (started === undefined) return []
  const since = own.filter((entry) => entry.at >= started.at)
  const ready = since.find(({kind}) => kind === 'ready')
  const hasNothing =
    ready !== undefined && !since.some(({kind}) => kind === 'data-loaded' || kind === 'sync-finished')
  if (!hasNothing) return []
  const copied = members.filter(
    (name) => name !== master && findSync(name, incident, started.at - at)?.resync === 'full',
  )
  const lines = [started, ready, ...copied.flatMap((name) => syncEvidence(story, name))]
  if (copied.length === 0)
    return [{text: `${master} came back empty: it loaded nothing from disk.`, evidence: lines}]
  return [
    {
      text: `${master} came back empty: it loaded nothing from disk. ${joinNames(copied)} copied that (full resync), so what they held of ${master} before is gone from all of them.`,
      evidence: lines,
    },
  ]
}
