import type {ConnectionVariables} from '../../core/env/connection-variables.ts'
import type {Abortable, Address, MasterNameOptions} from '../options.ts'

/** What clients need to connect to a deployment. */
export interface DeploymentConnections {
  /** The addresses of the sentinels; empty in a deployment without sentinels. */
  readonly sentinels: readonly Address[]

  /** The addresses of the data instances, with which a client of a cluster starts. */
  readonly nodes: readonly Address[]

  /** The user by which applications log in to data instances; undefined for the default user. */
  readonly username: string | undefined

  /** The password of that user, at all data instances; undefined where there is none. */
  readonly password: string | undefined

  /** The password of the sentinels; undefined where they have none. */
  readonly sentinelPassword: string | undefined

  /** What clients need to trust the servers; undefined where these speak plain text. */
  readonly tls: DeploymentTls | undefined

  /**
   * Returns the URL of the instance that is master now, with the password where there is one. A client that must survive a
   * failover takes {@link ioredisOptions} instead.
   *
   * @throws RedislabError TARGET_NOT_FOUND when there is no such group; WRONG_STATE when it has no master now
   */
  url(options?: MasterNameOptions & Abortable): Promise<string>

  /**
   * Returns the options of `new Redis(…)` of ioredis: through the sentinels where there are any, so that the client follows
   * the master; else those of the instance that was planned as master.
   *
   * @throws RedislabError TARGET_NOT_FOUND when there is no such group; NOT_SUPPORTED for a cluster, whose client takes
   * {@link nodes}
   */
  ioredisOptions(options?: MasterNameOptions): IoredisOptions

  /**
   * Returns the options of `createSentinel(…)` of node-redis, whose client follows the master.
   *
   * @throws RedislabError TARGET_NOT_FOUND when there is no such group; NOT_SUPPORTED without sentinels: the message says
   * which client to create instead
   */
  nodeRedisOptions(options?: MasterNameOptions): NodeRedisOptions

  /**
   * Returns the environment variables with which applications find the deployment, those of `redislab env`: `REDIS_URL`,
   * `REDIS_SENTINELS` and others.
   */
  env(options?: Abortable): Promise<ConnectionVariables>
}

/** What clients need to speak TLS with a deployment. */
export interface DeploymentTls {
  /** The certificate of the CA that all servers have theirs from, as PEM. */
  readonly ca: string
  /** The file that holds it. */
  readonly caFile: string
  /** A certificate that clients may show, as PEM: servers ask for one only if a setting says so (`tls-auth-clients yes`). */
  readonly certificate: string
  /** The key of that certificate, as PEM. */
  readonly key: string
}

/** The options of `new Redis(…)` of ioredis: sentinels and the name of the master, or one address. */
export interface IoredisOptions extends Partial<Address> {
  /** The addresses of the sentinels. */
  readonly sentinels?: Address[]
  /** The name by which the sentinels know the master. */
  readonly name?: string
  /** The user at the data instances. */
  readonly username?: string
  /** The password of the data instances. */
  readonly password?: string
  /** The password of the sentinels. */
  readonly sentinelPassword?: string
  /** Which CA to trust, where data instances speak TLS. */
  readonly tls?: {readonly ca: string}
  /** The same for sentinels. */
  readonly sentinelTLS?: {readonly ca: string}
  /** Whether data instances that sentinels name speak TLS. */
  readonly enableTLSForSentinelMode?: boolean
}

/** The options of `createSentinel(…)` of node-redis. */
export interface NodeRedisOptions {
  /** The name by which the sentinels know the master. */
  readonly name: string
  /** The addresses of the sentinels. */
  readonly sentinelRootNodes: Address[]
  /** How the data instances let a client in. */
  readonly nodeClientOptions?: NodeRedisClientOptions
  /** How the sentinels let a client in. */
  readonly sentinelClientOptions?: NodeRedisClientOptions
}

/** How servers let a client of node-redis in. */
export interface NodeRedisClientOptions {
  readonly username?: string
  readonly password?: string
  /** Which CA to trust, where they speak TLS. */
  readonly socket?: {readonly tls: true; readonly ca: string}
}
