import type {
  ClusterDetails,
  Failover,
  FailoverDetails,
  InForce,
  SentinelDetails,
} from '../timeline/failover.ts'

type DetailsJson = Omit<SentinelDetails, 'kind'> & {
  /** Null without a cluster. */
  readonly cluster: Pick<
    ClusterDetails,
    'pfail' | 'fail' | 'delays' | 'votesNeeded' | 'agreed' | 'stopped'
  > | null
}

export interface FailoverJson extends Omit<Failover, 'details'> {
  readonly details: DetailsJson
}

const notOfClusters: Omit<InForce, 'downAfterMs'> = {
  failoverTimeoutMs: null,
  parallelSyncs: null,
  quorum: null,
  sentinels: null,
}
const notSeen: Pick<SentinelDetails, 'sdown' | 'odown' | 'switched' | 'behind'> = {
  sdown: [],
  odown: [],
  switched: [],
  behind: [],
}

/** A failover for programs: in a cluster what sentinels do is empty, without one `cluster` is null. */
export function describeFailover({details, ...failover}: Failover): FailoverJson {
  return {...failover, details: describeDetails(details)}
}

function describeDetails(details: FailoverDetails): DetailsJson {
  const {attempts, choice, isOnsetKnown, reattached, oldMasterReturn, requestedAt, outageMs} = details
  const {sdown, odown, switched, behind} = details.kind === 'sentinel' ? details : notSeen
  return {
    sdown,
    odown,
    attempts,
    choice,
    switched,
    behind,
    inForce: {...notOfClusters, ...details.inForce},
    isOnsetKnown,
    reattached,
    oldMasterReturn,
    requestedAt,
    outageMs,
    cluster: details.kind === 'cluster' ? describeCluster(details) : null,
  }
}

function describeCluster({pfail, fail, delays, votesNeeded, agreed, stopped}: ClusterDetails) {
  return {pfail, fail, delays, votesNeeded, agreed, stopped}
}
