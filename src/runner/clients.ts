import {parseDuration} from '../core/duration.ts'
import type {Value} from '../core/lab/expression.ts'
import type {ClientSettings} from '../core/lab/lab.ts'
import type {Reply} from '../core/lab/reply.ts'
import type {Deployment} from '../engine/deployment.ts'
import {CallFailure, FollowingClient} from '../engine/redis/following-client.ts'
import {type Heard, Session} from '../engine/redis/session.ts'

/** Replies of blocking commands of a client that follows the master are waited for as long as this. */
const longestWaitMs = 600_000

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

  constructor(deployment: Deployment, settings: Readonly<Record<string, ClientSettings>>) {
    this.#deployment = deployment
    this.#settings = settings
  }

  /**
   * A named client stays at the address that it found when it first spoke; one that is the name or role of an instance
   * goes to whoever that is now.
   *
   * @throws RedislabError TARGET_NOT_FOUND, TARGET_AMBIGUOUS
   */
  async get(name: string): Promise<LabClient> {
    const settings = this.#settings[name]
    const at = settings?.at ?? name
    const key = settings === undefined ? (await this.#find(at)).name : name
    const known = this.#open.get(key)
    if (known !== undefined) return known
    const client = at === 'follow' ? this.#follow() : await this.#connect(at, settings)
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
    const {host, port, kind} = await this.#find(at)
    const password = settings?.password ?? (kind === 'redis' ? this.#deployment.record.password : undefined)
    const timeoutMs = settings?.timeout === undefined ? undefined : parseDuration(settings.timeout)
    const session = new Session({host, port, ...(password === undefined ? {} : {password})}, {timeoutMs})
    return {
      call: ([command, ...args]) => toReply(session.call(String(command), ...args)),
      heard: session.heard,
      close: () => session.close(),
      [Symbol.dispose]: () => session[Symbol.dispose](),
    }
  }

  #follow(): LabClient {
    const {plan, password} = this.#deployment.record
    const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel')
    const masterName = plan.masters[0]?.name ?? ''
    const client = FollowingClient.open(
      {kind: 'sentinels', sentinels, masterName, password},
      {timeoutMs: longestWaitMs},
    )
    return {
      call: ([command, ...args]) => toReply(client.call(String(command), ...args)),
      heard: [],
      close: () => client[Symbol.dispose](),
      [Symbol.dispose]: () => client[Symbol.dispose](),
    }
  }

  [Symbol.dispose](): void {
    for (const client of this.#open.values()) client[Symbol.dispose]()
  }
}

/** An error that Redis replies is a reply; so is what became of the connection, in a word. */
async function toReply(call: Promise<unknown>): Promise<Reply> {
  try {
    return {value: toValue(await call)}
  } catch (error) {
    return {error: describeFailure(error)}
  }
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof CallFailure) return error.outcome === 'refused' ? error.message : error.kind
  const {code} = error as NodeJS.ErrnoException
  if (error.name === 'ReplyError') return error.message
  if (code !== undefined) return code
  if (error.message === 'Command timed out') return 'timeout'
  return /closed|isn't writeable|Flushed/i.test(error.message) ? 'closed' : error.message
}

function toValue(reply: unknown): Value {
  if (reply === null || typeof reply === 'number' || typeof reply === 'string') return reply
  if (Array.isArray(reply)) return reply.map(toValue)
  // Inside of EXEC and of lists, an error is one of the replies.
  return reply instanceof Error ? reply.message : String(reply)
}
