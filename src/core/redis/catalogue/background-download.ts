import {entry} from './entry.ts'

/** Valkey 9.1 receives a copy that goes to the disk in a thread of its own, so that the replica serves meanwhile (replication.c). */
export const backgroundDownloadEntries = [
  entry({
    kind: 'download-begun',
    text: 'Replica main thread creating Bio thread to save RDB to disk',
    meaning: 'A thread of its own receives the copy, so that the replica serves its old data meanwhile.',
    samples: ['Replica main thread creating Bio thread to save RDB to disk'],
  }),
  entry({
    kind: 'download-done',
    text: 'Replica bio thread: Done downloading RDB',
    meaning: 'The copy is on the disk. The replica looks for that once a second, and loads it then.',
    samples: ['Replica bio thread: Done downloading RDB'],
  }),
  entry({
    kind: 'download-noticed',
    text: 'Replica main thread detected RDB download completion in Bio thread',
    meaning: 'The replica has noticed that the copy is on the disk.',
    samples: ['Replica main thread detected RDB download completion in Bio thread'],
  }),
  entry({
    kind: 'download-loading',
    text: 'Loading the RDB and finalizing primary-replica sync...',
    meaning: 'The copy is loaded from the disk now; what the replica held before is thrown away.',
    samples: ['Loading the RDB and finalizing primary-replica sync...'],
  }),
  entry({
    kind: 'download-failed',
    text: 'Replica bio thread: Error downloading RDB',
    also: [
      'Replica bio thread: Error reading sync metadata',
      'Replica bio thread: Error reading sync payload',
      'Replica main thread detected RDB download failure in Bio thread',
      'Failed to read sync metadata',
      'Failed to load RDB',
    ],
    severity: 'warning',
    meaning: 'The copy did not arrive whole, or could not be loaded. The replica starts over.',
    samples: [
      'Replica bio thread: Error downloading RDB',
      'Replica bio thread: Error reading sync metadata',
      'Replica bio thread: Error reading sync payload',
      'Replica main thread detected RDB download failure in Bio thread',
      'Failed to read sync metadata',
      'Failed to load RDB',
    ],
  }),
  entry({
    kind: 'download-aborted',
    text: 'Replica bio thread: Main thread asked to abort the save while Bio thread is reading the sync {part}',
    severity: 'warning',
    meaning:
      'The replica gave the copy up while it arrived: its link to the master broke, or it has another one.',
    samples: [
      'Replica bio thread: Main thread asked to abort the save while Bio thread is reading the sync payload',
    ],
  }),
  entry({
    kind: 'copy-unwritable',
    text: 'Write error or short write writing to the DB dump file needed for MASTER <-> REPLICA synchronization: {reason}',
    also: [
      'Replica bio thread: Write error or short write writing to the DB dump file needed for PRIMARY <-> REPLICA synchronization: {reason}',
      'Error truncating the RDB file received from the master for SYNC: {reason}',
      'Replica bio thread: Error truncating the RDB file received from the primary for SYNC: {reason}',
      'Opening the temp file needed for MASTER <-> REPLICA synchronization: {reason}',
      'Failed trying to sync the temp DB to disk in MASTER <-> REPLICA synchronization: {reason}',
      'Failed trying to rename the temp DB into {file} in MASTER <-> REPLICA synchronization: {reason}',
      'Write error or short write writing to the DB dump file needed for MASTER <-> REPLICA synchrnonization: {reason}',
      'Failed trying to sync DB directory {file} in MASTER <-> REPLICA synchronization: {reason}',
    ],
    severity: 'error',
    meaning: ({reason}) =>
      `The replica cannot write the copy to its disk (${reason}), so it never gets in step.`,
    advice:
      'Make room or rights in the folder of "dir", or load straight from the socket: repl-diskless-load.',
    samples: [
      'Write error or short write writing to the DB dump file needed for MASTER <-> REPLICA synchronization: No space left on device',
      'Replica bio thread: Write error or short write writing to the DB dump file needed for PRIMARY <-> REPLICA synchronization: No space left on device',
      'Opening the temp file needed for MASTER <-> REPLICA synchronization: Permission denied',
      'Failed trying to rename the temp DB into dump.rdb in MASTER <-> REPLICA synchronization: Permission denied',
    ],
  }),
  entry({
    kind: 'copy-accepted',
    text: 'RDB signature and version check passed. Flushing old data',
    severity: 'notice',
    meaning: 'The copy can be read, so the replica throws away what it holds to make room for it.',
    samples: ['RDB signature and version check passed. Flushing old data'],
  }),
  entry({
    kind: 'copy-incompatible',
    text: 'MASTER <-> REPLICA sync: RDB version or signature incompatible, old data preserved',
    also: ['MASTER <-> REPLICA sync: Skipping flush, no new data was loaded.'],
    severity: 'error',
    meaning: 'The copy could not be used: the replica keeps its old data, and starts over.',
    advice: 'A replica must not be older than its master.',
    samples: [
      'PRIMARY <-> REPLICA sync: RDB version or signature incompatible, old data preserved',
      'PRIMARY <-> REPLICA sync: Skipping flush, no new data was loaded.',
    ],
  }),
]
