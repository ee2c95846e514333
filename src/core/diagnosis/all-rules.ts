import type {Rule} from './rule.ts'
import {announcedUnreachable} from './rules/announced-unreachable.ts'
import {aofFsyncSlow} from './rules/aof-fsync-slow.ts'
import {backlogShortForRate} from './rules/backlog-short-for-rate.ts'
import {backlogTooSmall} from './rules/backlog-too-small.ts'
import {busForeignData} from './rules/bus-foreign-data.ts'
import {busPortUnreachable} from './rules/bus-port-unreachable.ts'
import {chainedReplica} from './rules/chained-replica.ts'
import {ckquorumFailed} from './rules/ckquorum-failed.ts'
import {clientsNearLimit} from './rules/clients-near-limit.ts'
import {clockStepped} from './rules/clock-stepped.ts'
import {clocksDiffer} from './rules/clocks-differ.ts'
import {clusterCheckFailed} from './rules/cluster-check-failed.ts'
import {clusterFailoverDone} from './rules/cluster-failover-done.ts'
import {clusterMastersLost} from './rules/cluster-masters-lost.ts'
import {clusterNoFailover} from './rules/cluster-no-failover.ts'
import {clusterSettingsDiffer} from './rules/cluster-settings-differ.ts'
import {clusterShape} from './rules/cluster-shape.ts'
import {clusterStateFlaps} from './rules/cluster-state-flaps.ts'
import {clusterVersionsMixed} from './rules/cluster-versions-mixed.ts'
import {clusterVoteMissing} from './rules/cluster-vote-missing.ts'
import {confRefused} from './rules/conf-refused.ts'
import {configEpochsEqual} from './rules/config-epochs-equal.ts'
import {configRewriteFailed} from './rules/config-rewrite-failed.ts'
import {containerAddress} from './rules/container-address.ts'
import {containerNetworkMixed} from './rules/container-network-mixed.ts'
import {countersRising} from './rules/counters-rising.ts'
import {crashed} from './rules/crashed.ts'
import {diskFull} from './rules/disk-full.ts'
import {dualChannelRefused} from './rules/dual-channel-refused.ts'
import {endedFromOutside} from './rules/ended-from-outside.ts'
import {endpointUnknown} from './rules/endpoint-unknown.ts'
import {failoverDone} from './rules/failover-done.ts'
import {folderGone} from './rules/folder-gone.ts'
import {forkFailed} from './rules/fork-failed.ts'
import {ghostNodes} from './rules/ghost-nodes.ts'
import {groupsMixed} from './rules/groups-mixed.ts'
import {harmlessLines} from './rules/harmless-lines.ts'
import {hostnamesMixed} from './rules/hostnames-mixed.ts'
import {hostnamesUnresolved} from './rules/hostnames-unresolved.ts'
import {hostsSurvived} from './rules/hosts-survived.ts'
import {instancesLeftOut} from './rules/instances-left-out.ts'
import {loginLacksRights} from './rules/login-lacks-rights.ts'
import {loopbackFirstInBind} from './rules/loopback-first-in-bind.ts'
import {manualFailoverTimedOut} from './rules/manual-failover-timed-out.ts'
import {masterAddressUnusable} from './rules/master-address-unusable.ts'
import {masterLoads} from './rules/master-loads.ts'
import {masterPriorityZero} from './rules/master-priority-zero.ts'
import {masterStalls} from './rules/master-stalls.ts'
import {masterWithoutLink} from './rules/master-without-link.ts'
import {masterWithoutPersistence} from './rules/master-without-persistence.ts'
import {masterauthDiffers} from './rules/masterauth-differs.ts'
import {maxclientsReduced} from './rules/maxclients-reduced.ts'
import {maxmemoryDiffers} from './rules/maxmemory-differs.ts'
import {minReplicasUnreachable} from './rules/min-replicas-unreachable.ts'
import {moduleMissing} from './rules/module-missing.ts'
import {monitoredIsReplica} from './rules/monitored-is-replica.ts'
import {noGoodReplica} from './rules/no-good-replica.ts'
import {nodeAddressFlips} from './rules/node-address-flips.ts'
import {nodeAtLoopback} from './rules/node-at-loopback.ts'
import {nodeCutOff} from './rules/node-cut-off.ts'
import {nodeIdsShared} from './rules/node-ids-shared.ts'
import {nodesConfCut} from './rules/nodes-conf-cut.ts'
import {nodesDisagree} from './rules/nodes-disagree.ts'
import {openSlots} from './rules/open-slots.ts'
import {ownAddressStale} from './rules/own-address-stale.ts'
import {parallelSyncsAll} from './rules/parallel-syncs-all.ts'
import {partialSyncBroken} from './rules/partial-sync-broken.ts'
import {portInUse} from './rules/port-in-use.ts'
import {processStoodStill} from './rules/process-stood-still.ts'
import {promotionTimedOut} from './rules/promotion-timed-out.ts'
import {protectedModeDenied} from './rules/protected-mode-denied.ts'
import {rdbPathForeign} from './rules/rdb-path-foreign.ts'
import {rdbUnreadable} from './rules/rdb-unreadable.ts'
import {renamedCommands} from './rules/renamed-commands.ts'
import {replTimeoutTooShort} from './rules/repl-timeout-too-short.ts'
import {replicaAddressesShared} from './rules/replica-addresses-shared.ts'
import {replicaBufferShortForRate} from './rules/replica-buffer-short-for-rate.ts'
import {replicaCannotConnect} from './rules/replica-cannot-connect.ts'
import {replicaDataTooOld} from './rules/replica-data-too-old.ts'
import {replicaLinkTimeout} from './rules/replica-link-timeout.ts'
import {replicaNotAuthenticated} from './rules/replica-not-authenticated.ts'
import {replicaOfItself} from './rules/replica-of-itself.ts'
import {replicaOutputBuffer} from './rules/replica-output-buffer.ts'
import {replicaPrioritiesZero} from './rules/replica-priorities-zero.ts'
import {replicaRefusesCommand} from './rules/replica-refuses-command.ts'
import {replicaTakesWrites} from './rules/replica-takes-writes.ts'
import {replicaTooOld} from './rules/replica-too-old.ts'
import {replicaUnfit} from './rules/replica-unfit.ts'
import {replicaWrongPassword} from './rules/replica-wrong-password.ts'
import {replicaofByClient} from './rules/replicaof-by-client.ts'
import {replicationCycle} from './rules/replication-cycle.ts'
import {saveFailed} from './rules/save-failed.ts'
import {scriptOutlastsTimeout} from './rules/script-outlasts-timeout.ts'
import {sdownFlaps} from './rules/sdown-flaps.ts'
import {sdownNotOdown} from './rules/sdown-not-odown.ts'
import {sentinelAclTooNarrow} from './rules/sentinel-acl-too-narrow.ts'
import {sentinelAddressFlips} from './rules/sentinel-address-flips.ts'
import {sentinelConfNotSaved} from './rules/sentinel-conf-not-saved.ts'
import {sentinelConfNotWritable} from './rules/sentinel-conf-not-writable.ts'
import {sentinelEntryStale} from './rules/sentinel-entry-stale.ts'
import {sentinelIdsShared} from './rules/sentinel-ids-shared.ts'
import {sentinelInTilt} from './rules/sentinel-in-tilt.ts'
import {sentinelLostElection} from './rules/sentinel-lost-election.ts'
import {sentinelMajorityLost} from './rules/sentinel-majority-lost.ts'
import {sentinelMastersDiffer} from './rules/sentinel-masters-differ.ts'
import {sentinelNoVotes} from './rules/sentinel-no-votes.ts'
import {sentinelPasswordMissing} from './rules/sentinel-password-missing.ts'
import {sentinelPasswordsDiffer} from './rules/sentinel-passwords-differ.ts'
import {sentinelPeriodsChanged} from './rules/sentinel-periods-changed.ts'
import {sentinelQuorum} from './rules/sentinel-quorum.ts'
import {sentinelScriptFails} from './rules/sentinel-script-fails.ts'
import {sentinelSettingsDiffer} from './rules/sentinel-settings-differ.ts'
import {sentinelSettingsLost} from './rules/sentinel-settings-lost.ts'
import {sentinelTilt} from './rules/sentinel-tilt.ts'
import {sentinelTimers} from './rules/sentinel-timers.ts'
import {sentinelTooFew} from './rules/sentinel-too-few.ts'
import {sentinelUserRights} from './rules/sentinel-user-rights.ts'
import {sentinelVotesNoMajority} from './rules/sentinel-votes-no-majority.ts'
import {sentinelsDown} from './rules/sentinels-down.ts'
import {sentinelsReachReplica} from './rules/sentinels-reach-replica.ts'
import {shardHasTwoMasters} from './rules/shard-has-two-masters.ts'
import {shardIdsDiffer} from './rules/shard-ids-differ.ts'
import {shardsLackSlots} from './rules/shards-lack-slots.ts'
import {slotsUnbalanced} from './rules/slots-unbalanced.ts'
import {slotsUncovered} from './rules/slots-uncovered.ts'
import {slowCommands} from './rules/slow-commands.ts'
import {slowScript} from './rules/slow-script.ts'
import {stallAboveTimeout} from './rules/stall-above-timeout.ts'
import {startedAsMaster} from './rules/started-as-master.ts'
import {syncBrokenOff} from './rules/sync-broken-off.ts'
import {tlsMismatch} from './rules/tls-mismatch.ts'
import {tlsPortOnly} from './rules/tls-port-only.ts'
import {twoMasters} from './rules/two-masters.ts'
import {versionsDiffer} from './rules/versions-differ.ts'

/** Every rule there is, one file a cause. */
export const allRules: readonly Rule[] = [
  announcedUnreachable,
  aofFsyncSlow,
  backlogShortForRate,
  backlogTooSmall,
  busForeignData,
  busPortUnreachable,
  chainedReplica,
  ckquorumFailed,
  clientsNearLimit,
  clockStepped,
  clocksDiffer,
  clusterCheckFailed,
  clusterFailoverDone,
  clusterMastersLost,
  clusterNoFailover,
  clusterSettingsDiffer,
  clusterShape,
  clusterStateFlaps,
  clusterVersionsMixed,
  clusterVoteMissing,
  confRefused,
  portInUse,
  configEpochsEqual,
  configRewriteFailed,
  containerAddress,
  containerNetworkMixed,
  countersRising,
  crashed,
  diskFull,
  dualChannelRefused,
  endedFromOutside,
  endpointUnknown,
  failoverDone,
  folderGone,
  forkFailed,
  ghostNodes,
  groupsMixed,
  harmlessLines,
  hostnamesMixed,
  hostnamesUnresolved,
  hostsSurvived,
  instancesLeftOut,
  loginLacksRights,
  loopbackFirstInBind,
  manualFailoverTimedOut,
  masterAddressUnusable,
  masterLoads,
  masterPriorityZero,
  masterStalls,
  masterWithoutLink,
  masterWithoutPersistence,
  masterauthDiffers,
  maxclientsReduced,
  maxmemoryDiffers,
  minReplicasUnreachable,
  moduleMissing,
  monitoredIsReplica,
  noGoodReplica,
  nodeAddressFlips,
  nodeAtLoopback,
  nodeCutOff,
  nodeIdsShared,
  nodesConfCut,
  nodesDisagree,
  openSlots,
  ownAddressStale,
  parallelSyncsAll,
  partialSyncBroken,
  processStoodStill,
  promotionTimedOut,
  protectedModeDenied,
  rdbPathForeign,
  rdbUnreadable,
  renamedCommands,
  replTimeoutTooShort,
  replicaAddressesShared,
  replicaBufferShortForRate,
  replicaCannotConnect,
  replicaDataTooOld,
  replicaLinkTimeout,
  replicaNotAuthenticated,
  replicaOfItself,
  replicaOutputBuffer,
  replicaPrioritiesZero,
  replicaRefusesCommand,
  replicaTakesWrites,
  replicaTooOld,
  replicaUnfit,
  replicaWrongPassword,
  replicaofByClient,
  replicationCycle,
  saveFailed,
  scriptOutlastsTimeout,
  sdownNotOdown,
  sdownFlaps,
  sentinelAclTooNarrow,
  sentinelAddressFlips,
  sentinelConfNotSaved,
  sentinelConfNotWritable,
  sentinelEntryStale,
  sentinelIdsShared,
  sentinelInTilt,
  sentinelLostElection,
  sentinelMajorityLost,
  sentinelMastersDiffer,
  sentinelNoVotes,
  sentinelPasswordMissing,
  sentinelPasswordsDiffer,
  sentinelPeriodsChanged,
  sentinelQuorum,
  sentinelScriptFails,
  sentinelSettingsDiffer,
  sentinelSettingsLost,
  sentinelTilt,
  sentinelTimers,
  sentinelTooFew,
  sentinelUserRights,
  sentinelVotesNoMajority,
  sentinelsDown,
  sentinelsReachReplica,
  shardHasTwoMasters,
  shardIdsDiffer,
  shardsLackSlots,
  slotsUnbalanced,
  slotsUncovered,
  slowCommands,
  slowScript,
  stallAboveTimeout,
  startedAsMaster,
  syncBrokenOff,
  tlsMismatch,
  tlsPortOnly,
  twoMasters,
  versionsDiffer,
]
