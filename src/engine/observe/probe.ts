import {Connection} from '../redis/connection.ts'
import type {Endpoint} from '../redis/endpoint.ts'
import {isReply} from '../redis/is-reply.ts'
import {sleep} from '../time/wait.ts'

export interface TimedEntry<Entry> {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly entry: Entry
}

export interface ProbeOptions {
  readonly password: string | undefined
  /** How long between two questions to an instance. */
  readonly everyMs: number
  /** How long an answer may take. */
  readonly timeoutMs: number
}

/** Asks instances the same thing all the time, each over a connection of its own, and keeps what it notices. */
export abstract class Probe<Instance extends Pick<Endpoint, 'host' | 'port'>, Entry>
  implements AsyncDisposable
{
  readonly #options: ProbeOptions
  readonly #abort = new AbortController()
  #loops: readonly Promise<void>[] = []
  #entries: TimedEntry<Entry>[] = []

  constructor(options: ProbeOptions) {
    this.#options = options
  }

  /** What was noticed since the last call, in the order of time. */
  take(): readonly TimedEntry<Entry>[] {
    const entries = this.#entries
    this.#entries = []
    return entries
  }

  /** Stops asking. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort()
    await Promise.all(this.#loops)
  }

  protected start(instances: readonly Instance[]): void {
    this.#loops = instances.map((instance) => this.#askAgainAndAgain(instance))
  }

  protected abstract ask(connection: Connection, instance: Instance): Promise<void>

  /** An instance that is down, frozen or cut off, unless a subclass says otherwise, is for others to notice. */
  protected onFailed(_instance: Instance, _askedAt: number, _error: unknown): void {}

  /** What is noticed after the end is left out. */
  protected note(at: number, entry: Entry): void {
    if (!this.#abort.signal.aborted) this.#entries.push({at, entry})
  }

  protected async connect({host, port}: Instance): Promise<Connection> {
    const {password, timeoutMs} = this.#options
    return await Connection.open({host, port, ...(password === undefined ? {} : {password})}, {timeoutMs})
  }

  async #askAgainAndAgain(instance: Instance): Promise<void> {
    const {signal} = this.#abort
    let connection: Connection | undefined
    while (!signal.aborted) {
      const askedAt = Date.now()
      try {
        connection ??= await this.connect(instance)
        await this.ask(connection, instance)
      } catch (error) {
        this.onFailed(instance, askedAt, error)
        // What Redis itself refuses leaves the connection as it is.
        if (!isReply(error)) {
          connection?.[Symbol.dispose]()
          connection = undefined
        }
      }
      await sleep(this.#options.everyMs, signal).catch(() => undefined)
    }
    connection?.[Symbol.dispose]()
  }
}
