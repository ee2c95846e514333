import type {Access} from '../../core/config/access.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {messageOf} from '../../core/errors/message-of.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'

/** For how long MIGRATE may take. While it runs, both nodes do nothing else. */
export const migrateWithinMs = 5000

type Words = readonly [string, ...(string | number)[]]

/** Connections to each node that is spoken to: calls that wait for something are made over several of them. */
export class Nodes implements Disposable {
  readonly #connections = new Map<string, Promise<Connection>>()
  readonly #access: Access
  readonly #connectionsEach: number
  #calls = 0

  constructor(access: Access, {connectionsEach = 1}: {readonly connectionsEach?: number} = {}) {
    this.#access = access
    this.#connectionsEach = connectionsEach
  }

  /** @throws RedislabError WRONG_STATE in the words of the node that refuses */
  call(node: PlannedInstance, ...words: Words): Promise<unknown> {
    return this.callIn(0, node, ...words)
  }

  /** The same in one of the databases of the node. */
  async callIn(database: number, node: PlannedInstance, ...[command, ...args]: Words): Promise<unknown> {
    try {
      return await (await this.#connect(node, database)).call(command, ...args)
    } catch (error) {
      const reason = messageOf(error)
      throw new RedislabError('WRONG_STATE', `${node.name} does not carry out ${command}: ${reason}`, {
        suggestions: [
          'See how the cluster is: redislab status',
          'What is half-way: redislab reshard --finish',
        ],
        details: {instance: node.name, reply: reason},
        cause: error,
      })
    }
  }

  /** The databases of a node that hold keys: 0 at most, but for `cluster-databases` of Valkey 9.0. */
  async databasesWithKeys(node: PlannedInstance): Promise<readonly number[]> {
    const reply = String(await this.call(node, 'INFO', 'keyspace'))
    return Array.from(reply.matchAll(/^db(\d+):/gm), ([, number]) => Number(number))
  }

  /** The connections to a node in turns, however many calls begin at once. */
  #connect(node: PlannedInstance, database: number): Promise<Connection> {
    this.#calls += 1
    const key = `${node.name} ${database} ${this.#calls % this.#connectionsEach}`
    const known = this.#connections.get(key)
    if (known !== undefined) return known
    // Past the relay: who administers a cluster is no client.
    const opening = this.#open(node, database)
    this.#connections.set(key, opening)
    // The next call tries again.
    opening.catch(() => this.#connections.delete(key))
    return opening
  }

  async #open(node: PlannedInstance, database: number): Promise<Connection> {
    const connection = await Connection.open(endpointOf(node, this.#access), {
      timeoutMs: migrateWithinMs + 1000,
    })
    if (database === 0) return connection
    try {
      await connection.call('SELECT', database)
      return connection
    } catch (error) {
      connection[Symbol.dispose]()
      throw error
    }
  }

  [Symbol.dispose](): void {
    for (const opening of this.#connections.values()) {
      opening.then(
        (connection) => connection[Symbol.dispose](),
        () => undefined,
      )
    }
  }
}
