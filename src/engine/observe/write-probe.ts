import {isError} from '../../core/errors/is-error.ts'
import type {ProbeEntry} from '../../core/timeline/entries/journal-entry.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import type {Connection} from '../redis/connection.ts'
import {Probe} from './probe.ts'

/** The one key that the probe writes; in a cluster with a hash tag behind it. */
export const probeKey = 'redislab:probe'

/** How long between two writes; how long one may take before it counts as lost. */
const everyMs = 10
const timeoutMs = 300

export type ProbedInstance = Pick<PlannedInstance, 'name' | 'host' | 'port'> & {
  /** In a cluster: what puts the key into a slot of its shard. */
  readonly tag?: string
  readonly masterName?: string
}

function keyOf({tag = ''}: ProbedInstance): string {
  return `${probeKey}${tag}`
}

/**
 * Writes to every data instance of a master group all the time. Replicas refuse; an instance that takes the write is a
 * master, whatever sentinels think. So the first write that gets through after a fault is seen within some 10 ms,
 * without asking anybody which instance is the master.
 */
export class WriteProbe extends Probe<ProbedInstance, ProbeEntry> {
  readonly #instances: readonly ProbedInstance[]
  readonly #writable = new Set<string>()
  /** By master group: to no master of it did a write get through since. */
  readonly #lastWriteAt = new Map<string, number>()
  #counter = 0

  constructor(
    instances: readonly ProbedInstance[],
    {password}: {readonly password?: string | undefined} = {},
  ) {
    super({password, everyMs, timeoutMs})
    this.#instances = instances
    this.start(instances)
  }

  /** The instances that take writes now. */
  get writable(): ReadonlySet<string> {
    return this.#writable
  }

  /** Stops writing, and removes the key. */
  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]()
    const written = this.#instances.filter(({name}) => this.#writable.has(name))
    await Promise.all(written.map((instance) => this.#removeKey(instance)))
  }

  protected override async ask(connection: Connection, instance: ProbedInstance): Promise<void> {
    this.#counter += 1
    await connection.call('SET', keyOf(instance), this.#counter)
    this.#onWritten(instance)
  }

  #onWritten(instance: ProbedInstance): void {
    const at = Date.now()
    const {masterName: group = ''} = instance
    const lastWriteAt = this.#lastWriteAt.get(group)
    const isFirst = lastWriteAt === undefined
    const outageMs = at - (lastWriteAt ?? at)
    const others = this.#instances.filter(
      ({name, masterName = ''}) => masterName === group && this.#writable.has(name),
    ).length
    this.#lastWriteAt.set(group, at)
    if (this.#writable.has(instance.name)) return
    this.#writable.add(instance.name)
    // That an instance takes writes when the probe begins is no news.
    if (isFirst) return
    const {name} = instance
    const own = {kind: 'probe-writable', instance: name} as const
    const message = `takes writes: none got through for ${outageMs} ms`
    if (others > 0) this.note(at, {...own, message: 'takes writes too: there are two masters'})
    else this.note(at, {...own, message, outageMs})
  }

  protected override onFailed({name}: ProbedInstance, sentAt: number, error: unknown): void {
    if (!this.#writable.delete(name)) return
    this.note(sentAt, {kind: 'probe-refused', instance: name, message: `takes no writes: ${reasonOf(error)}`})
  }

  async #removeKey(instance: ProbedInstance): Promise<void> {
    try {
      using connection = await this.connect(instance)
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
