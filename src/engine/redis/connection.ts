import {connect, type Socket} from 'node:net'
import {isProbeCommand} from '../../core/redis/probe-commands.ts'
import {isReadOnly} from '../../core/redis/read-only-commands.ts'
import type {Endpoint} from './endpoint.ts'
import {noteQuestion} from './no-answer.ts'
import {type Pace, paceOf} from './pace.ts'
import {ReplyError, ReplyReader} from './reply-reader.ts'
import {connectByTls} from './tls-options.ts'

export interface ConnectOptions {
  /** Milliseconds for connecting, and for each command. */
  readonly timeoutMs?: number
  /** Gets what comes without being asked for, as after SUBSCRIBE. */
  readonly onMessage?: ((message: unknown) => void) | undefined
  /** Called once it is closed, by whomever. */
  readonly onClose?: (() => void) | undefined
}

const usualMs = 1000

/** A connection that only listens would not notice that its peer vanished. */
const keepAliveMs = 10_000

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
  readonly #endpoint: Endpoint
  readonly #timeoutMs: number
  readonly #onMessage: ConnectOptions['onMessage']
  readonly #onClose: ConnectOptions['onClose']
  /** Of what redislab did not start. */
  readonly #pace: Pace | undefined
  readonly #probeKey: string | undefined
  readonly #replies = new ReplyReader()
  /** Commands that are not answered yet, in the order of their replies. */
  readonly #sent: Sent[] = []
  /** What is written with the end of this turn: commands that are sent together go out together. */
  #unwritten = ''
  #isClosed = false

  private constructor(
    socket: Socket,
    endpoint: Endpoint,
    {timeoutMs = usualMs, onMessage, onClose}: ConnectOptions,
  ) {
    this.#socket = socket
    this.#endpoint = endpoint
    this.#timeoutMs = timeoutMs
    this.#onMessage = onMessage
    this.#onClose = onClose
    this.#pace = endpoint.isForeign === true ? paceOf(endpoint) : undefined
    this.#probeKey = endpoint.probeKey
    socket.on('data', (chunk) => this.#read(chunk))
    // Its `close` follows.
    socket.on('error', () => {})
    socket.on('close', () => this.#close())
  }

  /** @throws Error with the socket's code (ECONNREFUSED …) or Redis's words (NOAUTH …) */
  static async open(endpoint: Endpoint, options: ConnectOptions = {}): Promise<Connection> {
    const {timeoutMs = usualMs} = options
    const socket = await openSocket(endpoint, timeoutMs).catch((error: unknown) => {
      throw noteQuestion(error, {...addressOf(endpoint), withinMs: timeoutMs})
    })
    const connection = new Connection(socket, endpoint, options)
    try {
      await connection.#authenticate(endpoint)
      return connection
    } catch (error) {
      connection[Symbol.dispose]()
      throw error
    }
  }

  /**
   * Sends one command and returns its reply as Redis gave it: strings, numbers, null, arrays. To what redislab did not start only
   * commands that read are sent, at its pace: whatever is to be sent there comes through here.
   */
  async call(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    if (this.#pace !== undefined) {
      if (!this.#maySend([command, ...args.map(String)])) throw notSent(command)
      await this.#pace.take()
    }
    const question = {...addressOf(this.#endpoint), command, withinMs: this.#timeoutMs}
    if (this.#isClosed) throw noteQuestion(closed(), question)
    return new Promise((resolve, fail) => {
      const reject = (error: unknown) => fail(noteQuestion(error, question))
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

  /** To what redislab did not start: what reads; of a probe what its one key is for. */
  #maySend(words: readonly string[]): boolean {
    return this.#probeKey === undefined ? isReadOnly(words) : isProbeCommand(words, this.#probeKey)
  }

  async #authenticate({user, password}: Endpoint): Promise<void> {
    if (password === undefined) return
    try {
      await this.call('AUTH', ...(user === undefined ? [] : [user]), password)
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error
      // One that wants no password is as good.
      if (!/no password is set|without any password/.test(error.message))
        throw withoutLogin(error, [password, user])
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
        if (sent === undefined) this.#onMessage?.(reply)
        if (reply instanceof ReplyError) sent?.reject(reply)
        else sent?.resolve(reply)
      }
    } catch (error) {
      this.#close(error)
      this.#socket.destroy()
    }
  }

  #close(reason: unknown = closed()): void {
    if (!this.#isClosed) this.#onClose?.()
    this.#isClosed = true
    for (const {reject} of this.#sent.splice(0)) reject(reason)
  }

  [Symbol.dispose](): void {
    this.#close()
    this.#socket.destroy()
  }
}

/** A server that does not know AUTH repeats what it was sent (server.c: commandCheckExistence). */
function withoutLogin({message}: ReplyError, login: readonly (string | undefined)[]): ReplyError {
  const said = message.replace(/,? with args beginning with[\s\S]*$/, '')
  return new ReplyError(
    login.reduce<string>((shown, word = '') => (word === '' ? shown : shown.replaceAll(word, '…')), said),
  )
}

/** Without what nobody may read. */
function addressOf({host, port, name}: Endpoint): Pick<Endpoint, 'host' | 'port' | 'name'> {
  return {host, port, name}
}

function notSent(command: string): Error {
  return new Error(`${command} is not sent to a deployment that redislab did not start: it is only read`)
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
      socket.setKeepAlive(true, keepAliveMs)
      resolve(socket)
    })
  })
}

function encode(words: readonly string[]): string {
  return [`*${words.length}`, ...words.flatMap((word) => [`$${Buffer.byteLength(word)}`, word]), ''].join(
    '\r\n',
  )
}
