import type {InstanceKind} from '../../words.ts'
import {accessListEntries} from './access-lists.ts'
import {appendOnlyFileEntries} from './append-only-file.ts'
import {appendOnlyTroubleEntries} from './append-only-trouble.ts'
import {backgroundDownloadEntries} from './background-download.ts'
import {clusterElectionEntries} from './cluster-elections.ts'
import {clusterFailoverEntries} from './cluster-failover.ts'
import {clusterGossipEntries} from './cluster-gossip.ts'
import {clusterHandoverEntries} from './cluster-handover.ts'
import {clusterLineEntries} from './cluster-lines.ts'
import {clusterLinkEntries} from './cluster-links.ts'
import {clusterPacketEntries} from './cluster-packets.ts'
import {clusterSlotEntries} from './cluster-slots.ts'
import {connectionEntries} from './connections.ts'
import {copyTroubleEntries} from './copy-trouble.ts'
import {crashReportEntries} from './crash-report.ts'
import {debuggingEntries} from './debugging.ts'
import {diskTroubleEntries} from './disk-trouble.ts'
import {earlySentinelEntries} from './early-sentinels.ts'
import type {Entry} from './entry.ts'
import {lifecycleEntries} from './lifecycle.ts'
import {masterReplicationEntries} from './master-replication.ts'
import {moduleEntries} from './modules.ts'
import {persistenceEntries} from './persistence.ts'
import {replicaLinkEntries} from './replica-link.ts'
import {replicaSyncEntries} from './replica-sync.ts'
import {roleChangeEntries} from './role-changes.ts'
import {scriptEntries} from './scripts.ts'
import {secondChannelEntries} from './second-channel.ts'
import {sentinelFailoverEntries} from './sentinel-failover.ts'
import {sentinelLineEntries} from './sentinel-lines.ts'
import {sentinelViewEntries} from './sentinel-views.ts'
import {settingEntries} from './settings.ts'
import {redisSlotMigrationEntries} from './slot-migration-redis.ts'
import {valkeySlotMigrationEntries} from './slot-migration-valkey.ts'
import {snapshotTroubleEntries} from './snapshot-trouble.ts'
import {startingTroubleEntries} from './starting-trouble.ts'
import {systemWarningEntries} from './system-warnings.ts'
import {threadEntries} from './threads.ts'
import {tlsSettingEntries} from './tls-settings.ts'

const commonEntries: readonly Entry[] = [
  ...lifecycleEntries,
  ...connectionEntries,
  ...systemWarningEntries,
  ...settingEntries,
  ...accessListEntries,
  ...tlsSettingEntries,
  ...startingTroubleEntries,
  ...threadEntries,
  ...debuggingEntries,
  ...crashReportEntries,
]

/** The known lines of a kind of instance: sentinels hold no data, data instances know no sentinel events. */
export function entriesOf(writer: InstanceKind): readonly Entry[] {
  return writer === 'sentinel'
    ? [
        ...sentinelViewEntries,
        ...sentinelFailoverEntries,
        ...sentinelLineEntries,
        ...earlySentinelEntries,
        ...commonEntries,
      ]
    : [
        ...replicaLinkEntries,
        ...replicaSyncEntries,
        ...secondChannelEntries,
        ...backgroundDownloadEntries,
        ...masterReplicationEntries,
        ...roleChangeEntries,
        ...persistenceEntries,
        ...appendOnlyFileEntries,
        ...copyTroubleEntries,
        ...diskTroubleEntries,
        ...appendOnlyTroubleEntries,
        ...snapshotTroubleEntries,
        ...scriptEntries,
        ...moduleEntries,
        ...clusterFailoverEntries,
        ...clusterElectionEntries,
        ...clusterHandoverEntries,
        ...clusterLineEntries,
        ...clusterGossipEntries,
        ...clusterLinkEntries,
        ...clusterPacketEntries,
        ...clusterSlotEntries,
        ...redisSlotMigrationEntries,
        ...valkeySlotMigrationEntries,
        ...commonEntries,
      ]
}

/** The kinds of all lines that are known. */
export const knownKinds: ReadonlySet<string> = new Set(
  (['redis', 'sentinel'] as const).flatMap(entriesOf).map(({kind}) => kind),
)
