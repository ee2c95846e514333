import type {LinkRule} from '../links/link.ts'
import type {InstanceKind, InstanceState, Mode, Role, ServerInfo} from '../words.ts'

/** The words of the JSON contract of `up` and `status`. */

export interface InstanceStatus {
  readonly name: string
  readonly kind: InstanceKind
  readonly role: Role
  readonly state: InstanceState
  /** `host:port` */
  readonly address: string
  /** With `--hosts`: the name of the host that it runs on. */
  readonly onHost?: string
  readonly pid: number | null
  /** The replication offset in bytes, of masters and replicas. */
  readonly replicationOffset?: number
  /** How many bytes a replica is behind its master. */
  readonly lagBytes?: number
  /** Of replicas: whether the link to the master is up. */
  readonly linkUp?: boolean
  /** Of replicas that receive or load a full copy: how far that is. */
  readonly fullSync?: {
    /** Bytes of the copy, so far. */
    readonly receivedBytes: number
    /** Bytes of the whole copy, where its size is known before its end. */
    readonly totalBytes?: number
    /** Bytes of writes that arrived meanwhile over a second connection (Redis 8.0, Valkey 8.0), and wait for the copy. */
    readonly keptBytes?: number
  }
  /** Of replicas without a link: how often they have asked for one since they lost it (Redis 8.2). */
  readonly syncAttempts?: number
  /** Of data instances: the master group it belongs to. */
  readonly masterName?: string
  /** Of replicas: the address it replicates from. */
  readonly replicaOf?: string
  /** Of sentinels: the master address it believes in, for each master name. */
  readonly believes?: Readonly<Record<string, string>>
  /** Of sentinels in TILT: true. Such a sentinel takes no part in failovers until 30 s are over. */
  readonly tilt?: boolean
  /** Of nodes of a cluster: whether it serves, in its own words: `ok` or `fail`. */
  readonly clusterState?: string
  /** Why a running instance could not be asked. */
  readonly problem?: string
}

export interface MasterStatus {
  /** The master group's name, as sentinels know it. */
  readonly name: string
  /** The master now; null when there is none, or several claim to be and the sentinels do not say which one is. */
  readonly instance: string | null
  readonly address: string | null
  /** Every instance that says it is master of this group. */
  readonly claimedBy: readonly string[]
  readonly quorum?: number
  /** Whether all sentinels that answer name the same address, and it is the live master's. */
  readonly sentinelsAgree?: boolean
  /** In a cluster, where a group is a shard. */
  readonly shard?: ShardStatus
}

/** What a shard of a cluster has, as its master says; while none answers, as the others say. */
export interface ShardStatus {
  /** `0-5460`, with commas between ranges. */
  readonly slots: string
  readonly slotCount: number
  /** Null while it has no master that answers. */
  readonly configEpoch: number | null
  /**
   * Its masters that serve what they have. None while the cluster is down on its side of a cut; two for a moment when
   * one has not noticed yet that it was replaced.
   */
  readonly servedBy: readonly string[]
  /** Slots that are on their way to or from another node. */
  readonly open: readonly {
    readonly slot: number
    readonly state: 'migrating' | 'importing'
    /** The instance at the other end. */
    readonly other: string
  }[]
}

/** Of a deployment with links: whether its relay runs, and which links are not as they should be. */
export interface LinksStatus {
  /** Whether the relay runs. While it does not, no instance reaches another, and no client reaches any. */
  readonly up: boolean
  readonly relay: {readonly pid: number | null; readonly state: 'running' | 'paused' | 'dead' | 'stopped'}
  /** What holds on links that are cut or slowed down; a link that is not listed lets everything through. */
  readonly rules: readonly LinkRule[]
}

export interface AbandonedHeal {
  /** The instances; none where links were to be healed. */
  readonly instances: readonly string[]
  /** What undoes it. */
  readonly by: 'start' | 'stop' | 'pause' | 'resume' | 'set' | 'heal'
  /** When it was to be undone, ISO 8601. */
  readonly at: string
}

export interface DeploymentStatus {
  readonly deployment: string
  readonly topology: string
  readonly mode: Mode
  /** Whether a failover would work now; `notReady` says why not. */
  readonly ready: boolean
  readonly notReady: readonly string[]
  /** The run directory. */
  readonly directory: string
  readonly server: ServerInfo
  readonly instances: readonly InstanceStatus[]
  readonly masters: readonly MasterStatus[]
  /** Only with `up --links`. */
  readonly links?: LinksStatus
  /** What was to be undone after a time (`--for`) and will not be, since the process that was to do it has ended. */
  readonly abandonedHeals?: readonly AbandonedHeal[]
}
