import type {CertifyRecord} from '../core/certify/record.ts'
import type {Agreement} from '../core/certify/sight.ts'
import {slotOfShard} from '../core/status/slot-of-shard.ts'
import type {DeploymentStatus} from '../core/status/status.ts'
import {tagOfSlot} from '../core/topology/slots.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {isReply} from '../engine/redis/is-reply.ts'
import {sleepUnlessAborted} from '../engine/time/wait.ts'
import {KeptConnections} from './kept-connections.ts'

const lookEveryMs = 200
const writeEveryMs = 50
const writeWithinMs = 300

/** Follows who is master, and for how long no master takes writes. */
export class Masters implements AsyncDisposable {
  readonly #deployment: Deployment
  readonly #record: CertifyRecord
  readonly #onRefused: (kind: string) => void
  readonly #stop = new AbortController()
  readonly #loops: readonly Promise<void>[]
  readonly #lastWriteAt = new Map<string, number>()
  readonly #longest = new Map<string, number>()
  readonly #connections: KeptConnections
  readonly #tags = new Map<string, string>()
  status: DeploymentStatus | undefined
  /** Since when all agree on the same masters, and when they were last looked at; undefined while they do not. */
  agreement: Agreement | undefined
  #agreed: string | undefined
  #since = 0

  constructor(deployment: Deployment, record: CertifyRecord, onRefused: (kind: string) => void) {
    this.#deployment = deployment
    this.#record = record
    this.#onRefused = onRefused
    this.#connections = new KeptConnections(deployment, writeWithinMs)
    const groups = deployment.record.plan.masters.map(({name}) => name)
    this.#loops = [this.#look(), ...groups.map((group) => this.#write(group))]
    // What ends one is told where they are awaited.
    for (const loop of this.#loops) loop.catch(() => undefined)
  }

  /** Forgets how it was before the fault. */
  reset(): void {
    this.#since = Date.now()
    this.#longest.clear()
  }

  /** The longest time since the fault in which no write got through, by group. */
  get floors(): ReadonlyMap<string, number> {
    return this.#longest
  }

  get areWritable(): boolean {
    const now = Date.now()
    return [...this.#lastWriteAt.values()].every((at) => now - at < writeWithinMs + writeEveryMs)
  }

  async #look(): Promise<void> {
    const {signal} = this.#stop
    using observer = this.#deployment.observer()
    while (!signal.aborted) {
      const at = Date.now()
      this.status = await this.#deployment.statusBy(observer)
      this.#noteAgreement(at)
      for (const {name, instance, shard} of this.status.masters) {
        if (instance === null || instance === this.#record.foreign) continue
        // A node that has not noticed yet that it was replaced says nothing new.
        if (shard !== undefined && shard.servedBy.length > 1) continue
        this.#record.crown(name, instance, at)
      }
      await sleepUnlessAborted(lookEveryMs, signal)
    }
  }

  /** While sentinels disagree nobody can say whose writes stay. */
  #noteAgreement(at: number): void {
    const masters = this.status?.masters ?? []
    const names = masters.some(({instance}) => instance === null)
      ? undefined
      : masters.map(({instance}) => instance).join(' ')
    if (names === undefined) this.agreement = undefined
    else if (names !== this.#agreed || this.agreement === undefined) this.agreement = {since: at, seenAt: at}
    else this.agreement = {...this.agreement, seenAt: at}
    this.#agreed = names
  }

  async #write(group: string): Promise<void> {
    const {signal} = this.#stop
    while (!signal.aborted) {
      const claimed = this.status?.masters.find(({name}) => name === group)?.claimedBy ?? []
      const nodes = new Set([...claimed, this.#record.masters.get(group) ?? ''].filter(Boolean))
      const took = await Promise.all([...nodes].map((node) => this.#try(node, group)))
      const master = this.#record.masters.get(group)
      if ([...nodes].some((node, index) => took[index] && (node === master || !this.#isOld(group, node)))) {
        this.#note(group, Date.now())
      }
      await sleepUnlessAborted(writeEveryMs, signal)
    }
  }

  /** One that was master once, and was replaced. */
  #isOld(group: string, node: string): boolean {
    return this.#record.masters.get(group) !== node && this.#record.wasMaster(group, node)
  }

  #note(group: string, at: number): void {
    const last = this.#lastWriteAt.get(group)
    this.#lastWriteAt.set(group, at)
    if (last === undefined || at < this.#since || this.#since === 0) return
    const gap = at - Math.max(last, this.#since - writeEveryMs)
    // What lies between two writes anyhow is no outage.
    this.#longest.set(group, Math.max(this.#longest.get(group) ?? 0, gap <= 3 * writeEveryMs ? 0 : gap))
  }

  async #try(node: string, group: string): Promise<boolean> {
    const key = `redislab:certify${this.#tagOf(group)}`
    try {
      await this.#connections.call(node, 'SET', key, '1', 'PX', '2000')
      return true
    } catch (error) {
      if (isReply(error)) this.#onRefused(String((error as Error).message).split(' ')[0] ?? '')
      return false
    }
  }

  #tagOf(group: string): string {
    const {plan} = this.#deployment.record
    if (plan.mode !== 'cluster') return ''
    const known = this.#tags.get(group)
    if (known !== undefined) return known
    const tag = `{${tagOfSlot(slotOfShard(group, this.status?.masters ?? [], plan.masters))}}`
    this.#tags.set(group, tag)
    return tag
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    using _connections = this.#connections
    await Promise.all(this.#loops)
  }
}
