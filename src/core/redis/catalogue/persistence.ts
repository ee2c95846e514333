import {entry} from './entry.ts'

/** Snapshots and append-only files: loading them at the start, writing them later. */
export const persistenceEntries = [
  entry({
    kind: 'aof-file-loading',
    text: 'Reading RDB base file on AOF loading...',
    meaning: 'An append-only file begins with a snapshot, which is read first; the writes after it follow.',
    samples: ['Reading RDB base file on AOF loading...'],
  }),
  entry({
    kind: 'aof-file-made',
    text: 'Successfully created the temporary AOF base file {file}',
    meaning: ({file}) =>
      `A child process wrote the data as it is now to ${file}: the beginning of a new append-only file.`,
    samples: ['Successfully created the temporary AOF base file temp-rewriteaof-bg-16284.aof'],
  }),
  entry({
    kind: 'aof-file-renamed',
    text: 'Successfully renamed the temporary AOF base file {from} into {to}',
    also: ['Successfully renamed the temporary AOF incr file {from} into {to}'],
    meaning: ({to}) => `The part ${to} is complete and takes its place in the append-only file.`,
    samples: [
      'Successfully renamed the temporary AOF base file temp-rewriteaof-bg-1.aof into appendonly.aof.2.base.rdb',
      'Successfully renamed the temporary AOF incr file temp-appendonly.aof.incr into appendonly.aof.2.incr.aof',
    ],
  }),
  entry({
    kind: 'aof-file-removed',
    text: 'Removing the history file {file} in the background',
    meaning: ({file}) =>
      `The part ${file} belongs to the append-only file no longer: a newer one has all that it had.`,
    samples: ['Removing the history file appendonly.aof.1.incr.aof in the background'],
  }),
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
    ],
    meaning: ({keys, expired}) =>
      `The snapshot is read: ${keys} keys, and ${expired} whose time had run out.`,
    samples: [
      'Done loading RDB, keys loaded: 3, keys expired: 0.',
      'Done loading RDB, keys loaded: 3, keys expired: 0, empty keys skipped: 1.',
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
    severity: 'error',
    meaning: 'The saved data cannot be read, so the server ends rather than start empty.',
    advice: 'Try redis-check-rdb or redis-check-aof on the file.',
    samples: [
      'Fatal error loading the DB, check server logs. Exiting.',
      'Fatal error loading the DB: Invalid argument. Exiting.',
    ],
  }),
  entry({
    kind: 'aof-corrupt',
    text: 'Bad file format reading the append only file {path}: {advice}',
    also: ['Unexpected end of file reading the append only file {path}. {advice}'],
    severity: 'error',
    meaning: ({path}) => `The append-only file ${path} is damaged, so the server ends.`,
    advice: 'Make a copy of the file, then repair it with redis-check-aof --fix.',
    samples: [
      'Bad file format reading the append only file appendonly.aof.1.incr.aof: make a backup of your AOF file, then use ./redis-check-aof --fix <filename.manifest>',
    ],
  }),
  entry({
    kind: 'aof-created',
    text: 'Creating AOF {part} file {path} on {occasion}',
    meaning: ({part}) =>
      `A new ${part === 'base' ? 'base' : 'incremental'} part of the append-only file begins.`,
    samples: [
      'Creating AOF base file appendonly.aof.1.base.rdb on server start',
      'Creating AOF incr file appendonly.aof.2.incr.aof on background rewrite',
    ],
  }),
  entry({
    kind: 'aof-opened',
    text: 'Opening AOF incr file {path} on server start',
    meaning: 'New writes are appended to the append-only file that was there.',
    samples: ['Opening AOF incr file appendonly.aof.1.incr.aof on server start'],
  }),
  entry({
    kind: 'aof-slow-fsync',
    text: 'Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for fsync to complete, this may slow down Redis.',
    severity: 'warning',
    meaning:
      'The disk takes more than 2 s to store the append-only file. A crash of the machine now loses more than a second.',
    samples: [
      'Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for fsync to complete, this may slow down Redis.',
    ],
  }),
  entry({
    kind: 'aof-write-failed',
    text: 'Error writing to the AOF file: {reason}',
    severity: 'error',
    meaning: ({reason}) => `The append-only file cannot be written (${reason}): the disk is full or broken.`,
    samples: ['Error writing to the AOF file: No space left on device'],
  }),
  entry({
    kind: 'aof-rewrite-started',
    text: 'Background append only file rewriting started by pid {pid:n}',
    meaning: ({pid}) => `Process ${pid}, a copy of the server, writes a shorter append-only file.`,
    samples: ['Background append only file rewriting started by pid 8220'],
  }),
  entry({
    kind: 'aof-rewrite-finished',
    text: 'Background AOF rewrite finished successfully',
    also: ['Background AOF rewrite terminated with success'],
    meaning: 'The shorter append-only file is complete.',
    samples: [
      'Background AOF rewrite finished successfully',
      'Background AOF rewrite terminated with success',
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
    also: ['Background RDB transfer error', 'Background transfer terminated by signal {signal:n}'],
    severity: 'warning',
    meaning: 'The process that produced the snapshot for the replicas failed. They have to ask again.',
    samples: ['Background transfer error', 'Background transfer terminated by signal 10'],
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
