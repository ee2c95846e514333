import type {Rule} from './rule.ts'
import {containerAddress} from './rules/container-address.ts'
import {endedFromOutside} from './rules/ended-from-outside.ts'
import {harmlessLines} from './rules/harmless-lines.ts'
import {loopbackFirstInBind} from './rules/loopback-first-in-bind.ts'
import {noGoodReplica} from './rules/no-good-replica.ts'
import {nodeAddressFlips} from './rules/node-address-flips.ts'
import {openSlots} from './rules/open-slots.ts'
import {ownAddressStale} from './rules/own-address-stale.ts'
import {replicaDataTooOld} from './rules/replica-data-too-old.ts'
import {replicaNotAuthenticated} from './rules/replica-not-authenticated.ts'
import {replicaOutputBuffer} from './rules/replica-output-buffer.ts'
import {replicaTooOld} from './rules/replica-too-old.ts'
import {replicationCycle} from './rules/replication-cycle.ts'
import {sentinelAclTooNarrow} from './rules/sentinel-acl-too-narrow.ts'
import {sentinelConfNotSaved} from './rules/sentinel-conf-not-saved.ts'
import {sentinelLostElection} from './rules/sentinel-lost-election.ts'
import {sentinelMajorityLost} from './rules/sentinel-majority-lost.ts'
import {sentinelMastersDiffer} from './rules/sentinel-masters-differ.ts'
import {sentinelSettingsLost} from './rules/sentinel-settings-lost.ts'
import {sentinelTilt} from './rules/sentinel-tilt.ts'
import {sentinelTooFew} from './rules/sentinel-too-few.ts'
import {sentinelVotesNoMajority} from './rules/sentinel-votes-no-majority.ts'
import {sentinelsReachReplica} from './rules/sentinels-reach-replica.ts'
import {shardIdsDiffer} from './rules/shard-ids-differ.ts'

/** Every rule there is, one file a cause. */
export const allRules: readonly Rule[] = [
  containerAddress,
  endedFromOutside,
  harmlessLines,
  loopbackFirstInBind,
  noGoodReplica,
  nodeAddressFlips,
  openSlots,
  ownAddressStale,
  replicaDataTooOld,
  replicaNotAuthenticated,
  replicaOutputBuffer,
  replicaTooOld,
  replicationCycle,
  sentinelAclTooNarrow,
  sentinelConfNotSaved,
  sentinelLostElection,
  sentinelMajorityLost,
  sentinelMastersDiffer,
  sentinelSettingsLost,
  sentinelTilt,
  sentinelTooFew,
  sentinelVotesNoMajority,
  sentinelsReachReplica,
  shardIdsDiffer,
]
