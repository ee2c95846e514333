import {Redis} from 'ioredis'

export interface Endpoint {
  readonly host: string
  readonly port: number
  readonly password?: string
}

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
  static async open(
    {host, port, password}: Endpoint,
    {timeoutMs = 1000}: ConnectOptions = {},
  ): Promise<Connection> {
    const client = new Redis({
      host,
      port,
      ...(password === undefined ? {} : {password}),
      lazyConnect: true,
      connectTimeout: timeoutMs,
      commandTimeout: timeoutMs,
      // Nothing is under way when we close; ioredis would keep the process alive for this long.
      disconnectTimeout: 0,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
      // Its ready check asks INFO and waits while LOADING; readiness is ours to judge.
      enableReadyCheck: false,
      disableClientInfo: true,
      // RESP2 needs no HELLO, which a sentinel before 6.2.? and a password-protected server answer differently.
      protocol: 2,
    })
    let failure: unknown
    client.on('error', (error) => {
      failure = error
    })
    try {
      await client.connect()
      return new Connection(client)
    } catch (error) {
      client.disconnect()
      throw failure ?? error
    }
  }

  /** Sends one command and returns its reply as Redis gave it: strings, numbers, null, arrays. */
  async call(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    return this.#client.call(command, ...args.map(String))
  }

  [Symbol.dispose](): void {
    this.#client.disconnect()
  }
}
