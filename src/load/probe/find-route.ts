import {partsOf} from '../../core/identity/claim.ts'
import {parseClusterNodes} from '../../core/redis/cluster-nodes.ts'
import {addressOf} from '../../core/redis/info.ts'
import {textOf} from '../../core/text/text-of.ts'
import {formatAddress, type PlannedInstance} from '../../core/topology/plan.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {Connection} from '../../engine/redis/connection.ts'
import {endpointOf} from '../../engine/redis/endpoint.ts'

/** Where a probe is to write. */
export interface Route extends Disposable {
  /** The address of who is master now, as others name it; undefined when nobody says. */
  readonly find: () => Promise<string | undefined>
  /** The one that was asked may have been wrong: next time another one is asked first. */
  readonly doubt: () => void
}

const timeoutMs = 1000

/**
 * How a probe follows the master of a deployment that runs elsewhere: it asks the sentinels, or the nodes of the cluster, with commands
 * that only read; where there are none, the master is the one that it was when it was opened.
 *
 * @param slot of its key, in a cluster
 */
export function findRoute(deployment: Deployment, masterName: string, slot: number): Route {
  const {plan} = deployment.record
  const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel')
  if (plan.mode === 'cluster')
    return new AskedRoute(deployment, plan.instances, (connection, node) => ownerOf(connection, node, slot))
  if (sentinels.length > 0)
    return new AskedRoute(deployment, sentinels, (connection) => toldBy(connection, masterName))
  const servers = plan.instances.filter((instance) => instance.masterName === masterName)
  return new AskedRoute(deployment, servers, masterOf, true)
}

type Ask = (connection: Connection, instance: PlannedInstance) => Promise<string | undefined>

async function toldBy(connection: Connection, masterName: string): Promise<string | undefined> {
  const reply = await connection.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', masterName)
  const [host, port] = Array.isArray(reply) ? reply.map(textOf) : []
  return host === undefined || port === undefined ? undefined : addressOf(host, port)
}

async function ownerOf(
  connection: Connection,
  instance: PlannedInstance,
  slot: number,
): Promise<string | undefined> {
  const nodes = parseClusterNodes(String(await connection.call('CLUSTER', 'NODES')))
  const owner = nodes.find(
    ({flags, slots}) =>
      flags.includes('master') &&
      !flags.includes('fail') &&
      slots.some(({first, last}) => first <= slot && slot <= last),
  )
  // One that has not met any other does not know its own address.
  return owner?.flags.includes('myself') === true ? formatAddress(instance) : owner?.address
}

async function masterOf(connection: Connection, instance: PlannedInstance): Promise<string | undefined> {
  const [role] = (await connection.call('ROLE')) as readonly unknown[]
  return role === 'master' ? formatAddress(instance) : undefined
}

/** Asks one after another until one says it, and keeps to that one. */
class AskedRoute implements Route {
  readonly #deployment: Deployment
  readonly #ask: Ask
  /** Each is asked until one is a master: what one says holds for itself alone. */
  readonly #isEachAsked: boolean
  #instances: readonly PlannedInstance[]
  #connection: Connection | undefined

  constructor(deployment: Deployment, instances: readonly PlannedInstance[], ask: Ask, isEachAsked = false) {
    this.#deployment = deployment
    this.#instances = instances
    this.#ask = ask
    this.#isEachAsked = isEachAsked
  }

  async find(): Promise<string | undefined> {
    for (const instance of this.#instances) {
      try {
        this.#connection ??= await Connection.open(endpointOf(instance, accessOf(this.#deployment)), {
          timeoutMs,
        })
        const address = await this.#ask(this.#connection, instance)
        if (address !== undefined) return address
        if (!this.#isEachAsked) {
          this.doubt()
          return undefined
        }
      } catch {
        // The next one may answer; that none does is what the caller sees.
      }
      this.doubt()
    }
    return undefined
  }

  doubt(): void {
    const [first, ...others] = this.#instances
    this.#instances = first === undefined ? others : [...others, first]
    this[Symbol.dispose]()
  }

  [Symbol.dispose](): void {
    this.#connection?.[Symbol.dispose]()
    this.#connection = undefined
  }
}

/** How the instances of a deployment that was opened live are spoken to. */
export function accessOf({access}: Deployment) {
  if (access?.isForeign !== true) throw new TypeError('only what was opened live is probed')
  return access
}

/** Where an address is reached from here. @throws TypeError for what is none */
export function placeOf(
  deployment: Deployment,
  address: string,
): {readonly host: string; readonly port: number} {
  const place = accessOf(deployment).reachedAt?.get(address) ?? partsOf(address)
  if (place === undefined) throw new TypeError(`${address} is no address`)
  return place
}
