import type {InfoFact, Stated} from '../evidence/facts.ts'
import {instanceNameOf} from '../evidence/instance-name.ts'
import type {Case} from './case.ts'
import {groupBy} from './group-by.ts'

/** What a server said of itself in its last INFO. */
export interface ServerReply {
  readonly name: string
  readonly stream: string
  readonly info: InfoFact
  readonly role: 'master' | 'slave'
}

/** Servers that share one history of data, which their replication id shows, whatever addresses they have. */
export interface ReplicationGroup {
  /** Undefined where it was not asked, and where several say that they are. */
  readonly master: ServerReply | undefined
  readonly replicas: readonly ServerReply[]
}

export function findServerReplies(evidence: Case): readonly ServerReply[] {
  const infos = evidence
    .facts('info')
    .filter(({fields}) => /^(?:master|slave)$/.test(fields.get('role') ?? ''))
  // The last reply that says how it replicates: a later one of ROLE lacks the rest.
  const told = infos.filter(({fields}) => fields.has('master_replid'))
  return [...groupBy(told, ({stream}) => stream)].flatMap(([stream, replies]): readonly ServerReply[] => {
    const info = replies.at(-1)
    if (info === undefined) return []
    const role = info.fields.get('role') === 'master' ? 'master' : 'slave'
    return [{name: instanceNameOf(stream), stream, info, role}]
  })
}

export function findReplicationGroups(evidence: Case): readonly ReplicationGroup[] {
  const groups = groupBy(findServerReplies(evidence), ({info}) => info.fields.get('master_replid') ?? '')
  return [...groups.values()].map((servers) => {
    const masters = servers.filter(({role}) => role === 'master')
    return {
      master: masters.length === 1 ? masters[0] : undefined,
      replicas: servers.filter(({role}) => role === 'slave'),
    }
  })
}

/** A field of INFO as a number; NaN where it is not there. */
export function numberIn({info}: ServerReply, field: string): number {
  const text = info.fields.get(field)
  return text === undefined || text === '' ? Number.NaN : Number(text)
}

/** The lines of some fields. */
export function linesOf({info}: ServerReply, ...fields: readonly string[]): readonly Stated[] {
  return fields.flatMap((field) => info.stated.get(field) ?? [])
}
