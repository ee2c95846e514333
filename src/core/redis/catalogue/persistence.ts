import {entry} from './entry.ts'

/** Snapshots: loading them at the start, writing them later. */
export const persistenceEntries = [
  entry({
    kind: 'rdb-producer',
    text: 'Loading RDB produced by version {version}',
    also: [
      'Loading RDB produced by Redis version {version}',
      'Loading RDB produced by valkey version {version}',
    ],
    meaning: ({version}) => `The snapshot was written by version ${version}.`,
    samples: ['Loading RDB produced by version 7.0.15', 'Loading RDB produced by Valkey version 8.0.1'],
  }),
  entry({
    kind: 'rdb-age',
    text: 'RDB age {seconds:n} seconds',
    meaning: ({seconds}) => `The snapshot is ${seconds} seconds old: it lacks whatever was written since.`,
    samples: ['RDB age 0 seconds'],
  }),
  entry({
    kind: 'rdb-memory',
    text: 'RDB memory usage when created {megabytes} Mb',
    meaning: ({megabytes}) => `The server used ${megabytes} MB of memory when the snapshot was made.`,
    samples: ['RDB memory usage when created 0.97 Mb'],
  }),
  entry({
    kind: 'rdb-is-aof-base',
    text: 'RDB is base AOF',
    also: ['RDB has an AOF tail'],
    meaning: 'The snapshot is the first part of an append-only file; the writes after it follow.',
    samples: ['RDB is base AOF', 'RDB has an AOF tail'],
  }),
  entry({
    kind: 'rdb-loaded',
    text: 'Done loading RDB, keys loaded: {keys:n}, keys expired: {expired:n}.',
    also: [
      'Done loading RDB, keys loaded: {keys:n}, keys expired: {expired:n}, empty keys skipped: {empty:n}.',
      'Done loading RDB, keys loaded: {keys:n}, keys expired: {expired:n}, all fields expired hashes: {hashes:n}.',
      'Done loading RDB, keys loaded: {keys:n}, keys expired: {expired:n}, empty keys skipped: {empty:n}, all fields expired hashes: {hashes:n}.',
    ],
    meaning: ({keys, expired}) =>
      `The snapshot is read: ${keys} keys, and ${expired} whose time had run out.`,
    samples: [
      'Done loading RDB, keys loaded: 3, keys expired: 0.',
      'Done loading RDB, keys loaded: 3, keys expired: 0, empty keys skipped: 1.',
      'Done loading RDB, keys loaded: 3, keys expired: 0, all fields expired hashes: 0.',
    ],
  }),
  entry({
    kind: 'data-loaded',
    text: 'DB loaded from {source}: {seconds} seconds',
    severity: 'notice',
    meaning: ({source, seconds}) => `The data was read from ${source} in ${seconds} s.`,
    samples: ['DB loaded from disk: 0.001 seconds', 'DB loaded from append only file: 0.002 seconds'],
  }),
  entry({
    kind: 'data-unloadable',
    text: 'Fatal error loading the DB{reason}. Exiting.',
    also: ['Fatal error loading the DB. Exiting.'],
    severity: 'error',
    meaning: 'The saved data cannot be read, so the server ends rather than start empty.',
    advice: 'Try redis-check-rdb or redis-check-aof on the file.',
    samples: [
      'Fatal error loading the DB, check server logs. Exiting.',
      'Fatal error loading the DB: Invalid argument. Exiting.',
    ],
  }),
  entry({
    kind: 'save-due',
    text: '{changes:n} changes in {seconds:n} seconds. Saving...',
    meaning: ({changes, seconds}) =>
      `A rule of "save" is met (${changes} changes in ${seconds} s), so a snapshot is made.`,
    samples: ['10000 changes in 60 seconds. Saving...'],
  }),
  entry({
    kind: 'save-started',
    text: 'Background saving started by pid {pid:n}',
    meaning: ({pid}) => `Process ${pid}, a copy of the server, writes a snapshot while the server goes on.`,
    samples: ['Background saving started by pid 8221'],
  }),
  entry({
    kind: 'save-finished',
    text: 'Background saving terminated with success',
    meaning: 'The snapshot is complete.',
    samples: ['Background saving terminated with success'],
  }),
  entry({
    kind: 'save-failed',
    text: 'Background saving error',
    also: ["Can't save in background: fork: {reason}"],
    severity: 'error',
    meaning:
      'The snapshot could not be written. By default the server now refuses writes until one succeeds.',
    samples: ['Background saving error', "Can't save in background: fork: Cannot allocate memory"],
  }),
  entry({
    kind: 'save-killed',
    text: 'Background saving terminated by signal {signal:n}',
    severity: 'warning',
    meaning: ({signal}) => `The process that wrote the snapshot was ended by signal ${signal}.`,
    samples: ['Background saving terminated by signal 10'],
  }),
  entry({
    kind: 'save-counted',
    text: 'BGSAVE done, {keys:n} keys saved, {skipped:n} keys skipped, {bytes:n} bytes written.',
    meaning: ({keys, bytes}) => `The snapshot has ${keys} keys and ${bytes} bytes.`,
    samples: ['BGSAVE done, 3 keys saved, 0 keys skipped, 175 bytes written.'],
  }),
  entry({
    kind: 'save-scheduled',
    text: 'Background saving scheduled due to user request',
    also: [
      'Background saving scheduled to run after transaction execution',
      'Scheduled background saving will be cancelled due to user request',
      'Background saving will be aborted due to user request',
    ],
    meaning: 'BGSAVE was given while it could not begin at once, or was taken back.',
    samples: [
      'Background saving scheduled due to user request',
      'Scheduled background saving will be cancelled due to user request',
    ],
  }),
  entry({
    kind: 'rdb-without-checksum',
    text: 'RDB file was saved with checksum disabled: no check performed.',
    also: ['RDB file was saved with checksum disabled: skipped checksum for this transfer'],
    meaning: 'The snapshot has no checksum (rdbchecksum no, or a copy over a safe connection).',
    samples: [
      'RDB file was saved with checksum disabled: no check performed.',
      'RDB file was saved with checksum disabled: skipped checksum for this transfer',
    ],
  }),
  entry({
    kind: 'saved-on-disk',
    text: 'DB saved on disk',
    meaning: 'A snapshot was written.',
    samples: ['DB saved on disk'],
  }),
  entry({
    kind: 'copy-on-write',
    text: 'Fork CoW for {purpose}: current {current:n} MB, peak {peak:n} MB, average {average:n} MB',
    also: [
      'RDB: {current:n} MB of memory used by copy-on-write',
      'AOF rewrite: {current:n} MB of memory used by copy-on-write',
      'Module fork: {current:n} MB of memory used by copy-on-write',
    ],
    meaning: 'How much memory was needed twice, because it changed while the child process was at work.',
    samples: [
      'Fork CoW for RDB: current 0 MB, peak 0 MB, average 0 MB',
      'RDB: 0 MB of memory used by copy-on-write',
    ],
  }),
  entry({
    kind: 'transfer-child-started',
    text: 'Background RDB transfer started by pid {pid:n}',
    also: ['Background RDB transfer started by pid {pid:n} to {channel}'],
    meaning: ({pid}) => `Process ${pid}, a copy of the server, produces the snapshot for the replicas.`,
    samples: [
      'Background RDB transfer started by pid 8222',
      'Background RDB transfer started by pid 8222 to pipe through parent process',
      'Background RDB transfer started by pid 8222 to replica socket',
    ],
  }),
  entry({
    kind: 'transfer-child-finished',
    text: 'Background RDB transfer terminated with success',
    meaning: 'The process that produced the snapshot for the replicas has done its work.',
    samples: ['Background RDB transfer terminated with success'],
  }),
  entry({
    kind: 'transfer-child-failed',
    text: 'Background transfer error',
    also: [
      'Background RDB transfer error',
      'Background transfer terminated by signal {signal:n}',
      'Background RDB transfer terminated by signal {signal:n}',
    ],
    severity: 'warning',
    meaning: 'The process that produced the snapshot for the replicas failed. They have to ask again.',
    samples: [
      'Background transfer error',
      'Background transfer terminated by signal 10',
      'Background RDB transfer terminated by signal 10',
    ],
  }),
  entry({
    kind: 'final-save',
    text: 'Saving the final RDB snapshot before exiting.',
    meaning: 'The server saves its data once more before it ends.',
    samples: ['Saving the final RDB snapshot before exiting.'],
  }),
  entry({
    kind: 'final-fsync',
    text: 'Calling fsync() on the AOF file.',
    meaning: 'The server makes sure that the append-only file is on the disk before it ends.',
    samples: ['Calling fsync() on the AOF file.'],
  }),
]
