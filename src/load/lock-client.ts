import {performance} from 'node:perf_hooks'
import {sleepUnlessAborted} from '../engine/time/wait.ts'
import type {Holder, LockReferee} from './lock-referee.ts'
import type {LockCall, LockStrategy, Send} from './lock-strategies/lock-strategy.ts'

/** The connections of one process, which end with it. */
export interface Connections extends Disposable {
  readonly masters: readonly [Send, ...Send[]]
}

export interface LockClientSettings {
  readonly name: string
  readonly strategy: LockStrategy
  readonly ttlMs: number
  readonly referee: LockReferee
  readonly connect: () => Promise<Connections>
}

/** Something that happens to a client right before it sends a command. */
export interface Mishap {
  readonly before: string
  readonly kind: 'crash' | 'freeze'
}

export type AcquireOutcome =
  | {readonly outcome: 'held'; readonly fence: number}
  | {readonly outcome: 'refused'}
export type ReleaseOutcome = {readonly outcome: 'released' | 'lost'}

/** The client's process died while it was at something. */
export class ClientCrashed extends Error {
  override readonly name = 'ClientCrashed'
}

interface Held extends Holder {
  readonly call: LockCall
  readonly ended: AbortController
}

/** Until it is thawed. */
interface Frost {
  readonly at: number
  readonly thawed: Promise<void>
  readonly thaw: () => void
}

/**
 * An application that locks: one process with its connections, which can be frozen as by a long garbage collection, and
 * can die. After a crash the next acquisition is that of a new process.
 */
export class LockClient implements Disposable {
  readonly #settings: LockClientSettings
  readonly #held = new Map<string, Held>()
  #connections: Promise<Connections> | undefined
  #death = new AbortController()
  #frost: Frost | undefined
  #thawing: NodeJS.Timeout | undefined
  #mishap: Mishap | undefined
  #tokens = 0

  constructor(settings: LockClientSettings) {
    this.#settings = settings
  }

  /** @throws ClientCrashed; whatever its connection throws */
  async acquire(lock: string): Promise<AcquireOutcome> {
    const {name, strategy, ttlMs, referee} = this.#settings
    this.#tokens += 1
    const masters = await this.#masters()
    const call = {masters, key: lock, fenceKey: `${lock}:fence`, token: `${name}:${this.#tokens}`, ttlMs}
    const grant = await strategy.acquire(call)
    if (grant === undefined) {
      referee.count(lock, 'refused')
      return {outcome: 'refused'}
    }
    const until = performance.now() + (grant.validForMs ?? Number.POSITIVE_INFINITY)
    // While it is frozen its clock stands still for it: it believes what it believed before.
    const believes = () => (this.#frost?.at ?? performance.now()) < until
    const held = {call, fence: grant.fence, ended: new AbortController(), believes}
    this.#end(lock)
    this.#held.set(lock, held)
    referee.acquired(lock, held)
    void this.#keepRenewing(lock, held)
    return {outcome: 'held', fence: grant.fence}
  }

  /** @throws ClientCrashed; whatever its connection throws */
  async release(lock: string): Promise<ReleaseOutcome> {
    const {strategy, referee} = this.#settings
    const held = this.#held.get(lock)
    if (held === undefined) return {outcome: 'lost'}
    const believed = held.believes()
    // From here on it does not believe any more that it holds the lock.
    this.#end(lock)
    const isReleased = await strategy.release(held.call)
    if (!isReleased && believed) referee.count(lock, 'lost')
    return {outcome: isReleased ? 'released' : 'lost'}
  }

  /**
   * Any other command, over the same connection: WAIT for instance is about the writes of its own connection only.
   *
   * @throws ClientCrashed; whatever its connection throws
   */
  async call(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    const [send] = await this.#masters()
    return send(command, ...args)
  }

  /** Does nothing at all from now on, not even renew, so long or until it is thawed. Its connections stay open. */
  freeze(forMs?: number): void {
    this.#thawing ??= forMs === undefined ? undefined : setTimeout(() => this.thaw(), forMs).unref()
    if (this.#frost !== undefined) return
    let thaw = () => {}
    const thawed = new Promise<void>((resolve) => {
      thaw = resolve
    })
    this.#frost = {at: performance.now(), thawed, thaw}
  }

  thaw(): void {
    clearTimeout(this.#thawing)
    this.#thawing = undefined
    const frost = this.#frost
    this.#frost = undefined
    frost?.thaw()
  }

  get isFrozen(): boolean {
    return this.#frost !== undefined
  }

  /** Its process dies: connections closed, nothing renewed, nothing released. */
  crash(): void {
    for (const lock of [...this.#held.keys()]) this.#end(lock)
    this.#death.abort()
    this.#death = new AbortController()
    const connections = this.#connections
    this.#connections = undefined
    // Those that never came to be need no closing.
    void connections?.then(
      (open) => open[Symbol.dispose](),
      () => {},
    )
    this.thaw()
  }

  /** Something happens before the next such command of the next operation; undefined takes it back. */
  expect(mishap: Mishap | undefined): void {
    this.#mishap = mishap
  }

  [Symbol.dispose](): void {
    this.crash()
  }

  async #masters(): Promise<LockCall['masters']> {
    const death = this.#death.signal
    await this.#awake(death)
    this.#connections ??= this.#settings.connect()
    const opening = this.#connections
    try {
      const [first, ...others] = (await opening).masters
      return [this.#guarded(first, death), ...others.map((send) => this.#guarded(send, death))]
    } catch (error) {
      // The next one tries again.
      if (this.#connections === opening) this.#connections = undefined
      throw error
    }
  }

  /** Sends only while the process lives and is not frozen; and hears the reply only then. */
  #guarded(send: Send, death: AbortSignal): Send {
    return async (command, ...args) => {
      if (this.#mishap?.before.toUpperCase() === command) {
        const {kind} = this.#mishap
        this.#mishap = undefined
        if (kind === 'crash') this.crash()
        else this.freeze()
      }
      await this.#awake(death)
      try {
        return await send(command, ...args)
      } finally {
        await this.#awake(death)
      }
    }
  }

  async #awake(death: AbortSignal): Promise<void> {
    while (this.#frost !== undefined && !death.aborted) await this.#frost.thawed
    if (death.aborted) throw new ClientCrashed(`${this.#settings.name} has crashed`)
  }

  async #keepRenewing(lock: string, {call, ended}: Held): Promise<void> {
    const {strategy, ttlMs, referee} = this.#settings
    const everyMs = strategy.renewEveryMs?.(ttlMs)
    if (everyMs === undefined || strategy.renew === undefined) return
    while (!ended.signal.aborted) {
      await sleepUnlessAborted(everyMs, ended.signal)
      if (ended.signal.aborted) return
      const isRenewed = await strategy.renew(call).catch(() => undefined)
      if (ended.signal.aborted) return
      // One that failed says nothing of the lock: the next one may find it still there.
      referee.count(lock, isRenewed === undefined ? 'renewalsFailed' : isRenewed ? 'renewed' : 'lost')
      if (isRenewed === false) this.#end(lock)
    }
  }

  #end(lock: string): void {
    const held = this.#held.get(lock)
    if (held === undefined) return
    this.#held.delete(lock)
    held.ended.abort()
    this.#settings.referee.ended(lock, held)
  }
}
