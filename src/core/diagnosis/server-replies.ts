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

/** A master and its replicas: by the address that a replica follows, and by the history that they share (replication id). */
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
  const servers = findServerReplies(evidence)
  const at = new Map(evidence.facts('asked').map(({address, stream}) => [address, stream]))
  const historyOf = ({info}: ServerReply) => info.fields.get('master_replid') ?? ''
  const groups = groupBy(servers, (server) => {
    // One whose link is down has not taken over the history of whom it follows.
    const followed = at.get(
      `${server.info.fields.get('master_host')}:${server.info.fields.get('master_port')}`,
    )
    const master = servers.find(({stream, role}) => role === 'master' && stream === followed)
    return historyOf(server.role === 'slave' ? (master ?? server) : server)
  })
  return [...groups.values()].map((group) => {
    const masters = group.filter(({role}) => role === 'master')
    return {
      master: masters.length === 1 ? masters[0] : undefined,
      replicas: group.filter(({role}) => role === 'slave'),
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
