import {messageOf} from '../core/errors/message-of.ts'
import type {Value} from '../core/lab/expression.ts'
import {type ClientSettings, lockClientsOf} from '../core/lab/lab.ts'
import type {Reply} from '../core/lab/reply.ts'
import {parseDuration} from '../core/time/duration.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {announcedEndpointOf} from '../engine/redis/endpoint.ts'
import {FollowingClient, untilReady} from '../engine/redis/following-client.ts'
import {type Heard, Session} from '../engine/redis/session.ts'
import {whomToCall} from '../load/whom-to-call.ts'
import {describeFailure} from './describe-failure.ts'
import {LockClients} from './lock-clients.ts'

/** Replies of blocking commands of a client that follows the master are waited for as long as this. */
const longestWaitMs = 600_000

/** What cannot connect in this time tells so with its first command. */
const connectWithinMs = 5000

interface LabClient extends Disposable {
  call(words: readonly (string | number)[]): Promise<Reply>
  readonly heard: readonly Heard[]
  close(): void
}

/** The clients of a lab: those that it names, and one to each instance that a step speaks to. */
export class LabClients implements Disposable {
  readonly #deployment: Deployment
  readonly #settings: Readonly<Record<string, ClientSettings>>
  readonly #open = new Map<string, LabClient>()

  /** Those that lock. */
  readonly locks: LockClients

  constructor(deployment: Deployment, settings: Readonly<Record<string, ClientSettings>>) {
    this.#deployment = deployment
    this.locks = new LockClients(deployment, lockClientsOf(settings))
    this.#settings = settings
  }

  /**
   * A named client stays at the address that it found when it first spoke; one that is the name or role of an instance
   * goes to the instance that has it now.
   *
   * @throws RedislabError TARGET_NOT_FOUND, TARGET_AMBIGUOUS
   */
  async get(name: string): Promise<LabClient> {
    const settings = this.#settings[name]
    const at = settings === undefined ? name : (settings.at ?? 'master')
    const key = settings === undefined ? (await this.#find(at)).name : name
    const known = this.#open.get(key)
    if (known !== undefined) return known
    if (settings !== undefined && 'lock' in settings) return this.#lock(name)
    const client = at === 'follow' ? await this.#follow() : await this.#connect(at, settings)
    this.#open.set(key, client)
    return client
  }

  heardBy(name: string): readonly Heard[] {
    return this.#open.get(name)?.heard ?? []
  }

  close(name: string): void {
    this.#open.get(name)?.close()
  }

  /** Only a role must be looked up: that asks every instance, and would be seen in what a lab counts. */
  async #find(target: string) {
    const {instances} = this.#deployment.record.plan
    const named = instances.find(({name}) => name === target)
    if (named !== undefined) return named
    const [found] = await this.#deployment.resolve([target])
    const planned = instances.find(({name}) => name === found?.name)
    if (planned === undefined) throw new TypeError(`${target} is no instance of the plan`)
    return planned
  }

  async #connect(at: string, settings: ClientSettings | undefined): Promise<LabClient> {
    const instance = await this.#find(at)
    const password = ownPassword(settings)
    const timeoutMs = settings?.timeout === undefined ? undefined : parseDuration(settings.timeout)
    const user = settings !== undefined && 'user' in settings ? settings.user : undefined
    const own = announcedEndpointOf(instance, this.#deployment.record)
    // A password of its own is that of the user that it names, or of the default user.
    const login =
      user === undefined && password === undefined ? {} : {user, password: password ?? own.password}
    const session = new Session({...own, ...login}, {timeoutMs})
    return {
      call: ([command, ...args]) => toReply(session.call(String(command), ...args)),
      heard: session.heard,
      close: () => session.close(),
      [Symbol.dispose]: () => session[Symbol.dispose](),
    }
  }

  /** One that locks sends its other commands over the same connection. */
  #lock(name: string): LabClient {
    const client = this.locks.get(name)
    return {
      call: ([command, ...args]) => toReply(client.call(String(command), ...args)),
      heard: [],
      close: () => client.crash(),
      [Symbol.dispose]: () => client[Symbol.dispose](),
    }
  }

  async #follow(): Promise<LabClient> {
    const masterName = this.#deployment.record.plan.masters[0]?.name
    const {finder} = await whomToCall(this.#deployment, {masterName})
    const client = FollowingClient.open(finder, {timeoutMs: longestWaitMs})
    // Its first command shall not fail for being faster than the connection.
    await untilReady([client], {withinMs: connectWithinMs})
    return {
      call: ([command, ...args]) => toReply(client.call(String(command), ...args)),
      heard: [],
      close: () => client[Symbol.dispose](),
      [Symbol.dispose]: () => client[Symbol.dispose](),
    }
  }

  [Symbol.dispose](): void {
    this.locks[Symbol.dispose]()
    for (const client of this.#open.values()) client[Symbol.dispose]()
  }
}

function ownPassword(settings: ClientSettings | undefined): string | undefined {
  return settings !== undefined && 'password' in settings ? settings.password : undefined
}

/** An error that Redis replies is a reply; so is what happened to the connection, in a word. */
async function toReply(call: Promise<unknown>): Promise<Reply> {
  try {
    return {value: toValue(await call)}
  } catch (error) {
    return {error: describeFailure(error)}
  }
}

function toValue(reply: unknown): Value {
  if (reply === null || typeof reply === 'number' || typeof reply === 'string') return reply
  if (Array.isArray(reply)) return reply.map(toValue)
  // Inside of EXEC and of lists, an error is one of the replies.
  return messageOf(reply)
}
