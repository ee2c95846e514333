import type {Settings} from './directives.ts'

/** The passwords that are asked for: a text, or `auto` for a password that redislab makes up. */
export interface WantedPasswords {
  /** The password of the data instances. @default none */
  readonly password?: string | undefined
  /** The password of the sentinels; `none` for sentinels without one. @default that of the data instances */
  readonly sentinelPassword?: string | undefined
}

/** Who may do what on the data instances, as it is asked for. */
export interface WantedUsers {
  /**
   * The users of the data instances: `default` for those that redislab makes, or a file with a user a line, which are added to
   * these. Sentinels and replicas get users with the rights that they need, applications one that is no administrator.
   * @default no users but the default one
   */
  readonly acl?: string | undefined
}

/** The options of `redislab up`. Times are in milliseconds. */
export interface DeploymentOptions extends WantedPasswords, WantedUsers {
  /** The name of the deployment in its state folder. @default 'default' */
  readonly name?: string | undefined
  /**
   * The IP address that all instances listen on. With `hosts` and `links`: that of this machine, at which the hosts reach it.
   * @default '127.0.0.1'; the one from which it reaches the hosts
   */
  readonly host?: string | undefined
  /**
   * Other hosts that the instances run on, by the names of docker's contexts for them; with the address by which each is reached from
   * everywhere: `b=10.0.0.2`. Without one it is that by which the host is known in its Swarm. The server is one in an image.
   * @default they run on this machine
   */
  readonly hosts?: readonly string[] | undefined
  /** The first port of the data instances. @default the first free block from 7100 (root), 7120 … 7860 (others) */
  readonly port?: number | undefined
  /** The first port of the sentinels. @default the first free block from 27100 (root), 27120 … 27860 (others) */
  readonly sentinelPort?: number | undefined
  /** Directives for redis.conf: a list of `name=value`, or an object. `n3:name` is for one instance. @default none */
  readonly set?: Settings | undefined
  /** Directives for sentinel.conf, in the same way. @default none */
  readonly sentinelSet?: Settings | undefined
  /** The name by which sentinels and clients know the master; of several, numbered: `orders-1`. @default 'mymaster' */
  readonly masterName?: string | undefined
  /** Instead of `masterName`: a name for each master. */
  readonly masterNames?: readonly string[] | undefined
  /** How many sentinels must agree that a master is down. @default a majority of the sentinels */
  readonly quorum?: number | undefined
  /**
   * How long an instance must not answer before it counts as down, in milliseconds; in a cluster, cluster-node-timeout.
   * @default 1500, in a cluster 2000; with timing `fast` 600, in a cluster 1000; with timing `redis` 30 000, in a cluster 15 000
   */
  readonly downAfterMs?: number | undefined
  /** Sentinel's failover-timeout, in milliseconds. @default 5000; 3000 with timing `fast`, 180 000 with timing `redis` */
  readonly failoverTimeoutMs?: number | undefined
  /** How many replicas follow a new master at the same time. @default 1 */
  readonly parallelSyncs?: number | undefined
  /**
   * `lab`: short timers. `fast`: shorter ones, for tests only: sentinels that PING, ask and greet more often than Redis can be
   * told to by a conf (SENTINEL DEBUG; before Redis 7.0, as `lab`). `redis`: the times that Redis ships with, and sentinels that
   * discover each other. @default 'lab'
   */
  readonly timing?: 'lab' | 'fast' | 'redis' | undefined
  /**
   * Starts without a password although `host` is open to the network, or the server is older than 7.0 and writes files for
   * any user who reaches it. @default false
   */
  readonly insecure?: boolean | undefined
  /**
   * Has all instances speak TLS, to clients and to each other, with certificates that are made for the deployment.
   * @default false
   */
  readonly tls?: boolean | undefined
  /** What the data instances write to disk. @default 'none' */
  readonly persist?: 'none' | 'rdb' | 'aof' | undefined
  /** Each replica replicates from the one before it. @default false */
  readonly chain?: boolean | undefined
  /** Makes the masters the shards of a Redis Cluster. @default false */
  readonly cluster?: boolean | undefined
  /**
   * Puts a relay between the instances, so that links between them can be cut and slowed down; with `hosts` those between hosts.
   * Linux only, where the instances are of this machine.
   * @default false
   */
  readonly links?: boolean | undefined
}
