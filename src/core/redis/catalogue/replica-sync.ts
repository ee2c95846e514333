import {entry} from './entry.ts'

/** A replica getting its data: partial or full, the transfer, and how it fails. */
export const replicaSyncEntries = [
  entry({
    kind: 'no-cached-master',
    text: 'Partial resynchronization not possible (no cached master)',
    meaning:
      'The replica remembers no earlier link, so it has no position to continue from and must copy everything.',
    samples: [
      'Partial resynchronization not possible (no cached master)',
      'Partial resynchronization not possible (no cached primary)',
    ],
  }),
  entry({
    kind: 'partial-sync-requested',
    text: 'Trying a partial resynchronization (request {replid}:{offset:n}).',
    meaning: ({offset}) =>
      `The replica asks to go on from byte ${offset} of a history it knows, instead of copying everything again.`,
    samples: ['Trying a partial resynchronization (request 25a5b45fafeaff32dbfb3dc405aa4afc530ac0fc:1135).'],
  }),
  entry({
    kind: 'partial-sync-succeeded',
    text: 'Successful partial resynchronization with master.',
    severity: 'notice',
    meaning: 'The master still had everything that was missed in its backlog: only that was sent.',
    samples: [
      'Successful partial resynchronization with master.',
      'Successful partial resynchronization with primary.',
    ],
  }),
  entry({
    kind: 'partial-sync-accepted',
    text: 'MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.',
    meaning: 'The replica goes on from where it was and is up to date as soon as it has read the backlog.',
    samples: [
      'MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.',
      'PRIMARY <-> REPLICA sync: Primary accepted a Partial Resynchronization.',
    ],
  }),
  entry({
    kind: 'master-replid-changed',
    text: 'Master replication ID changed to {replid}',
    severity: 'notice',
    meaning:
      'The history has a new name because another instance was promoted. The replica could follow without a full copy.',
    samples: ['Master replication ID changed to 25a5b45fafeaff32dbfb3dc405aa4afc530ac0fc'],
  }),
  entry({
    kind: 'full-sync-begun',
    text: 'Full resync from master: {replid}:{offset:n}',
    also: [
      'PSYNC is not possible, initialize RDB channel.',
      'Dual channel replication: PSYNC is not possible, initialize RDB channel.',
    ],
    severity: 'notice',
    meaning:
      'The master will send a complete copy of its data. When it is there, it replaces all that this replica holds.',
    samples: [
      'Full resync from master: 25a5b45fafeaff32dbfb3dc405aa4afc530ac0fc:0',
      'Full resync from primary: 25a5b45fafeaff32dbfb3dc405aa4afc530ac0fc:14',
      'PSYNC is not possible, initialize RDB channel.',
      'Dual channel replication: PSYNC is not possible, initialize RDB channel.',
    ],
  }),
  entry({
    kind: 'receiving-streamed-rdb',
    text: 'MASTER <-> REPLICA sync: receiving streamed RDB from master with EOF {destination}',
    also: [
      'Replica bio thread: PRIMARY <-> REPLICA sync: receiving streamed RDB from primary with EOF {destination}',
      'MASTER <-> REPLICA sync: receiving streamed RDB from master',
    ],
    meaning: ({destination}: {destination?: string}) =>
      `The copy arrives straight from the memory of the master, of unknown length (diskless)${destination === undefined ? '' : `, and goes ${destination}`}.`,
    samples: [
      'MASTER <-> REPLICA sync: receiving streamed RDB from master with EOF to disk',
      'PRIMARY <-> REPLICA sync: receiving streamed RDB from primary with EOF to parser',
      'Replica bio thread: PRIMARY <-> REPLICA sync: receiving streamed RDB from primary with EOF to disk',
    ],
  }),
  entry({
    kind: 'receiving-rdb',
    text: 'MASTER <-> REPLICA sync: receiving {bytes:n} bytes from master {destination}',
    also: [
      'MASTER <-> REPLICA sync: receiving {bytes:n} bytes from master',
      'Replica bio thread: PRIMARY <-> REPLICA sync: receiving {bytes:n} bytes from primary {destination}',
    ],
    meaning: ({bytes}) =>
      `The copy arrives: a snapshot file of ${bytes} bytes that the master saved to its disk first.`,
    samples: [
      'MASTER <-> REPLICA sync: receiving 175 bytes from master',
      'MASTER <-> REPLICA sync: receiving 175 bytes from master to disk',
      'Replica bio thread: PRIMARY <-> REPLICA sync: receiving 175 bytes from primary to disk',
    ],
  }),
  entry({
    kind: 'flushing-old-data',
    text: 'MASTER <-> REPLICA sync: Flushing old data',
    severity: 'notice',
    meaning: 'The replica throws away everything it holds, to make room for the copy.',
    samples: ['MASTER <-> REPLICA sync: Flushing old data', 'PRIMARY <-> REPLICA sync: Flushing old data'],
  }),
  entry({
    kind: 'loading-copy',
    text: 'MASTER <-> REPLICA sync: Loading DB in memory',
    meaning:
      'The copy is being read into memory. Until it is done, clients are normally answered with -LOADING.',
    samples: ['MASTER <-> REPLICA sync: Loading DB in memory'],
  }),
  entry({
    kind: 'sync-finished',
    text: 'MASTER <-> REPLICA sync: Finished with success',
    severity: 'notice',
    meaning: 'The full copy is in memory. From now on the replica receives each write as it happens.',
    samples: [
      'MASTER <-> REPLICA sync: Finished with success',
      'PRIMARY <-> REPLICA sync: Finished with success',
    ],
  }),
  entry({
    kind: 'sync-starting-aof',
    text: 'MASTER <-> REPLICA sync: Starting AOF after a successful sync',
    meaning: 'The append-only file was off during the copy and is now begun again from the new data.',
    samples: ['MASTER <-> REPLICA sync: Starting AOF after a successful sync'],
  }),
  entry({
    kind: 'swapping-copy',
    text: 'MASTER <-> REPLICA sync: Swapping active DB with loaded DB',
    meaning: 'The copy was loaded beside the old data (repl-diskless-load swapdb) and now takes its place.',
    samples: ['MASTER <-> REPLICA sync: Swapping active DB with loaded DB'],
  }),
  entry({
    kind: 'discarding-copy',
    text: 'MASTER <-> REPLICA sync: Discarding {what}',
    meaning: ({what}) => `The replica frees memory that is of no more use: ${what}.`,
    samples: [
      'MASTER <-> REPLICA sync: Discarding old DB in background',
      'MASTER <-> REPLICA sync: Discarding temporary DB in background',
    ],
  }),
  entry({
    kind: 'master-not-ready-for-psync',
    text: 'Master is currently unable to PSYNC but should be in the future: {reply}',
    severity: 'warning',
    meaning: ({reply}) =>
      `The master cannot serve replicas yet (${reply}): it is loading, or is a replica whose own link is down. The replica asks again in about a second.`,
    samples: [
      'Master is currently unable to PSYNC but should be in the future: -LOADING Redis is loading the dataset in memory',
      "Master is currently unable to PSYNC but should be in the future: -NOMASTERLINK Can't SYNC while not connected with my master",
    ],
  }),
  entry({
    kind: 'psync-refused',
    text: 'Unexpected reply to PSYNC from master: {reply}',
    severity: 'warning',
    meaning: ({reply}) =>
      reply.startsWith('-NOAUTH')
        ? 'The master demands a password, and the replica has none. This loop has no pause: it can fill a disk.'
        : `The master refuses to synchronise: ${reply}.`,
    advice: 'For NOAUTH, set masterauth on the replica.',
    samples: ['Unexpected reply to PSYNC from master: -NOAUTH Authentication required.'],
  }),
  entry({
    kind: 'psync-unsupported',
    text: 'Master does not support PSYNC or is in error state (reply: {reply})',
    severity: 'warning',
    meaning:
      'PSYNC was not accepted, so the replica falls back to the old SYNC, which always copies everything.',
    samples: ['Master does not support PSYNC or is in error state (reply: -ERR unknown command)'],
  }),
  entry({
    kind: 'psync-no-answer',
    text: 'Master did not reply to PSYNC, will try later',
    severity: 'warning',
    meaning:
      'The master did not answer the request to synchronise. The replica begins again within a second.',
    samples: ['Master did not reply to PSYNC, will try later'],
  }),
  entry({
    kind: 'retrying-with-sync',
    text: 'Retrying with SYNC...',
    severity: 'warning',
    meaning: 'The replica tries the old SYNC command, because PSYNC was refused.',
    samples: ['Retrying with SYNC...'],
  }),
  entry({
    kind: 'master-aborted-sync',
    text: 'MASTER aborted replication with an error: {reply}',
    severity: 'error',
    meaning: ({reply}) =>
      `The master ended the synchronisation: ${reply}. The replica starts over at once, without a pause.`,
    samples: ['MASTER aborted replication with an error: NOAUTH Authentication required.'],
  }),
  entry({
    kind: 'not-a-redis-master',
    text: "Bad protocol from MASTER, the first byte is not '$' (we received '{received}'), are you sure the host and port are right?",
    also: ["Bad protocol from MASTER, the first byte is not '$', are you sure the host and port are right?"],
    severity: 'error',
    meaning: 'What answers at this address does not speak as a Redis master should.',
    advice: 'Check the address that the replica was given.',
    samples: [
      "Bad protocol from MASTER, the first byte is not '$' (we received 'HTTP/1.1'), are you sure the host and port are right?",
    ],
  }),
  entry({
    kind: 'transfer-broken',
    text: 'I/O error trying to sync with MASTER: {reason}',
    also: [
      'I/O error reading bulk count from MASTER: {reason}',
      'I/O error writing to MASTER: {reason}',
      'I/O error writing to Master: {reason}',
      'Replica bio thread: I/O error trying to sync with PRIMARY: {reason}',
    ],
    severity: 'warning',
    meaning: ({reason}) =>
      `The connection broke in the middle of the copy (${reason}). The replica starts over at once.`,
    samples: [
      'I/O error trying to sync with MASTER: connection lost',
      'I/O error reading bulk count from MASTER: Success',
      'Replica bio thread: I/O error trying to sync with PRIMARY: connection lost',
    ],
  }),
  entry({
    kind: 'transfer-timed-out',
    text: "Timeout receiving bulk data from MASTER... If the problem persists try to set the 'repl-timeout' parameter in redis.conf to a larger value.",
    also: ['Timeout receiving bulk data from MASTER...'],
    severity: 'warning',
    meaning:
      'The copy stood still for repl-timeout: a slow disk or network, or a master that takes long to save.',
    samples: [
      "Timeout receiving bulk data from MASTER... If the problem persists try to set the 'repl-timeout' parameter in redis.conf to a larger value.",
    ],
  }),
  entry({
    kind: 'copy-unloadable',
    text: 'Failed trying to load the MASTER synchronization DB from {source}',
    severity: 'error',
    meaning:
      'The copy could not be loaded: it is damaged, from a newer version, or there was no room. The replica starts over at once.',
    advice: 'A replica must not be older than its master.',
    samples: [
      'Failed trying to load the MASTER synchronization DB from disk, check server logs.',
      'Failed trying to load the MASTER synchronization DB from socket: Invalid argument',
      'Failed trying to load the PRIMARY synchronization DB from disk, check server logs.',
    ],
  }),
  entry({
    kind: 'copy-removed',
    text: 'Removing the RDB file obtained from the master. This replica has persistence disabled',
    meaning: 'This replica is told to keep nothing on disk, so the file that brought the copy is deleted.',
    samples: ['Removing the RDB file obtained from the master. This replica has persistence disabled'],
  }),
]
