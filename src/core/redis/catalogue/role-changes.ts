import {entry} from './entry.ts'

/** An instance becoming a master, becoming a replica, and what it does with its past. */
export const roleChangeEntries = [
  entry({
    kind: 'master-mode-enabled',
    text: "MASTER MODE enabled (user request from '{client}')",
    also: ['MASTER MODE enabled (user request)'],
    severity: 'notice',
    meaning: ({client}: {client?: string}) =>
      `${requester(client)} told this replica to be a master. From now on it accepts writes.`,
    samples: [
      "MASTER MODE enabled (user request from 'id=5 addr=127.0.0.1:40112 laddr=127.0.0.1:6381 fd=10 name=sentinel-4e1a5a9e-cmd age=12 idle=0 flags=x db=0 cmd=exec user=default')",
      "PRIMARY MODE enabled (user request from 'id=5 addr=127.0.0.1:40112 name= cmd=replicaof')",
    ],
  }),
  entry({
    kind: 'master-mode-by-failover',
    text: "MASTER MODE enabled (failover request from '{client}')",
    severity: 'notice',
    meaning:
      'The old master handed over in an orderly way (FAILOVER command): this instance is the master now.',
    samples: ["MASTER MODE enabled (failover request from 'id=5 addr=127.0.0.1:40112 flags=M cmd=psync')"],
  }),
  entry({
    kind: 'replicaof-enabled',
    text: "REPLICAOF {host}:{port:n} enabled (user request from '{client}')",
    also: [
      "REPLICA OF {host}:{port:n} enabled (user request from '{client}')",
      'REPLICA OF {host}:{port:n} enabled (user request)',
    ],
    severity: 'notice',
    meaning: ({host, port, client}: {host: string; port: number; client?: string}) =>
      `${requester(client)} told this instance to follow ${host}:${port}. Writes that its new master does not have will be thrown away.`,
    samples: [
      "REPLICAOF 127.0.0.1:6381 enabled (user request from 'id=6 addr=127.0.0.1:40120 laddr=127.0.0.1:6382 fd=11 name=sentinel-4e1a5a9e-cmd age=12 idle=0 flags=x db=0 cmd=exec user=default')",
    ],
  }),
  entry({
    kind: 'replicaof-no-change',
    text: 'REPLICAOF would result into synchronization with the master we are already connected with. No operation performed.',
    also: [
      'REPLICA OF would result into synchronization with the master we are already connected with. No operation performed.',
    ],
    meaning: 'The instance was told to follow the master that it follows already.',
    samples: [
      'REPLICAOF would result into synchronization with the master we are already connected with. No operation performed.',
      'REPLICAOF would result into synchronization with the primary we are already connected with. No operation performed.',
    ],
  }),
  entry({
    kind: 'replid-shifted',
    text: 'Setting secondary replication ID to {second}, valid up to offset: {offset:n}. New replication ID is {replid}',
    severity: 'notice',
    meaning: ({offset}) =>
      `A promotion starts a new history. The old one stays known up to byte ${offset}, so that the other replicas can follow without a full copy.`,
    samples: [
      'Setting secondary replication ID to 25a5b45fafeaff32dbfb3dc405aa4afc530ac0fc, valid up to offset: 2101. New replication ID is 7c3a0b1df5fa12fbe2b1c6ad0cbb34b0ca8a3f11',
    ],
  }),
  entry({
    kind: 'master-state-cached',
    text: 'Caching the disconnected master state.',
    meaning:
      'The replica remembers how far it got, so that it can ask for just the rest when the master is back.',
    samples: ['Caching the disconnected master state.', 'Caching the disconnected primary state.'],
  }),
  entry({
    kind: 'cached-master-discarded',
    text: 'Discarding previously cached master state.',
    meaning:
      'The remembered position is dropped: a full copy makes it useless, or this instance becomes a master itself.',
    samples: ['Discarding previously cached master state.', 'Discarding previously cached primary state.'],
  }),
  entry({
    kind: 'cached-master-synthesized',
    text: 'Before turning into a replica, using my own master parameters to synthesize a cached master: I may be able to synchronize with the new master with just a partial transfer.',
    also: [
      'Before turning into a replica, using my master parameters to synthesize a cached master: I may be able to synchronize with the new master with just a partial transfer.',
    ],
    meaning:
      'A master turns into a replica. It notes its own position, hoping that the new master shares its history up to there.',
    samples: [
      'Before turning into a replica, using my own master parameters to synthesize a cached master: I may be able to synchronize with the new master with just a partial transfer.',
    ],
  }),
  entry({
    kind: 'aof-restarted-as-master',
    text: 'Restarting AOF after becoming master',
    meaning:
      'The append-only file was off during a synchronisation; the promoted instance turns it on again.',
    samples: ['Restarting AOF after becoming master'],
  }),
  entry({
    kind: 'failover-requested',
    text: 'FAILOVER requested to {target}.',
    severity: 'notice',
    meaning: ({target}) =>
      `The FAILOVER command was given: the master pauses writes and hands over to ${target === 'any replica' ? 'the first replica that is in step' : target}.`,
    samples: ['FAILOVER requested to 127.0.0.1:6381.', 'FAILOVER requested to any replica.'],
  }),
  entry({
    kind: 'failover-target-synced',
    text: 'Failover target {target} is synced, failing over.',
    meaning: ({target}) => `${target} has every byte, so the master now hands over to it.`,
    samples: ['Failover target 127.0.0.1:6381 is synced, failing over.'],
  }),
  entry({
    kind: 'failover-forced',
    text: 'FAILOVER to {target} time out exceeded, failing over.',
    severity: 'warning',
    meaning: ({target}) =>
      `${target} did not catch up in time. With FORCE it takes over all the same, and may lack writes.`,
    samples: ['FAILOVER to 127.0.0.1:6381 time out exceeded, failing over.'],
  }),
  entry({
    kind: 'failover-aborted',
    text: 'FAILOVER to {target} aborted: {reason}',
    severity: 'warning',
    meaning: ({reason}) => `The handover was given up (${reason}); this instance stays the master.`,
    samples: [
      'FAILOVER to 127.0.0.1:6381 aborted: Requested by user',
      'FAILOVER to any replica aborted: Replica never caught up before timeout',
    ],
  }),
  entry({
    kind: 'failover-request-received',
    text: 'Failover request received for replid {replid}.',
    meaning: 'The master asks this replica to take over.',
    samples: ['Failover request received for replid 25a5b45fafeaff32dbfb3dc405aa4afc530ac0fc.'],
  }),
]

/** Sentinels name their connections `sentinel-<8 hex>-cmd`. */
function requester(client = ''): string {
  const sentinel = / name=sentinel-([0-9a-f]+)-cmd/.exec(client)
  return sentinel === null ? 'A client' : `The sentinel ${sentinel[1]}…`
}
