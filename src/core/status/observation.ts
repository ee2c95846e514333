import type {ClusterView} from '../redis/cluster-nodes.ts'
import type {ReplicationInfo} from '../redis/info.ts'
import type {MonitoredMaster} from '../redis/sentinel-reply.ts'
import type {InstanceState} from '../words.ts'

/** What was found when an instance was looked at and asked, at one moment. */
export interface Observation {
  readonly state: InstanceState
  readonly pid: number | null
  /** What a data instance said. */
  readonly replication?: ReplicationInfo
  /** What a node of a cluster said of the cluster. */
  readonly cluster?: ClusterView
  /** Directives of a data instance that decide about failovers. */
  readonly directives?: Readonly<Record<string, string>>
  /** What a sentinel said of each master it monitors, by name. */
  readonly monitored?: ReadonlyMap<string, MonitoredMaster>
  /** Of a sentinel: it is in TILT. Its clock jumped, or it was frozen; for 30 s it does nothing but look. */
  readonly tilt?: boolean
  /** Why a running instance could not be asked: its own words, or the socket's. */
  readonly problem?: string
}

/** By instance name. */
export type Observations = ReadonlyMap<string, Observation>
