import {entry} from './entry.ts'

/** The master's side: who asks for data, what it answers, and how the transfer goes. */
export const masterReplicationEntries = [
  entry({
    kind: 'replica-asks-sync',
    text: 'Replica {replica} asks for synchronization',
    also: ['Replica ask for synchronization', 'Replica asks for synchronization'],
    meaning: ({replica}: {replica?: string}) => `${nameReplica(replica)} has connected and wants the data.`,
    samples: ['Replica 127.0.0.1:6381 asks for synchronization'],
  }),
  entry({
    kind: 'full-sync-requested',
    text: 'Full resync requested by replica {replica}',
    also: ['Full resync requested by replica.'],
    meaning: ({replica}: {replica?: string}) =>
      `${nameReplica(replica)} knows no earlier history, so it asks for a complete copy.`,
    samples: ['Full resync requested by replica 127.0.0.1:6381'],
  }),
  entry({
    kind: 'partial-sync-served',
    text: 'Partial resynchronization request from {replica} accepted. Sending {bytes:n} bytes of backlog starting from offset {offset:n}.',
    severity: 'notice',
    meaning: ({replica, bytes, offset}) =>
      `The backlog still holds what replica ${replica} lacks from byte ${offset} on: ${bytes} bytes are sent.`,
    samples: [
      'Partial resynchronization request from 127.0.0.1:6381 accepted. Sending 98 bytes of backlog starting from offset 1135.',
    ],
  }),
  entry({
    kind: 'backlog-too-short',
    text: 'Unable to partial resync with replica {replica} for lack of backlog (Replica request was: {offset:n}).',
    also: [
      'Unable to partial resync with replica {replica} for lack of backlog (Replica request was: {replid}:{offset:n}).',
      'Unable to partial resync with replica {replica} for lack of backlog (Replica request was {replid}:{offset:n}, and I can only reply with the range [{first:n}, {last:n}]).',
    ],
    severity: 'warning',
    meaning: ({replica}) =>
      `Replica ${replica} was away too long: what it missed is no longer in the backlog. It gets a full copy.`,
    advice: 'A larger repl-backlog-size bridges longer absences.',
    samples: [
      'Unable to partial resync with replica 127.0.0.1:6381 for lack of backlog (Replica request was: 1135).',
      'Unable to partial resync with replica 127.0.0.1:6381 for lack of backlog (Replica request was: 25a5b45fafeaff32dbfb3dc405aa4afc530ac0fc:1135).',
      'Unable to partial resync with replica 127.0.0.1:6381 for lack of backlog (Replica request was 25a5b45fafeaff32dbfb3dc405aa4afc530ac0fc:1135, and I can only reply with the range [98304, 114688]).',
    ],
  }),
  entry({
    kind: 'replid-mismatch',
    text: "Partial resynchronization not accepted: Replication ID mismatch (Replica asked for '{asked}', my replication IDs are '{own}' and '{second}')",
    also: [
      "Partial resynchronization not accepted: Runid mismatch (Client asked for '{asked}', I'm '{own}')",
      "Partial resynchronization not accepted: Runid mismatch (Client asked for runid '{asked}', my runid is '{own}')",
    ],
    severity: 'warning',
    meaning:
      'The replica knows another history than this master, for example because the master was restarted. It gets a full copy.',
    samples: [
      "Partial resynchronization not accepted: Replication ID mismatch (Replica asked for '25a5b45fafeaff32dbfb3dc405aa4afc530ac0fc', my replication IDs are '7c3a0b1df5fa12fbe2b1c6ad0cbb34b0ca8a3f11' and '0000000000000000000000000000000000000000')",
    ],
  }),
  entry({
    kind: 'replica-diverged',
    text: 'Partial resynchronization not accepted: Requested offset for second ID was {asked:n}, but I can reply up to {limit:n}',
    severity: 'warning',
    meaning:
      'The replica went on past the point at which this master took over the history: it is a former master, or followed one. What it has beyond that point is thrown away; it gets a full copy.',
    samples: [
      'Partial resynchronization not accepted: Requested offset for second ID was 2280, but I can reply up to 2101',
    ],
  }),
  entry({
    kind: 'replica-ahead',
    text: 'Warning: replica {replica} tried to PSYNC with an offset that is greater than the master replication offset.',
    also: [
      'Warning: replica {replica} tried to PSYNC with an offset ({offset:n}) that is greater than the primary replication offset ({own:n})',
    ],
    severity: 'warning',
    meaning: ({replica}) => `Replica ${replica} claims to have more of this history than the master itself.`,
    samples: [
      'Warning: replica 127.0.0.1:6381 tried to PSYNC with an offset that is greater than the master replication offset.',
      'Warning: replica 127.0.0.1:6381 tried to PSYNC with an offset (1135) that is greater than the primary replication offset (98)',
    ],
  }),
  entry({
    kind: 'backlog-created',
    text: "Replication backlog created, my new replication IDs are '{replid}' and '{second}'",
    meaning:
      'The first replica has come: from now on recent writes are kept in the backlog, and the history has a new name.',
    samples: [
      "Replication backlog created, my new replication IDs are '7c3a0b1df5fa12fbe2b1c6ad0cbb34b0ca8a3f11' and '0000000000000000000000000000000000000000'",
    ],
  }),
  entry({
    kind: 'backlog-freed',
    text: 'Replication backlog freed after {seconds:n} seconds without connected replicas.',
    severity: 'notice',
    meaning:
      'No replica has been connected for repl-backlog-ttl. Whichever comes back now needs a full copy.',
    samples: ['Replication backlog freed after 3600 seconds without connected replicas.'],
  }),
  entry({
    kind: 'copy-delayed',
    text: 'Delay next BGSAVE for diskless SYNC',
    also: ['Delay next BGSAVE for SYNC'],
    meaning:
      'The master waits repl-diskless-sync-delay (5 s by default), so that more replicas can share one copy.',
    samples: ['Delay next BGSAVE for diskless SYNC'],
  }),
  entry({
    kind: 'copy-waits',
    text: 'Waiting for end of BGSAVE for SYNC',
    meaning: 'A copy is being made already, and this replica shares it.',
    samples: ['Waiting for end of BGSAVE for SYNC'],
  }),
  entry({
    kind: 'copy-missed',
    text: "Can't attach the replica to the current BGSAVE. Waiting for next BGSAVE for SYNC",
    also: [
      'Current BGSAVE has socket target. Waiting for next BGSAVE for SYNC',
      'Waiting for next BGSAVE for SYNC',
    ],
    meaning: 'A copy is being made, but this replica came too late to share it. It gets the next one.',
    samples: [
      "Can't attach the replica to the current BGSAVE. Waiting for next BGSAVE for SYNC",
      'Current BGSAVE has socket target. Waiting for next BGSAVE for SYNC',
    ],
  }),
  entry({
    kind: 'copy-postponed',
    text: 'No BGSAVE in progress, but another BG operation is active. BGSAVE for replication delayed',
    also: ['No BGSAVE in progress, but an AOF rewrite is active. BGSAVE for replication delayed'],
    meaning:
      'Another child process is at work, for example an append-only file rewrite. The copy waits for it to end.',
    samples: ['No BGSAVE in progress, but another BG operation is active. BGSAVE for replication delayed'],
  }),
  entry({
    kind: 'copy-started',
    text: 'Starting BGSAVE for SYNC with target: {target}',
    also: ['Starting BGSAVE for SYNC with target: {target} using: {channel}', 'Starting BGSAVE for SYNC'],
    meaning: ({target}) =>
      target === 'disk'
        ? 'A child process writes a snapshot to disk, which is then sent to the replicas.'
        : 'A child process sends a snapshot straight to the replicas, without touching the disk.',
    samples: [
      'Starting BGSAVE for SYNC with target: replicas sockets',
      'Starting BGSAVE for SYNC with target: disk',
      'Starting BGSAVE for SYNC with target: replicas sockets using: normal sync',
      'Starting BGSAVE for SYNC with target: replicas sockets using: dual channel',
      'Starting BGSAVE for SYNC with target: replicas sockets (rdb-channel)',
    ],
  }),
  entry({
    kind: 'copy-failed',
    text: 'BGSAVE for replication failed',
    also: [
      'SYNC failed. BGSAVE child returned an error',
      "BGSAVE for replication: replication information not available, can't generate the RDB file right now. Try later.",
      'SYNC failed. BGSAVE failed',
      "Replication failed, can't BGSAVE",
      "SYNC failed. Can't open/stat DB after BGSAVE: {reason}",
      "SYNC failed. Can't open DB after BGSAVE: {reason}",
      "SYNC failed. Can't stat DB after BGSAVE: {reason}",
    ],
    severity: 'error',
    meaning: 'The copy for the replicas could not be made. They are disconnected and will ask again.',
    samples: ['BGSAVE for replication failed', 'SYNC failed. BGSAVE child returned an error'],
  }),
  entry({
    kind: 'copy-sent-to-pipe',
    text: 'Diskless rdb transfer, done reading from pipe, {replicas:n} replicas still up.',
    meaning: ({replicas}) =>
      replicas === 0
        ? 'The snapshot was made, but no replica is left to receive it.'
        : 'The child has produced the whole snapshot; the last of it is on its way.',
    samples: ['Diskless rdb transfer, done reading from pipe, 2 replicas still up.'],
  }),
  entry({
    kind: 'copy-abandoned',
    text: 'Diskless rdb transfer, last replica dropped, killing fork child.',
    also: ['Background saving, persistence disabled, last replica dropped, killing fork child.'],
    severity: 'warning',
    meaning: 'Every replica that waited for this copy has gone, so the master stops making it.',
    samples: ['Diskless rdb transfer, last replica dropped, killing fork child.'],
  }),
  entry({
    kind: 'copy-streamed',
    text: 'Streamed RDB transfer with replica {replica} succeeded (socket). Waiting for REPLCONF ACK from replica to enable streaming',
    also: [
      'Streamed RDB transfer with replica {replica} succeeded (socket). Waiting for REPLCONF ACK from slave to enable streaming',
    ],
    meaning: ({replica}) => `Replica ${replica} has the whole copy and is loading it.`,
    samples: [
      'Streamed RDB transfer with replica 127.0.0.1:6381 succeeded (socket). Waiting for REPLCONF ACK from slave to enable streaming',
      'Streamed RDB transfer with replica 127.0.0.1:6381 succeeded (socket). Waiting for REPLCONF ACK from replica to enable streaming',
    ],
  }),
  entry({
    kind: 'replica-online',
    text: 'Synchronization with replica {replica} succeeded',
    also: ['Synchronization with replica succeeded'],
    severity: 'notice',
    meaning: ({replica}: {replica?: string}) =>
      `${nameReplica(replica)} is in step: it now receives every write as it happens.`,
    samples: ['Synchronization with replica 127.0.0.1:6381 succeeded'],
  }),
  entry({
    kind: 'copy-write-failed',
    text: 'Write error sending DB to replica: {reason}',
    also: [
      'Diskless rdb transfer, write error sending DB to replica: {reason}',
      'Write error sending RDB preamble to replica: {reason}',
    ],
    severity: 'warning',
    meaning: ({reason}) => `A replica went away in the middle of its copy (${reason}). It will ask again.`,
    samples: [
      'Write error sending DB to replica: Broken pipe',
      'Diskless rdb transfer, write error sending DB to replica: Connection reset by peer',
    ],
  }),
  entry({
    kind: 'served-copy-removed',
    text: 'Removing the RDB file used to feed replicas in a persistence-less instance',
    meaning:
      'The replicas have their copy, and nothing shall stay on disk here (rdb-del-sync-files): its file is deleted.',
    samples: ['Removing the RDB file used to feed replicas in a persistence-less instance'],
  }),
  entry({
    kind: 'replid-changed-by-debug',
    text: 'Changing replication IDs after receiving DEBUG change-repl-id',
    meaning:
      'DEBUG CHANGE-REPL-ID makes it begin a new history on purpose: replicas that come back need a full resync.',
    samples: ['Changing replication IDs after receiving DEBUG change-repl-id'],
  }),
  entry({
    kind: 'replica-lost',
    text: 'Connection with replica {replica} lost.',
    severity: 'warning',
    meaning: ({replica}) =>
      `The link to replica ${replica} broke. What it misses now stays in the backlog for a while.`,
    samples: ['Connection with replica 127.0.0.1:6381 lost.', 'Connection with replica client id #9 lost.'],
  }),
  entry({
    kind: 'replica-timed-out',
    text: 'Disconnecting timedout replica ({phase}): {replica}',
    also: ['Disconnecting timedout replica: {replica}'],
    severity: 'warning',
    meaning: ({replica}) =>
      `Replica ${replica} has been silent for repl-timeout, so the master gives up on its connection.`,
    samples: [
      'Disconnecting timedout replica (streaming sync): 127.0.0.1:6381',
      'Disconnecting timedout replica (full sync): 127.0.0.1:6381',
    ],
  }),
  entry({
    kind: 'output-buffer-overcome',
    text: 'Client {client} scheduled to be closed ASAP for overcoming of output buffer limits.',
    also: ['Client {client} closed for overcoming of output buffer limits.'],
    severity: 'warning',
    meaning:
      'A client or replica reads more slowly than data is produced for it. Its buffer passed client-output-buffer-limit, so it is cut off.',
    advice: 'If it is a replica in full sync, raise the limit of the class "replica".',
    samples: [
      'Client id=7 addr=127.0.0.1:52812 laddr=127.0.0.1:6380 fd=11 name= age=3 idle=3 flags=S db=0 scheduled to be closed ASAP for overcoming of output buffer limits.',
    ],
  }),
]

/** Old servers do not say which replica it is. */
function nameReplica(replica: string | undefined): string {
  return replica === undefined ? 'A replica' : `Replica ${replica}`
}
