import type {Deployment} from '../engine/deployment/deployment.ts'
import {Connection} from '../engine/redis/connection.ts'
import {endpointOf} from '../engine/redis/endpoint.ts'
import {isReply} from '../engine/redis/is-reply.ts'

/** A connection to each instance that was asked, kept until it fails: the next command opens another one. */
export class KeptConnections implements Disposable {
  readonly #deployment: Deployment
  readonly #timeoutMs: number
  readonly #byName = new Map<string, Connection>()

  constructor(deployment: Deployment, timeoutMs: number) {
    this.#deployment = deployment
    this.#timeoutMs = timeoutMs
  }

  /** @throws the error that the instance replied, or what keeps it from being asked */
  async call(node: string, command: string, ...args: readonly string[]): Promise<unknown> {
    try {
      return await (this.#byName.get(node) ?? (await this.#open(node))).call(command, ...args)
    } catch (error) {
      if (!isReply(error)) this.#close(node)
      throw error
    }
  }

  async #open(node: string): Promise<Connection> {
    const {record} = this.#deployment
    const instance = record.plan.instances.find(({name}) => name === node)
    if (instance === undefined) throw new Error(`${node} is no instance of the plan`)
    const connection = await Connection.open(endpointOf(instance, record), {timeoutMs: this.#timeoutMs})
    this.#close(node)
    this.#byName.set(node, connection)
    return connection
  }

  #close(node: string): void {
    this.#byName.get(node)?.[Symbol.dispose]()
    this.#byName.delete(node)
  }

  [Symbol.dispose](): void {
    for (const node of this.#byName.keys()) this.#close(node)
  }
}
