import {Redis} from 'ioredis'
import type {Endpoint} from './endpoint.ts'
import {connectOnce, oneAddress} from './one-address.ts'

export interface ConnectOptions {
  /** Milliseconds for connecting, and for each command. */
  readonly timeoutMs?: number
}

/**
 * One connection to one instance. It never retries and never queues: what fails, fails at once, and the caller knows
 * what it means. Errors that Redis replies keep its own words.
 */
export class Connection implements Disposable {
  readonly #client: Redis

  private constructor(client: Redis) {
    this.#client = client
  }

  /** @throws Error with the socket's code (ECONNREFUSED …) or Redis's words (NOAUTH …) */
  static async open(endpoint: Endpoint, {timeoutMs = 1000}: ConnectOptions = {}): Promise<Connection> {
    const client = new Redis({...oneAddress(endpoint), connectTimeout: timeoutMs, commandTimeout: timeoutMs})
    await connectOnce(client)
    return new Connection(client)
  }

  /** Sends one command and returns its reply as Redis gave it: strings, numbers, null, arrays. */
  async call(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    return this.#client.call(command, ...args.map(String))
  }

  [Symbol.dispose](): void {
    this.#client.disconnect()
  }
}
