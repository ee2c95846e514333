import {randomBytes} from 'node:crypto'
import {RedislabError} from '../core/errors/errors.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {removeDeployment} from '../engine/deployment/remove-deployment.ts'
import {settleAll} from '../engine/time/settle.ts'
import {startFromOptions} from '../engine/up/start-from-options.ts'
import type {DatabaseConfig} from './action-shapes.ts'
import type {Database} from './database.ts'
import {MasterDoor} from './master-door.ts'

export interface DatabasesOptions {
  /** The state folder. */
  readonly home: string
  /** As `--server`. */
  readonly server?: string | undefined
  readonly signal: AbortSignal
}

/** With fewer masters there is no majority to replace one that died. */
const fewestShards = 3

/** The deployments that a suite can act on, by number. */
export class Databases implements AsyncDisposable {
  readonly #options: DatabasesOptions
  readonly #byId = new Map<number, Database>()
  #lastId = 0

  constructor(options: DatabasesOptions) {
    this.#options = options
  }

  all(): readonly Database[] {
    return [...this.#byId.values()]
  }

  /** @throws RedislabError TARGET_NOT_FOUND */
  get(id: number | undefined): Database {
    const found = id === undefined ? this.all().at(-1) : this.#byId.get(id)
    if (found !== undefined) return found
    throw new RedislabError(
      'TARGET_NOT_FOUND',
      id === undefined ? 'There is no database yet.' : `There is no database ${id}.`,
      {
        suggestions: [
          `There is: ${
            this.all()
              .map((database) => database.id)
              .join(', ') || 'none'
          }.`,
        ],
      },
    )
  }

  /** Takes in a deployment that runs already, and stays when the injector ends. */
  async adopt(deployment: Deployment, name = deployment.name): Promise<Database> {
    return this.#enter(name, deployment, false)
  }

  /**
   * Starts a deployment for a database as a suite describes it: a cluster where it asks for one, else a master with a replica
   * and sentinels, behind one address.
   *
   * @throws RedislabError as `startFromOptions`
   */
  async create({name, shards_count, replication, oss_cluster}: DatabaseConfig): Promise<Database> {
    const masters = Math.max(fewestShards, shards_count)
    const topology = oss_cluster ? `${masters}m${replication ? masters : 0}r` : replication ? '1m1r3s' : '1m'
    const {home, server, signal} = this.#options
    const {deployment} = await startFromOptions(
      topology,
      {name: `injected-${randomBytes(4).toString('hex')}`, cluster: oss_cluster, timing: 'fast'},
      {home, server, owner: 'self', signal},
    )
    return this.#enter(name, deployment, true)
  }

  /** Ends a database that an action made. One that was there before is left alone. */
  async delete(id: number): Promise<void> {
    const {deployment, door, isOurs} = this.get(id)
    if (!isOurs)
      throw new RedislabError(
        'WRONG_STATE',
        `Database ${id} is ${deployment.name}, which was not made by an action.`,
        {
          suggestions: ['redislab down ends it.'],
        },
      )
    this.#byId.delete(id)
    await door?.[Symbol.asyncDispose]()
    await removeDeployment(deployment.home, deployment.name)
  }

  async #enter(name: string, deployment: Deployment, isOurs: boolean): Promise<Database> {
    this.#lastId += 1
    const door = deployment.record.plan.mode === 'cluster' ? undefined : await MasterDoor.open(deployment)
    const database = {id: this.#lastId, name, deployment, door, isOurs}
    this.#byId.set(database.id, database)
    return database
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await settleAll(
      this.all().map(async ({id, door, isOurs}) => {
        if (isOurs) await this.delete(id)
        else await door?.[Symbol.asyncDispose]()
      }),
    )
  }
}
