import type {Fact} from '../evidence/facts.ts'
import type {MasterGroup} from '../topology/plan.ts'
import {addressOf} from './claim.ts'
import type {EvidencedInstance} from './find-instances.ts'

/** The master groups of a deployment, or the shards of a cluster, and who belongs to which. */
export interface Grouping {
  /** With who was master at first. */
  readonly groups: readonly MasterGroup[]
  /** The name of the group, by that of the server. */
  readonly members: ReadonlyMap<string, string>
}

/** One group of the first server, where nothing shows any. */
export function firstServer([server]: readonly EvidencedInstance[]): readonly MasterGroup[] {
  return server === undefined ? [] : [{name: 'master', instance: server.name}]
}

/** The address of the master that a line says a server follows; undefined for any other line. */
export function followedIn(fact: Fact): string | undefined {
  if (fact.kind === 'directive' && /^(?:replica|slave)of$/.test(fact.name))
    return addressOf(fact.words[0] ?? '', fact.words[1] ?? '')
  const {host, port} = fact.kind === 'log' ? (fact.event?.fields ?? {}) : {}
  return host === undefined || port === undefined ? undefined : addressOf(String(host), String(port))
}
