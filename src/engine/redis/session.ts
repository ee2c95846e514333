import {Redis} from 'ioredis'
import type {Endpoint} from './endpoint.ts'
import {connectOnce, oneAddress} from './one-address.ts'

const connectWithinMs = 2000

/** A message that a session has heard. */
export interface Heard {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly channel: string
  readonly text: string
}

/**
 * A client at one address, as a person at redis-cli is: it waits for every reply as long as it takes, and when its
 * connection is lost, the command that was under way fails and the next one connects again.
 */
export class Session implements Disposable {
  readonly #endpoint: Endpoint
  readonly #timeoutMs: number | undefined
  #client: Redis | undefined
  readonly heard: Heard[] = []

  /** @param timeoutMs how long it waits for a reply; for ever by default */
  constructor(endpoint: Endpoint, {timeoutMs}: {readonly timeoutMs?: number | undefined} = {}) {
    this.#endpoint = endpoint
    this.#timeoutMs = timeoutMs
  }

  /** @throws Error with Redis's words (WRONGTYPE …), or with what happened to the connection */
  async call(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    const client = this.#client?.status === 'ready' ? this.#client : await this.#connect()
    const words = args.map(String)
    if (/^subscribe$/i.test(command)) return client.subscribe(...words)
    if (/^psubscribe$/i.test(command)) return client.psubscribe(...words)
    if (/^ssubscribe$/i.test(command)) return client.ssubscribe(...words)
    return client.call(command, ...words)
  }

  /** Closes the connection, as a client does whose process ends. The next command opens another one. */
  close(): void {
    this.#client?.disconnect()
    this.#client = undefined
  }

  async #connect(): Promise<Redis> {
    this.close()
    const client = new Redis({
      ...oneAddress(this.#endpoint),
      connectTimeout: connectWithinMs,
      ...(this.#timeoutMs === undefined ? {} : {commandTimeout: this.#timeoutMs}),
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false,
    })
    client.on('message', (channel: string, text: string) => this.#hear(channel, text))
    client.on('smessage', (channel: string, text: string) => this.#hear(channel, text))
    client.on('pmessage', (_: string, channel: string, text: string) => this.#hear(channel, text))
    await connectOnce(client)
    this.#client = client
    return client
  }

  #hear(channel: string, text: string): void {
    this.heard.push({at: Date.now(), channel, text})
  }

  [Symbol.dispose](): void {
    this.close()
  }
}
