import {queuesOf, workOf} from '../core/certify/commands.ts'
import {Ledger} from '../core/certify/ledger.ts'
import type {MonitoredCommand} from '../core/certify/monitor-line.ts'
import {CertifyRecord} from '../core/certify/record.ts'
import type {Scenario} from '../core/certify/scenario.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {countLost} from './count-lost.ts'
import {Masters} from './masters.ts'
import {Monitor} from './monitor.ts'
import {Sampler} from './sampler.ts'
import {Stimulus} from './stimulus.ts'

const subscribing: ReadonlySet<string> = new Set(['SUBSCRIBE', 'SSUBSCRIBE', 'PSUBSCRIBE'])

/** Everything that looks at a client from outside while a scenario goes on. */
export class Watch implements AsyncDisposable {
  readonly record: CertifyRecord
  readonly ledger = new Ledger()
  readonly masters: Masters
  readonly sampler: Sampler
  readonly #deployment: Deployment
  readonly #monitors: readonly Monitor[]
  readonly #stimulus: Stimulus | undefined
  /** Addresses of instances: what comes from there is replication. */
  readonly #addresses: ReadonlySet<string>
  lastCommandAt = 0
  /** What comes now are questions of redislab's own. */
  #isOver = false

  constructor(deployment: Deployment, {certify}: Scenario) {
    this.#deployment = deployment
    const {plan} = deployment.record
    const nodes = plan.instances.filter(({kind}) => kind === 'redis')
    this.#addresses = new Set(
      nodes.flatMap(({host, port, bound}) => [
        `${host}:${port}`,
        ...(bound ? [`${bound.host}:${bound.port}`] : []),
      ]),
    )
    const groupOf = new Map(nodes.map(({name, masterName = ''}) => [name, masterName]))
    this.record = new CertifyRecord(groupOf, certify.foreign)
    this.masters = new Masters(deployment, this.record, (kind) => this.sampler?.forgive(kind))
    this.sampler = new Sampler(deployment.record)
    this.#monitors = nodes.map((node) => new Monitor(node, (command) => this.#take(node.name, command)))
    const {counts: sign} = certify
    const waits = sign === 'subscription' || sign === 'pops'
    this.#stimulus = waits
      ? new Stimulus(sign, {deployment, record: this.record, masters: this.masters})
      : undefined
  }

  #take(node: string, {at, from, name, args}: MonitoredCommand): void {
    if (this.#isOver || this.#addresses.has(from)) return
    if (subscribing.has(name)) {
      this.#stimulus?.learn(name, args)
      this.lastCommandAt = Date.now()
      return
    }
    const work = workOf(name, args)
    if (work === undefined) return
    this.lastCommandAt = Date.now()
    if (work === 'block') this.#stimulus?.learn(name, queuesOf(name, args))
    if (work === 'write') this.ledger.take(name, args)
    this.record.take({at, node, work, key: args[0] ?? '', name})
  }

  /** What of the client's counters and sets is gone, as the current masters say. */
  async countLost(): Promise<number> {
    this.#isOver = true
    return await countLost(this.ledger, this.#deployment, [...this.record.masters.values()])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const monitor of this.#monitors) monitor[Symbol.dispose]()
    await Promise.all([this.#stimulus?.[Symbol.asyncDispose](), this.sampler[Symbol.asyncDispose]()])
    await this.masters[Symbol.asyncDispose]()
  }
}
