import type {Access} from '../../core/config/access.ts'
import {hostNamesOf, mapAddresses, withHost} from '../../core/status/host-names.ts'
import type {Observation, Observations} from '../../core/status/observation.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import type {Host} from '../host/host.ts'
import {resolveNames} from '../host/resolve-names.ts'
import type {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import {Observer} from '../redis/observe.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/** A deployment, and how one that runs elsewhere is reached. */
type Observed = Pick<DeploymentRecord, 'plan' | 'processes'> & Access

/** An instance elsewhere takes longer to reach than one on this machine. */
const foreignTimeoutMs = 3000

/** What Redis refuses with begins with a word in capitals: NOAUTH, NOPERM, LOADING. */
function hasAnswered({problem}: {readonly problem?: string | undefined}): boolean {
  return problem === undefined || /^[A-Z]{3,} /.test(problem)
}

/**
 * Looks at every process of a deployment and asks those that run, all at once. Paused ones are not asked: the kernel
 * would take the connection and nobody would answer.
 */
export class DeploymentObserver implements Disposable {
  readonly #host: Host
  readonly #observers = new Map<string, Observer>()
  readonly #resolved = new Map<string, readonly string[]>()
  readonly #timeoutMs: number

  constructor(host: Host, {timeoutMs = 1000}: {timeoutMs?: number} = {}) {
    this.#host = host
    this.#timeoutMs = timeoutMs
  }

  async observe(record: Observed): Promise<Observations> {
    const entries = await Promise.all(
      record.plan.instances.map(
        async (instance): Promise<[string, Observation]> => [
          instance.name,
          await this.#observeOne(record, instance),
        ],
      ),
    )
    const hosts = await this.#resolveHosts(
      record,
      entries.flatMap(([, found]) => hostNamesOf(found)),
    )
    if (hosts.size === 0) return new Map(entries)
    return new Map(
      entries.map(([name, found]) => [name, mapAddresses(found, (address) => withHost(address, hosts))]),
    )
  }

  /** What names of hosts mean here: the address of an instance that they resolve to. Each is asked for once. */
  async #resolveHosts({plan}: Observed, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const unknown = [...new Set(names)].filter((name) => !this.#resolved.has(name))
    const found = unknown.length === 0 ? new Map() : await resolveNames(unknown)
    for (const name of unknown) this.#resolved.set(name, found.get(name) ?? [])
    const own = new Set(plan.instances.map(({host}) => host))
    return new Map(
      names.flatMap((name) => {
        const address = this.#resolved.get(name)?.find((one) => own.has(one))
        return address === undefined ? [] : [[name, address]]
      }),
    )
  }

  async #observeOne(record: Observed, instance: PlannedInstance): Promise<Observation> {
    if (record.isForeign === true) {
      const answer = await this.#observerOf(instance, record).ask()
      return {state: hasAnswered(answer) ? 'running' : 'unreachable', pid: null, ...answer}
    }
    const {process: identity = null, stopped = false} = record.processes[instance.name] ?? {}
    const facts = identity === null ? undefined : await this.#host.look(identity)
    if (facts === undefined) return {state: stopped ? 'stopped' : 'dead', pid: null}
    if (facts.state === 'unreachable') return await this.#observeUnseen(record, instance)
    if (facts.state === 'paused') return {state: 'paused', pid: facts.pid}
    const answer = await this.#observerOf(instance, record).ask()
    return {state: 'running', pid: facts.pid, ...answer}
  }

  /** Its host does not say whether it runs; that it answers says it. */
  async #observeUnseen(record: Observed, instance: PlannedInstance): Promise<Observation> {
    const answer = await this.#observerOf(instance, record).ask()
    return {state: hasAnswered(answer) ? 'running' : 'unreachable', pid: null, ...answer}
  }

  /** Takes over a connection to an instance, instead of opening another one. */
  adopt(record: Observed, instance: PlannedInstance, connection: Connection): void {
    this.#observers.get(instance.name)?.[Symbol.dispose]()
    this.#observers.set(instance.name, this.#makeObserver(instance, record, connection))
  }

  #observerOf(instance: PlannedInstance, record: Observed): Observer {
    const known = this.#observers.get(instance.name)
    if (known !== undefined) return known
    const observer = this.#makeObserver(instance, record)
    this.#observers.set(instance.name, observer)
    return observer
  }

  #makeObserver(instance: PlannedInstance, record: Observed, connection?: Connection): Observer {
    const asked = instance.nodeId === undefined ? instance.kind : 'cluster-node'
    return new Observer(asked, endpointOf(instance, record), {
      timeoutMs: record.isForeign === true ? foreignTimeoutMs : this.#timeoutMs,
      connection,
      masterNames: record.plan.masters.map(({name}) => name),
    })
  }

  [Symbol.dispose](): void {
    for (const observer of this.#observers.values()) observer[Symbol.dispose]()
  }
}
