import type {LockClientSettings} from '../core/lab/lab.ts'
import {parseDuration} from '../core/time/duration.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {FollowingClient, type MasterFinder, untilReady} from '../engine/redis/following-client.ts'
import {type Connections, LockClient} from '../load/lock-client.ts'
import {LockReferee, type LockView} from '../load/lock-referee.ts'
import type {Send} from '../load/lock-strategies/lock-strategy.ts'
import {lockStrategies} from '../load/lock-strategies/strategies.ts'
import {whomToCall} from '../load/whom-to-call.ts'

const connectWithinMs = 5000
/** Of many masters some may be dead: the others are not made to wait for these. */
const connectSomeWithinMs = 300
const timeoutMs = {redlock: 200, other: 1000} as const

/** The clients of a lab that lock, and who of them holds what. */
export class LockClients implements Disposable {
  readonly #deployment: Deployment
  readonly #referee = new LockReferee()
  readonly #clients: ReadonlyMap<string, LockClient>

  constructor(deployment: Deployment, settings: Readonly<Record<string, LockClientSettings>>) {
    this.#deployment = deployment
    this.#clients = new Map(
      Object.entries(settings).map(([name, own]) => [
        name,
        new LockClient({
          name,
          strategy: lockStrategies[own.lock],
          ttlMs: parseDuration(own.ttl),
          referee: this.#referee,
          connect: () => this.#connect(own),
        }),
      ]),
    )
  }

  get(name: string): LockClient {
    const client = this.#clients.get(name)
    if (client === undefined) throw new TypeError(`${name} is no client that locks`)
    return client
  }

  view(): Readonly<Record<string, Readonly<Record<keyof LockView, number>>>> {
    return this.#referee.view()
  }

  async #connect({lock, at, timeout}: LockClientSettings): Promise<Connections> {
    const isEverywhere = lockStrategies[lock].usesAllMasters === true
    const finders = isEverywhere ? await this.#everyMaster() : [await this.#finderFor(at)]
    const usual = isEverywhere ? timeoutMs.redlock : timeoutMs.other
    const ms = timeout === undefined ? usual : parseDuration(timeout)
    const clients = finders.map((finder) => FollowingClient.open(finder, {timeoutMs: ms}))
    const dispose = () => {
      for (const client of clients) client[Symbol.dispose]()
    }
    await untilReady(clients, {withinMs: isEverywhere ? connectSomeWithinMs : connectWithinMs})
    const [first, ...others] = clients.map(
      (client): Send =>
        (...words) =>
          client.call(...words),
    )
    if (first === undefined) throw new TypeError('a deployment has at least one master')
    return {masters: [first, ...others], [Symbol.dispose]: dispose}
  }

  /** The master, unless the lab names an instance: `follow` says no more than that. */
  async #finderFor(at: string | undefined): Promise<MasterFinder> {
    const masterName = this.#deployment.record.plan.masters[0]?.name
    const wish = at === undefined || at === 'follow' ? {masterName} : {at}
    return (await whomToCall(this.#deployment, wish)).finder
  }

  /** A master that is dead counts all the same: Redlock asks it, and gets no answer. */
  async #everyMaster(): Promise<readonly MasterFinder[]> {
    const {masters} = this.#deployment.record.plan
    const called = masters.map(({name}) => whomToCall(this.#deployment, {masterName: name, beginsDown: true}))
    return (await Promise.all(called)).map(({finder}) => finder)
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients.values()) client[Symbol.dispose]()
  }
}
