import {entry} from './entry.ts'

/**
 * A full copy over two connections at once: one brings the snapshot, the other the writes meanwhile. Redis calls it the
 * RDB channel, and does so by default since 8.0; Valkey calls it dual channel, and does so on demand since 8.0
 * (replication.c). How such a copy begins is in `replica-sync.ts`, with the other ways.
 */
export const secondChannelEntries = [
  entry({
    kind: 'second-channel-offered',
    text: "Replica {replica} is capable of rdb channel synchronization, and partial sync isn't possible. Full sync will continue with dedicated rdb channel.",
    also: [
      "Dual channel replication: Replica {replica} is capable of dual channel synchronization, and partial sync isn't possible. Full sync will continue with dedicated RDB channel.",
      "Replica {replica} is capable of dual channel synchronization, and partial sync isn't possible. Full sync will continue with dedicated RDB channel.",
    ],
    severity: 'notice',
    meaning: ({replica}) =>
      `Replica ${replica} gets a full copy over a second connection; over the first it gets the writes meanwhile.`,
    samples: [
      "Replica 127.0.0.1:6381 is capable of rdb channel synchronization, and partial sync isn't possible. Full sync will continue with dedicated rdb channel.",
      "Dual channel replication: Replica 127.0.0.1:6381 is capable of dual channel synchronization, and partial sync isn't possible. Full sync will continue with dedicated RDB channel.",
    ],
  }),
  entry({
    kind: 'second-channel-sending',
    text: 'Starting to deliver RDB and replication stream to replica: {replica}',
    meaning: ({replica}) =>
      `Both connections to replica ${replica} are there: snapshot and writes are sent side by side.`,
    samples: ['Starting to deliver RDB and replication stream to replica: 127.0.0.1:6381'],
  }),
  entry({
    kind: 'second-channel-receiving',
    text: 'Starting to receive RDB and replication stream in parallel.',
    meaning:
      'Both connections to the master are there: this replica loads the snapshot, and keeps the writes that arrive meanwhile in a buffer of its own.',
    samples: ['Starting to receive RDB and replication stream in parallel.'],
  }),
  entry({
    kind: 'second-channel-position-sent',
    text: 'Dual channel replication: Sending to replica {replica} RDB end offset {offset:n} and client-id {client:n}',
    also: ['Sending to replica {replica} RDB end offset {offset:n} and client-id {client:n}'],
    meaning: ({replica, offset}) =>
      `The snapshot for replica ${replica} ends at byte ${offset}: from there on it asks for the writes over its first connection.`,
    samples: [
      'Dual channel replication: Sending to replica 127.0.0.1:6381 RDB end offset 1135 and client-id 17',
    ],
  }),
  entry({
    kind: 'second-channel-stream-requested',
    text: 'Dual channel replication: Trying a partial resynchronization using main channel (request {replid}:{offset:n}).',
    also: ['Trying a partial resynchronization using main channel (request {replid}:{offset:n}).'],
    meaning: ({offset}) =>
      `While the snapshot arrives, the replica asks over its first connection for the writes from byte ${offset} on.`,
    samples: [
      'Dual channel replication: Trying a partial resynchronization using main channel (request 25a5b45fafeaff32dbfb3dc405aa4afc530ac0fc:1135).',
    ],
  }),
  entry({
    kind: 'second-channel-stream-accepted',
    text: 'Dual channel replication: PRIMARY <-> REPLICA sync: Primary accepted a Partial Resynchronization{rest}',
    also: [
      'Dual channel replication: Primary <-> REPLICA sync: Primary accepted a Partial Resynchronization{rest}',
      'Primary <-> REPLICA sync: Primary accepted a Partial Resynchronization{rest}',
      'PRIMARY <-> REPLICA sync: Primary accepted a Partial Resynchronization, RDB load in background.',
    ],
    meaning: 'Part of a full copy: the master sends the writes that follow the snapshot.',
    samples: [
      'Dual channel replication: PRIMARY <-> REPLICA sync: Primary accepted a Partial Resynchronization, RDB load in background.',
      'Dual channel replication: Primary <-> REPLICA sync: Primary accepted a Partial Resynchronization.',
    ],
  }),
  entry({
    kind: 'second-channel-buffer-full',
    text: 'Replication buffer limit has been reached ({bytes:n} bytes), stopped buffering replication stream. Further accumulation may occur on master side.…',
    also: [
      'Dual channel replication: Replication buffer limit reached ({bytes:n} bytes), stopping buffering. Further accumulation will occur on primary side.',
      'Dual channel replication: Replication buffer limit reached, stopping buffering.',
      'Replication buffer limit reached, stopping buffering.',
    ],
    severity: 'warning',
    meaning:
      'More was written during the copy than this replica keeps. From here on it piles up in the output buffer of the master, and the link breaks at client-output-buffer-limit replica.',
    advice:
      'Raise replica-full-sync-buffer-limit on the replica, or client-output-buffer-limit on the master.',
    samples: [
      'Replication buffer limit has been reached (268435456 bytes), stopped buffering replication stream. Further accumulation may occur on master side.',
      'Dual channel replication: Replication buffer limit reached (268435456 bytes), stopping buffering. Further accumulation will occur on primary side.',
      'Dual channel replication: Replication buffer limit reached, stopping buffering.',
    ],
  }),
  entry({
    kind: 'second-channel-catching-up',
    text: 'MASTER <-> REPLICA sync: Starting to stream replication buffer into the db ({bytes:n} bytes).',
    meaning: ({bytes}) =>
      `The snapshot is loaded. Now the writes that arrived meanwhile are applied: ${bytes} bytes so far.`,
    samples: ['MASTER <-> REPLICA sync: Starting to stream replication buffer into the db (14 bytes).'],
  }),
  entry({
    kind: 'second-channel-caught-up',
    text: 'MASTER <-> REPLICA sync: Successfully streamed replication buffer into the db ({bytes:n} bytes in total)',
    also: [
      'Dual channel replication: Successfully streamed replication data into memory',
      'Successfully streamed replication data into memory',
    ],
    meaning: 'The writes that arrived during the copy are applied: the replica is in step.',
    samples: [
      'MASTER <-> REPLICA sync: Successfully streamed replication buffer into the db (14 bytes in total)',
      'Dual channel replication: Successfully streamed replication data into memory',
    ],
  }),
  entry({
    kind: 'second-channel-done',
    text: 'RDB transfer completed, rdb only replica ({replica}) should be disconnected asap',
    meaning: ({replica}) => `The snapshot is sent: the connection that brought it to ${replica} is closed.`,
    samples: ['RDB transfer completed, rdb only replica (127.0.0.1:6381) should be disconnected asap'],
  }),
  entry({
    kind: 'second-channel-closed',
    text: 'Connection with replica (rdbchannel) {replica} lost.',
    also: [
      'Dual channel replication: Replica {replica} rdb channel disconnected.',
      'Replica {replica} rdb channel disconnected.',
    ],
    meaning: ({replica}) =>
      `The connection that brings a snapshot to replica ${replica} is closed, as after each copy. The other one stays.`,
    samples: [
      'Connection with replica (rdbchannel) 127.0.0.1:6381 lost.',
      'Dual channel replication: Replica 127.0.0.1:6381 rdb channel disconnected.',
    ],
  }),
  entry({
    kind: 'second-channel-missing',
    text: 'Starting to deliver RDB to replica {replica} but it has no associated main channel',
    also: [
      'Dual channel replication: Replica main channel failed to establish PSYNC within the grace period ({seconds:n} seconds). Freeing RDB client {client:n}.',
      'Replica main channel failed to establish PSYNC within the grace period ({seconds:n} seconds). Freeing RDB client {client:n}.',
    ],
    severity: 'warning',
    meaning:
      'A replica asked for a snapshot, but not for the writes after it: its other connection is gone. It will ask again.',
    samples: [
      'Starting to deliver RDB to replica 127.0.0.1:6381 but it has no associated main channel',
      'Dual channel replication: Replica main channel failed to establish PSYNC within the grace period (60 seconds). Freeing RDB client 17.',
    ],
  }),
  entry({
    kind: 'second-channel-aborted',
    text: 'Aborting rdb channel sync',
    also: [
      'Aborting rdb channel sync while loading the RDB.',
      'Dual channel replication: Aborting dual channel sync',
      'Dual channel replication: Aborting dual channel sync. Write error.',
      'Dual channel replication: Aborting dual channel sync. Main channel psync result {result}',
      'Aborting dual channel sync',
      'Aborting dual channel sync. Write error.',
      'Aborting dual channel sync. Main channel psync result {result}',
      'Master client was freed while streaming accumulated replication data to db.',
      'Failed to stream local replication buffer into memory',
      'Dual channel replication: Failed to stream local replication buffer into memory',
      'Provisional primary closed connection',
      'Dual channel replication: Provisional primary closed connection',
    ],
    severity: 'warning',
    meaning: 'The copy is given up: one of its two connections broke. The replica will ask again.',
    samples: [
      'Aborting rdb channel sync',
      'Aborting rdb channel sync while loading the RDB.',
      'Dual channel replication: Aborting dual channel sync',
      'Dual channel replication: Aborting dual channel sync. Write error.',
      'Dual channel replication: Aborting dual channel sync. Main channel psync result 3 ',
    ],
  }),
  entry({
    kind: 'second-channel-psync-after-load',
    text: 'After loading RDB, replica will try psync with master.',
    severity: 'notice',
    meaning:
      'The connection for the writes broke while the snapshot was loaded. The snapshot is kept: the replica asks for just the writes after it.',
    samples: ['After loading RDB, replica will try psync with master.'],
  }),
  entry({
    kind: 'second-channel-failed',
    text: 'rdb channel sync failed with error: {reason}',
    also: [
      'Dual channel sync failed with error {reason}',
      'Error condition on socket for rdb channel replication: {reason}',
      'Dual channel replication: Error condition on socket for dual channel replication: {reason}',
      'Main channel error while reading from master: {reason}',
      'Dual channel replication: Unable to connect to Primary: {reason}',
      'Dual channel replication: I/O error writing to Primary: {reason}',
      'Dual channel replication: Sending command to primary in dual channel replication handshake: {reason}',
      'Error sending AUTH to master in rdb channel replication handshake: {reason}',
      'Error sending REPLCONF command to master in rdb channel handshake: {reason}',
      'Unable to connect to master: {reason}',
      'Error condition on socket for dual channel replication: {reason}',
      'Sending command to primary in dual channel replication handshake: {reason}',
    ],
    severity: 'warning',
    meaning: ({reason}) =>
      `A copy over two connections failed (${reason}). The replica starts over within a second.`,
    samples: [
      'rdb channel sync failed with error: Connection reset by peer',
      'Dual channel sync failed with error Connection reset by peer',
      'Error condition on socket for rdb channel replication: Connection refused',
      'Dual channel replication: Error condition on socket for dual channel replication: Connection refused',
      'Main channel error while reading from master: Connection reset by peer',
      'Dual channel replication: Unable to connect to Primary: Connection refused',
      'Dual channel replication: I/O error writing to Primary: Broken pipe',
      'Dual channel replication: Sending command to primary in dual channel replication handshake: Broken pipe',
      'Error sending AUTH to master in rdb channel replication handshake: Broken pipe',
      'Error sending REPLCONF command to master in rdb channel handshake: Broken pipe',
      'Unable to connect to master: Connection refused',
    ],
  }),
  entry({
    kind: 'second-channel-no-answer',
    text: 'Master did not respond to auth command during rdb channel handshake',
    also: [
      'Master did not respond to replconf command during rdb channel handshake',
      'Dual channel replication: Primary did not respond to auth command during SYNC handshake',
      'Dual channel replication: Primary did not respond to replconf command during SYNC handshake',
      'Dual channel replication: Primary did not respond to REPLCONF ip-address command during SYNC handshake',
      'Primary did not respond to replconf command during SYNC handshake',
    ],
    severity: 'warning',
    meaning:
      'The master did not answer on the connection that was to bring the snapshot. The replica starts over within a second.',
    samples: [
      'Master did not respond to auth command during rdb channel handshake',
      'Master did not respond to replconf command during rdb channel handshake',
      'Dual channel replication: Primary did not respond to auth command during SYNC handshake',
      'Dual channel replication: Primary did not respond to replconf command during SYNC handshake',
      'Dual channel replication: Primary did not respond to REPLCONF ip-address command during SYNC handshake',
    ],
  }),
  entry({
    kind: 'second-channel-refused',
    text: 'Unable to AUTH to master: {reply}',
    also: [
      'Dual channel replication: Unable to AUTH to Primary: {reply}',
      'Master replied error to replconf: {reply}',
      'Dual channel replication: Primary rejected REPLCONF ip-address: {reply}',
      'Dual channel replication: Primary does not understand REPLCONF identify: {reply}',
      'Dual channel replication: Server does not support sync with offset, dual channel sync approach cannot be used: {reply}',
      'Primary does not understand REPLCONF identify: {reply}',
      'Server does not support sync with offset, dual channel sync approach cannot be used: {reply}',
    ],
    severity: 'error',
    meaning: ({reply}) => `The master refuses the connection that was to bring the snapshot: ${reply}.`,
    samples: [
      'Unable to AUTH to master: -WRONGPASS invalid username-password pair or user is disabled.',
      'Dual channel replication: Unable to AUTH to Primary: -WRONGPASS invalid username-password pair or user is disabled.',
      'Master replied error to replconf: -ERR Unrecognized REPLCONF option',
      'Dual channel replication: Primary rejected REPLCONF ip-address: -ERR Unrecognized REPLCONF option',
      'Dual channel replication: Primary does not understand REPLCONF identify: -ERR Unrecognized REPLCONF option',
      'Dual channel replication: Server does not support sync with offset, dual channel sync approach cannot be used: -ERR unknown command',
    ],
  }),
  entry({
    kind: 'second-channel-ignored',
    text: 'Dual channel capability ignored: repl-diskless-sync disabled',
    severity: 'notice',
    meaning:
      'The replica could take a copy over two connections, but this master writes snapshots to its disk first (repl-diskless-sync no): it gets them one after the other.',
    samples: ['Dual channel capability ignored: repl-diskless-sync disabled'],
  }),
]
