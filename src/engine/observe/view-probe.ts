import type {Access} from '../../core/config/access.ts'
import {type ClusterNode, parseClusterNodes} from '../../core/redis/cluster-nodes.ts'
import type {ViewEntry} from '../../core/timeline/entries/journal-entry.ts'
import type {Plan, PlannedInstance} from '../../core/topology/plan.ts'
import {Connection} from '../redis/connection.ts'
import {announcedEndpointOf} from '../redis/endpoint.ts'
import {sleepUnlessAborted} from '../time/wait.ts'
import {FirstAnswers} from './first-answers.ts'

/** A shard that is watched. */
export interface WatchedShard {
  /** Who is its master when the watch begins. */
  readonly master: string
  /** One of its slots. */
  readonly slot: number
}

export interface TimedViewEntry {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly entry: ViewEntry
}

/** How long between two questions to a node, times how many nodes there are: a large cluster is asked less often. */
const everyMsPerNode = 3
const leastEveryMs = 15
const timeoutMs = 1000

/**
 * Asks every node of a cluster all the time what it thinks of the masters of some shards: when it counts one as possibly
 * failing, which Redis before version 8 does not log at level notice, and when it sends clients to another one.
 */
export class ViewProbe implements AsyncDisposable {
  readonly #plan: Plan
  readonly #shards: readonly WatchedShard[]
  readonly #access: Access
  readonly #abort = new AbortController()
  readonly #loops: readonly Promise<void>[]
  readonly #knowledge = new FirstAnswers()
  #entries: TimedViewEntry[] = []

  constructor(plan: Plan, shards: readonly WatchedShard[], access: Access = {}) {
    this.#plan = plan
    this.#shards = shards
    this.#access = access
    this.#loops = plan.instances.map((instance) => this.#ask(instance))
  }

  /** Whose view is known by now, or who left some questions unanswered. */
  get known(): ReadonlySet<string> {
    return this.#knowledge.known
  }

  /** What was noticed since the last call, in the order of time. */
  take(): readonly TimedViewEntry[] {
    const entries = this.#entries
    this.#entries = []
    return entries
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort()
    await Promise.all(this.#loops)
  }

  async #ask(instance: PlannedInstance): Promise<void> {
    const {signal} = this.#abort
    const everyMs = Math.max(leastEveryMs, everyMsPerNode * this.#plan.instances.length)
    const {name} = instance
    const endpoint = announcedEndpointOf(instance, this.#access)
    // How it was at the first look is no news.
    const seen = this.#shards.map(({master}): Seen => ({master, isFailing: undefined}))
    let connection: Connection | undefined
    while (!signal.aborted) {
      try {
        connection ??= await Connection.open(endpoint, {timeoutMs})
        const nodes = parseClusterNodes(String(await connection.call('CLUSTER', 'NODES')))
        const at = Date.now()
        for (const [index, shard] of this.#shards.entries()) {
          const before = seen[index]
          if (before !== undefined) this.#compare({name, at, nodes, slot: shard.slot}, before)
        }
        this.#knowledge.hear(name)
      } catch {
        // It is down, frozen or cut off: that is for others to notice.
        this.#knowledge.miss(name)
        connection?.[Symbol.dispose]()
        connection = undefined
      }
      await sleepUnlessAborted(everyMs, signal)
    }
    connection?.[Symbol.dispose]()
  }

  #compare({name, at, nodes, slot}: Asked, before: Seen): void {
    const owner = nodes.find(({slots}) => slots.some(({first, last}) => first <= slot && slot <= last))
    const master = this.#nameOf(owner)
    const {master: old} = before
    const isFailing =
      nodes.find((node) => this.#nameOf(node) === old)?.flags.some((flag) => /^fail\??$/.test(flag)) === true
    if (isFailing && before.isFailing === false) {
      const message = `${old} does not answer for long enough: PFAIL`
      this.#entries.push({at, entry: {kind: 'probe-pfail', instance: name, node: old, message}})
    }
    before.isFailing = isFailing
    if (master === undefined || master === old) return
    before.master = master
    // The new master itself has said so in its log.
    if (master === name) return
    const message = `sends clients to ${master}`
    this.#entries.push({at, entry: {kind: 'probe-agrees', instance: name, node: master, message}})
  }

  #nameOf(node: ClusterNode | undefined): string | undefined {
    return node && this.#plan.instances.find(({nodeId}) => nodeId === node.id)?.name
  }
}

interface Seen {
  master: string
  isFailing: boolean | undefined
}

interface Asked {
  readonly name: string
  readonly at: number
  readonly nodes: readonly ClusterNode[]
  readonly slot: number
}
