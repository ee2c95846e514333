import {connect, type Socket} from 'node:net'
import type {Endpoint} from './endpoint.ts'
import {ReplyError, ReplyReader} from './reply-reader.ts'
import {connectByTls} from './tls-options.ts'

export interface ConnectOptions {
  /** Milliseconds for connecting, and for each command. */
  readonly timeoutMs?: number
}

interface Sent {
  readonly resolve: (reply: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * One connection to one instance. It never retries and never queues: what fails, fails at once, and the caller knows
 * what it means. Errors that Redis replies keep its own words.
 *
 * It is not a client of ioredis, which takes 15 ms of the processor to load and knows nothing better for one address.
 */
export class Connection implements Disposable {
  readonly #socket: Socket
  readonly #timeoutMs: number
  readonly #replies = new ReplyReader()
  /** Commands that are not answered yet, in the order of their replies. */
  readonly #sent: Sent[] = []
  /** What is written with the end of this turn: commands that are sent together go out together. */
  #unwritten = ''
  #isClosed = false

  private constructor(socket: Socket, timeoutMs: number) {
    this.#socket = socket
    this.#timeoutMs = timeoutMs
    socket.on('data', (chunk) => this.#read(chunk))
    // Its `close` follows.
    socket.on('error', () => {})
    socket.on('close', () => this.#close())
  }

  /** @throws Error with the socket's code (ECONNREFUSED …) or Redis's words (NOAUTH …) */
  static async open(endpoint: Endpoint, {timeoutMs = 1000}: ConnectOptions = {}): Promise<Connection> {
    const connection = new Connection(await openSocket(endpoint, timeoutMs), timeoutMs)
    try {
      await connection.#authenticate(endpoint)
      return connection
    } catch (error) {
      connection[Symbol.dispose]()
      throw error
    }
  }

  /** Sends one command and returns its reply as Redis gave it: strings, numbers, null, arrays. */
  async call(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    if (this.#isClosed) throw closed()
    return new Promise((resolve, reject) => {
      // Its reply may come yet, and must not be taken for that of another one.
      const timer = setTimeout(() => reject(new Error('Command timed out')), this.#timeoutMs)
      const settle =
        <Value>(act: (value: Value) => void) =>
        (value: Value) => {
          clearTimeout(timer)
          act(value)
        }
      this.#sent.push({resolve: settle(resolve), reject: settle(reject)})
      this.#write(encode([command, ...args.map(String)]))
    })
  }

  async #authenticate({user, password}: Endpoint): Promise<void> {
    if (password === undefined) return
    try {
      await this.call('AUTH', ...(user === undefined ? [] : [user]), password)
    } catch (error) {
      // One that wants no password is as good.
      if (!(error instanceof ReplyError && /no password is set|without any password/.test(error.message)))
        throw error
    }
  }

  #write(command: string): void {
    if (this.#unwritten === '')
      queueMicrotask(() => {
        this.#socket.write(this.#unwritten)
        this.#unwritten = ''
      })
    this.#unwritten += command
  }

  #read(chunk: Buffer): void {
    try {
      for (const reply of this.#replies.take(chunk)) {
        const sent = this.#sent.shift()
        if (reply instanceof ReplyError) sent?.reject(reply)
        else sent?.resolve(reply)
      }
    } catch (error) {
      this.#close(error)
      this.#socket.destroy()
    }
  }

  #close(reason: unknown = closed()): void {
    this.#isClosed = true
    for (const {reject} of this.#sent.splice(0)) reject(reason)
  }

  [Symbol.dispose](): void {
    this.#close()
    this.#socket.destroy()
  }
}

function closed(): Error {
  return new Error('Connection is closed.')
}

function openSocket({host, port, tls}: Endpoint, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = tls === undefined ? connect({host, port, noDelay: true}) : connectByTls({host, port}, tls)
    socket.setTimeout(timeoutMs, () =>
      socket.destroy(Object.assign(new Error('connect ETIMEDOUT'), {code: 'ETIMEDOUT', syscall: 'connect'})),
    )
    socket.once('error', reject)
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      socket.setTimeout(0)
      resolve(socket)
    })
  })
}

function encode(words: readonly string[]): string {
  return [`*${words.length}`, ...words.flatMap((word) => [`$${Buffer.byteLength(word)}`, word]), ''].join(
    '\r\n',
  )
}
