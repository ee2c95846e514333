import {z} from 'zod'
import type {FullSync} from '../../redis/info.ts'
import type {
  AbandonedHeal,
  DeploymentStatus,
  InstanceStatus,
  LinksStatus,
  MasterStatus,
  ShardStatus,
} from '../../status/status.ts'
import {exactly} from './exactly.ts'
import {linkRule} from './links.ts'
import {
  address,
  count,
  instanceKind,
  instanceState,
  mode,
  moment,
  name,
  pid,
  role,
  serverInfo,
} from './words.ts'

const fullSync = exactly<FullSync>()(
  z.strictObject({
    receivedBytes: count.describe('Of the copy, so far.'),
    totalBytes: count.describe('Of the whole copy, where its size is known beforehand.').exactOptional(),
    keptBytes: count
      .describe('Writes that arrived meanwhile over a second connection, and wait for the copy.')
      .exactOptional(),
  }),
).describe('Of replicas that receive or load a full copy of their master.')

export const instanceStatus = exactly<InstanceStatus>()(
  z.strictObject({
    name: name.describe('n1, n2, … for data instances, s1, s2, … for sentinels.'),
    kind: instanceKind,
    role: role.describe('What it is now; unknown when it cannot be asked.'),
    state: instanceState.describe('dead: should run and does not; stopped: was stopped with stop.'),
    address: address.describe('host:port.'),
    onHost: name.describe('With --hosts: the host that it runs on.').exactOptional(),
    pid: pid.describe('Null when no process runs.'),
    replicationOffset: z.number().describe('Of masters and replicas, in bytes.').exactOptional(),
    lagBytes: z.number().describe('Of replicas: how many bytes it is behind its master.').exactOptional(),
    linkUp: z.boolean().describe('Of replicas: whether the link to the master is up.').exactOptional(),
    fullSync: fullSync.exactOptional(),
    syncAttempts: count
      .describe(
        'Of replicas without a link, from Redis 8.2 on: how often they have asked since they lost it.',
      )
      .exactOptional(),
    masterName: name.describe('Of data instances: the master group that it belongs to.').exactOptional(),
    replicaOf: z
      .string()
      .describe('Of replicas: the instance that it replicates from, or the address when that is no instance.')
      .exactOptional(),
    believes: z
      .record(z.string(), address)
      .describe('Of sentinels: the address of the master that it names, by master name.')
      .exactOptional(),
    tilt: z.boolean().describe('Of sentinels in TILT: true.').exactOptional(),
    clusterState: z.string().describe('Of nodes of a cluster: cluster_state, ok or fail.').exactOptional(),
    problem: z.string().describe('Why a running instance could not be asked.').exactOptional(),
  }),
).describe('An instance of a deployment.')

const shardStatus = exactly<ShardStatus>()(
  z.strictObject({
    slots: z.string().describe('0-5460, with commas between ranges.'),
    slotCount: count,
    configEpoch: z.number().nullable().describe('Null while the shard has no master that answers.'),
    servedBy: z.array(name).describe('Its masters that serve what they have.'),
    open: z
      .array(
        z.strictObject({
          slot: count,
          state: z.enum(['migrating', 'importing']),
          other: z.string().describe('The instance at the other end.'),
        }),
      )
      .describe('Slots that are on their way to or from another node.'),
  }),
).describe('In a cluster, where a master group is a shard.')

export const masterStatus = exactly<MasterStatus>()(
  z.strictObject({
    name: name.describe('The name of the master group.'),
    instance: name
      .nullable()
      .describe('The master now; null when there is none, or several and the sentinels do not say which.'),
    address: address.nullable(),
    claimedBy: z.array(name).describe('Every instance that says it is master of this group.'),
    quorum: count.describe('How many sentinels must agree that the master is down.').exactOptional(),
    sentinelsAgree: z
      .boolean()
      .describe('Whether all sentinels that answer name the address of the live master.')
      .exactOptional(),
    shard: shardStatus.exactOptional(),
  }),
).describe('A master group: what sentinels monitor under one name, or a shard of a cluster.')

const linksStatus = exactly<LinksStatus>()(
  z.strictObject({
    up: z.boolean().describe('Whether the relay runs; without it no instance is reached.'),
    relay: z
      .strictObject({pid, state: z.enum(['running', 'paused', 'dead', 'stopped'])})
      .describe('The process that the links go through.'),
    rules: z
      .array(linkRule)
      .describe('Links that are cut or slowed down; the others let everything through.'),
  }),
).describe('Only with up --links.')

const abandonedHeal = exactly<AbandonedHeal>()(
  z.strictObject({
    instances: z.array(name).describe('Empty where links were to be healed.'),
    by: z.enum(['start', 'stop', 'pause', 'resume', 'set', 'heal']).describe('What undoes it.'),
    at: moment.describe('When it was to be undone.'),
  }),
)

export const status = exactly<DeploymentStatus>()(
  z.strictObject({
    deployment: name,
    topology: z.string().describe('In the form 1m2r3s.'),
    mode,
    ready: z.boolean().describe('Whether a failover would work now.'),
    notReady: z.array(z.string()).describe('Why not, a sentence each.'),
    directory: z.string().describe('The run directory.'),
    server: serverInfo,
    instances: z.array(instanceStatus),
    masters: z.array(masterStatus),
    links: linksStatus.exactOptional(),
    abandonedHeals: z
      .array(abandonedHeal)
      .describe('What was to be undone after a time (--for) and will not be.')
      .exactOptional(),
  }),
).describe('How a deployment is now.')
