import type {Access} from '../../core/config/access.ts'
import {isError} from '../../core/errors/is-error.ts'
import type {ProbeEntry} from '../../core/timeline/entries/journal-entry.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {Connection} from '../redis/connection.ts'
import {announcedEndpointOf} from '../redis/endpoint.ts'
import {isReply} from '../redis/is-reply.ts'
import {sleepUnlessAborted} from '../time/wait.ts'
import {FirstAnswers} from './first-answers.ts'

/** The one key that the probe writes; in a cluster with a hash tag behind it. */
export const probeKey = 'redislab:probe'

/** How long between two writes; how long one may take before it counts as lost. */
const everyMs = 10
const timeoutMs = 300
/** An instance that has left a write unanswered for this time, in milliseconds, is no second master: it may be handing over. */
const doubtedAfterMs = 50

export type ProbedInstance = Pick<PlannedInstance, 'name' | 'host' | 'port'> & {
  /** In a cluster: what puts the key into a slot of its shard. */
  readonly tag?: string
  readonly masterName?: string
}

function keyOf({tag = ''}: ProbedInstance): string {
  return `${probeKey}${tag}`
}

export interface TimedProbeEntry {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly entry: ProbeEntry
}

/**
 * Writes to every data instance of a master group all the time, each over a connection of its own. Replicas refuse;
 * the server that takes the write is a master, whatever sentinels think. So the first write that gets through after a fault is
 * seen within some 10 ms, without asking anybody who the master is.
 */
export class Probe implements AsyncDisposable {
  readonly #instances: readonly ProbedInstance[]
  readonly #access: Access
  readonly #abort = new AbortController()
  readonly #loops: readonly Promise<void>[]
  readonly #writable = new Set<string>()
  readonly #knowledge = new FirstAnswers()
  /** Writes that are not answered yet: when each was sent. */
  readonly #sentAt = new Map<string, number>()
  #entries: TimedProbeEntry[] = []
  /** By master group: to no master of it did a write get through since. */
  readonly #lastWriteAt = new Map<string, number>()
  #counter = 0

  constructor(instances: readonly ProbedInstance[], access: Access = {}) {
    this.#instances = instances
    this.#access = access
    this.#loops = instances.map((instance) => this.#write(instance))
  }

  /** Who takes writes now. */
  get writable(): ReadonlySet<string> {
    return this.#writable
  }

  /** Of whom it is known by now whether they take writes: they took one, refused one, or left some unanswered. */
  get known(): ReadonlySet<string> {
    return this.#knowledge.known
  }

  /** What was noticed since the last call, in the order of time. */
  take(): readonly TimedProbeEntry[] {
    const entries = this.#entries
    this.#entries = []
    return entries
  }

  /** Ends the writing and removes the key. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort()
    await Promise.all(this.#loops)
    await Promise.all(
      this.#instances
        .filter(({name}) => this.#writable.has(name))
        .map((instance) => this.#removeKey(instance)),
    )
  }

  async #write(instance: ProbedInstance): Promise<void> {
    const {signal} = this.#abort
    let connection: Connection | undefined
    while (!signal.aborted) {
      const sentAt = Date.now()
      try {
        connection ??= await Connection.open(this.#endpointOf(instance), {timeoutMs})
        this.#counter += 1
        this.#sentAt.set(instance.name, sentAt)
        await connection.call('SET', keyOf(instance), this.#counter)
        this.#onWritten(instance)
        this.#knowledge.hear(instance.name)
      } catch (error) {
        this.#onRefused(instance, sentAt, error)
        if (isReply(error)) this.#knowledge.hear(instance.name)
        else this.#knowledge.miss(instance.name)
        // What Redis itself refuses leaves the connection as it is.
        if (!isReply(error)) {
          connection?.[Symbol.dispose]()
          connection = undefined
        }
      }
      this.#sentAt.delete(instance.name)
      await sleepUnlessAborted(everyMs, signal)
    }
    connection?.[Symbol.dispose]()
  }

  #endpointOf({host, port}: ProbedInstance) {
    return announcedEndpointOf({kind: 'redis', host, port}, this.#access)
  }

  #onWritten(instance: ProbedInstance): void {
    const at = Date.now()
    const {masterName: group = ''} = instance
    const lastWriteAt = this.#lastWriteAt.get(group)
    const isFirst = lastWriteAt === undefined
    const outageMs = at - (lastWriteAt ?? at)
    this.#lastWriteAt.set(group, at)
    if (this.#writable.has(instance.name)) return
    for (const {name, masterName = ''} of this.#instances) if (masterName === group) this.#doubt(name, at)
    const others = this.#instances.filter(
      ({name, masterName = ''}) => masterName === group && this.#writable.has(name),
    ).length
    this.#writable.add(instance.name)
    // Who takes writes when the probe begins is no news.
    if (isFirst) return
    const {name} = instance
    const entry: ProbeEntry =
      others > 0
        ? {kind: 'probe-writable', instance: name, message: 'takes writes too: there are two masters'}
        : {
            kind: 'probe-writable',
            instance: name,
            message: `takes writes: none got through for ${outageMs} ms`,
            outageMs,
          }
    this.#entries.push({at, entry})
  }

  /** A master that hands over takes no writes, and does not answer them either. If it answers after all, there are two. */
  #doubt(name: string, at: number): void {
    const sentAt = this.#sentAt.get(name)
    if (sentAt === undefined || at - sentAt < doubtedAfterMs || !this.#writable.delete(name)) return
    const entry = {kind: 'probe-refused', instance: name, message: 'takes no writes: no answer'} as const
    this.#entries.push({at: sentAt, entry})
  }

  #onRefused(instance: ProbedInstance, sentAt: number, error: unknown): void {
    if (!this.#writable.delete(instance.name) || this.#abort.signal.aborted) return
    const message = `takes no writes: ${reasonOf(error)}`
    this.#entries.push({at: sentAt, entry: {kind: 'probe-refused', instance: instance.name, message}})
  }

  async #removeKey(instance: ProbedInstance): Promise<void> {
    try {
      using connection = await Connection.open(this.#endpointOf(instance), {timeoutMs})
      await connection.call('DEL', keyOf(instance))
    } catch {
      // It has gone, and the key with it or not: it is one small key with a name that says whose it is.
    }
  }
}

function reasonOf(error: unknown): string {
  if (!isError(error)) return String(error)
  const {code} = error as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return 'connection refused'
  if (/timed? ?out/i.test(error.message)) return 'no answer'
  if (/closed|ECONNRESET|EPIPE|offline/i.test(`${error.message} ${code}`)) return 'connection lost'
  return error.message
}
