import {ownPrefix} from '../core/certify/commands.ts'
import type {CertifyRecord} from '../core/certify/record.ts'
import type {Sign} from '../core/lab/schema/certify.ts'
import {hasSlot, slotOfKey} from '../core/topology/slots.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {sleepUnlessAborted} from '../engine/time/wait.ts'
import {KeptConnections} from './kept-connections.ts'
import type {Masters} from './masters.ts'

const everyMs = 150
const withinMs = 300
const mostNames = 50

/**
 * Gives a client that waits something to wait for: messages in the channels that it has subscribed to, elements in the
 * queues that it blocks at. Each that reaches a client at the rightful place is noted as its work.
 */
export class Stimulus implements AsyncDisposable {
  readonly #deployment: Deployment
  readonly #record: CertifyRecord
  readonly #masters: Masters
  readonly #stop = new AbortController()
  readonly #loop: Promise<void>
  readonly #connections: KeptConnections
  /** Channels, shard channels and queues that the client has named so far. */
  readonly #names = new Set<string>()
  #isSharded = false
  /** Where the last element was put. */
  #pushed: string | undefined

  constructor(
    sign: Sign,
    {deployment, record, masters}: {deployment: Deployment; record: CertifyRecord; masters: Masters},
  ) {
    this.#deployment = deployment
    this.#record = record
    this.#masters = masters
    this.#connections = new KeptConnections(deployment, withinMs)
    this.#loop = this.#run(sign)
  }

  /** The client has subscribed to something, or blocks at it. */
  learn(name: string, args: readonly string[]): void {
    if (name === 'SSUBSCRIBE') this.#isSharded = true
    for (const arg of args) {
      if (arg.startsWith(ownPrefix) || arg.startsWith('__') || this.#names.size >= mostNames) continue
      this.#names.add(arg)
    }
  }

  async #run(sign: Sign): Promise<void> {
    const {signal} = this.#stop
    while (!signal.aborted) {
      for (const name of this.#names) {
        if (sign === 'subscription') await this.#publish(name)
        else await this.#push(name)
      }
      await sleepUnlessAborted(everyMs, signal)
    }
  }

  /** A message reaches the client where there is a subscription at the master, or at a replica that follows it. */
  async #publish(channel: string): Promise<void> {
    const {status} = this.#masters
    const isCluster = this.#deployment.record.plan.mode === 'cluster'
    const nodes = (status?.instances ?? []).filter(({kind, state, masterName = '', role, linkUp, name}) => {
      if (kind !== 'redis' || state !== 'running') return false
      if (isCluster && this.#isSharded) return name === this.#ownerOf(channel)
      if (isCluster) return true
      return name === this.#record.masters.get(masterName) || (role === 'replica' && linkUp === true)
    })
    const counts = await Promise.all(
      nodes.map(({name}) => this.#call(name, 'PUBSUB', this.#isSharded ? 'SHARDNUMSUB' : 'NUMSUB', channel)),
    )
    const hears = counts.some((reply) => Array.isArray(reply) && Number(reply[1]) > 0)
    const at = nodes.find(
      (_, index) => Array.isArray(counts[index]) && Number((counts[index] as unknown[])[1]) > 0,
    )
    const owner = this.#ownerOf(channel)
    if (owner !== undefined)
      await this.#call(owner, this.#isSharded ? 'SPUBLISH' : 'PUBLISH', channel, String(Date.now()))
    if (hears && at !== undefined)
      this.#record.take({at: Date.now(), node: at.name, work: 'heard', key: channel, name: 'PUBLISH'})
  }

  /** A queue that has one element after a push was emptied since the push before. */
  async #push(queue: string): Promise<void> {
    const owner = this.#ownerOf(queue)
    if (owner === undefined) return
    const length = await this.#call(owner, 'RPUSH', queue, `${ownPrefix}${Date.now()}`)
    const place = `${owner} ${queue}`
    if (length === 1 && this.#pushed === place)
      this.#record.take({at: Date.now(), node: owner, work: 'popped', key: queue, name: 'BLPOP'})
    this.#pushed = length === undefined ? undefined : place
  }

  /** The instance that has a key now. */
  #ownerOf(key: string): string | undefined {
    const {masters} = this.#record
    if (this.#deployment.record.plan.mode !== 'cluster') return [...masters.values()][0]
    const slot = slotOfKey(key)
    const shard = this.#masters.status?.masters.find((one) => hasSlot(one.shard?.slots ?? '', slot))
    return shard === undefined ? undefined : (masters.get(shard.name) ?? undefined)
  }

  /** @returns undefined where it is not answered */
  async #call(node: string, command: string, ...args: readonly string[]): Promise<unknown> {
    try {
      return await this.#connections.call(node, command, ...args)
    } catch {
      // An instance that is not there gets nothing; the next round asks it again.
      return undefined
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    using _connections = this.#connections
    await this.#loop
  }
}
