import {type ClusterNode, parseClusterNodes} from '../../core/redis/cluster-nodes.ts'
import type {ViewEntry} from '../../core/timeline/entries/journal-entry.ts'
import type {Plan, PlannedInstance} from '../../core/topology/plan.ts'
import type {Connection} from '../redis/connection.ts'
import {Probe} from './probe.ts'

/** A shard that is watched. */
export interface WatchedShard {
  /** Its master when the watch begins. */
  readonly master: string
  /** One of its slots. */
  readonly slot: number
}

/** What a node thought of a shard when it was last asked. */
interface View {
  readonly slot: number
  master: string
  /** Undefined before the first answer: how it was then is no news. */
  isFailing: boolean | undefined
}

/** How long between two questions to a node, times how many nodes there are: a large cluster is asked less often. */
const everyMsPerNode = 3
const leastEveryMs = 15
const timeoutMs = 1000

/**
 * Asks every node of a cluster all the time what it thinks of the masters of some shards: when it counts one as possibly
 * failing, which Redis before version 8 does not log at level notice, and when it sends clients to another one.
 */
export class ViewProbe extends Probe<PlannedInstance, ViewEntry> {
  readonly #plan: Plan
  readonly #views: ReadonlyMap<string, readonly View[]>

  constructor(
    plan: Plan,
    shards: readonly WatchedShard[],
    {password}: {readonly password?: string | undefined} = {},
  ) {
    const {instances} = plan
    super({password, everyMs: Math.max(leastEveryMs, everyMsPerNode * instances.length), timeoutMs})
    this.#plan = plan
    this.#views = new Map(
      instances.map(({name}) => [name, shards.map((shard): View => ({...shard, isFailing: undefined}))]),
    )
    this.start(instances)
  }

  protected override async ask(connection: Connection, {name}: PlannedInstance): Promise<void> {
    const nodes = parseClusterNodes(String(await connection.call('CLUSTER', 'NODES')))
    const at = Date.now()
    for (const view of this.#views.get(name) ?? []) this.#compare(name, at, nodes, view)
  }

  #compare(instance: string, at: number, nodes: readonly ClusterNode[], view: View): void {
    const {slot, master: old} = view
    const owner = nodes.find(({slots}) => slots.some(({first, last}) => first <= slot && slot <= last))
    const master = this.#nameOf(owner)
    const isFailing =
      nodes.find((node) => this.#nameOf(node) === old)?.flags.some((flag) => /^fail\??$/.test(flag)) === true
    if (isFailing && view.isFailing === false) {
      const message = `${old} does not answer for long enough: PFAIL`
      this.note(at, {kind: 'probe-pfail', instance, node: old, message})
    }
    view.isFailing = isFailing
    if (master === undefined || master === old) return
    view.master = master
    // The new master itself has said so in its log.
    if (master === instance) return
    this.note(at, {kind: 'probe-agrees', instance, node: master, message: `sends clients to ${master}`})
  }

  #nameOf(node: ClusterNode | undefined): string | undefined {
    return node && this.#plan.instances.find(({nodeId}) => nodeId === node.id)?.name
  }
}
