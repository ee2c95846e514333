import {entry} from './entry.ts'

/** Snapshots and append-only files that cannot be written, or cannot be read again. */
export const diskTroubleEntries = [
  entry({
    kind: 'save-write-failed',
    text: 'Write error while saving DB to the disk({step}): {reason}',
    also: [
      'Write error saving DB on disk: {reason}',
      'Failed opening the RDB file {file} (in server root dir {folder}) for saving: {reason}',
      'Failed opening the temp RDB file {file} (in server root dir {folder}) for saving: {reason}',
      'Error moving temp DB file {file} on the final destination {to} (in server root dir {folder}): {reason}',
      'Failed to fsync directory while saving DB: {reason}',
      'Failed saving the DB: {reason}',
      'Error moving temp DB file on the final destination: {reason}',
      'Failed opening .rdb for saving: {reason}',
      'Write error saving DB on disk({step}): {reason}',
    ],
    severity: 'error',
    meaning: ({reason}) =>
      `A snapshot cannot be written (${reason}). By default the server refuses writes until one succeeds.`,
    advice: 'Make room or rights in the folder of "dir".',
    samples: [
      'Write error while saving DB to the disk(rdbSaveRio): No space left on device',
      'Write error saving DB on disk: No space left on device',
      'Failed opening the RDB file dump.rdb (in server root dir /var/lib/redis) for saving: Permission denied',
      'Failed opening the temp RDB file temp-8221.rdb (in server root dir /var/lib/redis) for saving: Permission denied',
      'Error moving temp DB file temp-8221.rdb on the final destination dump.rdb (in server root dir /var/lib/redis): Permission denied',
    ],
  }),
  entry({
    kind: 'save-child-killed',
    text: 'There is a child saving an .rdb. Killing it!',
    also: ['There is a child rewriting the AOF. Killing it!', 'There is a module fork child. Killing it!'],
    severity: 'notice',
    meaning: 'The server ends and does not wait for a copy of itself that is at work.',
    samples: [
      'There is a child saving an .rdb. Killing it!',
      'There is a child rewriting the AOF. Killing it!',
      'There is a module fork child. Killing it!',
    ],
  }),
  entry({
    kind: 'child-killed',
    text: 'Killing running RDB child: {pid:n}',
    also: [
      'Killing running AOF rewrite child: {pid:n}',
      'Replica is about to load the RDB file received from the master, but there is a pending RDB child running. Killing process {pid:n} and removing its temp file to avoid any race',
    ],
    severity: 'notice',
    meaning: ({pid}) => `Process ${pid}, a copy of the server that saves, is not needed any more.`,
    samples: [
      'Killing running RDB child: 8221',
      'Killing running AOF rewrite child: 8221',
      'Replica is about to load the RDB file received from the primary, but there is a pending RDB child running. Killing process 8221 and removing its temp file to avoid any race',
    ],
  }),
  entry({
    kind: 'final-save-failed',
    text: "Error trying to save the DB, can't exit.",
    also: ["Writing initial AOF, can't exit."],
    severity: 'error',
    meaning: 'The server was asked to end, and stays: its data cannot be saved, and would be lost.',
    advice: 'Make room on the disk, or end it without saving: SHUTDOWN NOSAVE.',
    samples: ["Error trying to save the DB, can't exit.", "Writing initial AOF, can't exit."],
  }),
  entry({
    kind: 'final-save-failed-exits',
    text: 'Error trying to save the DB. Exit anyway.',
    also: ['Writing initial AOF. Exit anyway.'],
    severity: 'error',
    meaning: 'The server ends without having saved its data (SHUTDOWN FORCE).',
    samples: ['Error trying to save the DB. Exit anyway.', 'Writing initial AOF. Exit anyway.'],
  }),
  entry({
    kind: 'command-applied-unsaved',
    text: 'Replica is applying a command even though it is unable to write to disk.',
    severity: 'warning',
    meaning:
      'The replica follows its master although it cannot save (replica-ignore-disk-write-errors): what it has would be lost in a crash.',
    samples: ['Replica is applying a command even though it is unable to write to disk.'],
  }),
  entry({
    kind: 'rdb-cut-short',
    text: 'Short read or OOM loading DB. Unrecoverable error, aborting now.',
    severity: 'error',
    meaning: 'The snapshot ends too early, or there is not enough memory for it: the server does not start.',
    advice: 'Try redis-check-rdb on the file.',
    samples: ['Short read or OOM loading DB. Unrecoverable error, aborting now.'],
  }),
  entry({
    kind: 'rdb-checksum-wrong',
    text: 'Wrong RDB checksum expected: ({expected}) but got ({got}). Aborting now.',
    also: ['Wrong RDB checksum. Aborting now.'],
    severity: 'error',
    meaning: 'The snapshot was changed or damaged on the disk: the server does not start.',
    samples: ['Wrong RDB checksum expected: (5f7c2b1df5fa12fb) but got (7c3a0b1df5fa12fb). Aborting now.'],
  }),
  entry({
    kind: 'rdb-not-one',
    text: 'Wrong signature trying to load DB from file',
    also: ['Wrong signature trying to load DB from file: {signature}'],
    severity: 'error',
    meaning: 'The file is no snapshot of Redis.',
    samples: [
      'Wrong signature trying to load DB from file',
      'Wrong signature trying to load DB from file: NOTREDIS0',
    ],
  }),
  entry({
    kind: 'rdb-too-new',
    text: "Can't handle RDB format version {version:n}",
    severity: 'error',
    meaning: ({version}) =>
      `The snapshot is of format ${version}, from a newer server than this one, or from the other of Redis and Valkey.`,
    samples: ["Can't handle RDB format version 80"],
  }),
  entry({
    kind: 'rdb-read-failed',
    text: 'Terminating server after rdb file reading failure.',
    severity: 'error',
    meaning: 'A snapshot could not be read, and the server ends.',
    samples: ['Terminating server after rdb file reading failure.'],
  }),
  entry({
    kind: 'too-many-databases',
    text: 'FATAL: Data file was created with a {server} server configured to handle more than {databases:n} databases. Exiting…',
    severity: 'error',
    meaning: ({databases}) =>
      `The saved data has more databases than the ${databases} of this server: it does not start.`,
    advice: 'Raise "databases" in the conf file.',
    samples: [
      'FATAL: Data file was created with a Redis server configured to handle more than 1 databases. Exiting',
    ],
  }),
  entry({
    kind: 'aof-rewrite-failed',
    text: 'Background AOF rewrite terminated with error',
    also: [
      'Background AOF rewrite terminated by signal {signal:n}',
      "Can't rewrite append only file in background: fork: {reason}",
      'Write error writing append only file on disk: {reason}',
      'Opening the temp file for AOF rewrite in rewriteAppendOnlyFile(): {reason}',
    ],
    severity: 'error',
    meaning:
      'The append-only file could not be rewritten. It is whole and in use, and grows until a rewrite succeeds.',
    samples: [
      'Background AOF rewrite terminated with error',
      'Background AOF rewrite terminated by signal 9',
      "Can't rewrite append only file in background: fork: Cannot allocate memory",
      'Write error writing append only file on disk: No space left on device',
      'Opening the temp file for AOF rewrite in rewriteAppendOnlyFile(): Permission denied',
    ],
  }),
  entry({
    kind: 'aof-rewrite-postponed',
    text: 'Background AOF rewrite has repeatedly failed and triggered the limit, will retry in {minutes:n} minutes',
    severity: 'warning',
    meaning: ({minutes}) =>
      `Rewrites of the append-only file fail: the next one comes in ${minutes} minutes.`,
    samples: [
      'Background AOF rewrite has repeatedly failed and triggered the limit, will retry in 2 minutes',
    ],
  }),
  entry({
    kind: 'aof-short-write',
    text: 'Short write while writing to the AOF file: (nwritten={written:n}, expected={expected:n})',
    severity: 'error',
    meaning: 'Only a part of a write fitted into the append-only file: the disk is full.',
    samples: ['Short write while writing to the AOF file: (nwritten=4096, expected=8192)'],
  }),
  entry({
    kind: 'aof-fsync-failed',
    text: 'Fail to fsync the AOF file: {reason}',
    severity: 'error',
    meaning: ({reason}) => `The append-only file cannot be stored (${reason}).`,
    samples: ['Fail to fsync the AOF file: Input/output error'],
  }),
  entry({
    kind: 'aof-fatal',
    text: "Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting...",
    also: [
      "Can't persist AOF for fsync error when the AOF fsync policy is 'always': {reason}. Exiting...",
      "FATAL: this replica instance finished the synchronization with its master, but the AOF can't be turned on. Exiting now.",
      "FATAL: AOF can't be turned on. Exiting now.",
    ],
    severity: 'error',
    meaning: 'The append-only file cannot be written, and the server ends rather than lose writes.',
    samples: [
      "Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting...",
      "Can't persist AOF for fsync error when the AOF fsync policy is 'always': Input/output error. Exiting...",
      "FATAL: AOF can't be turned on. Exiting now.",
    ],
  }),
  entry({
    kind: 'aof-write-recovered',
    text: 'AOF write error looks solved, Redis can write again.',
    also: ['AOF write error looks solved. The server can write again.'],
    severity: 'notice',
    meaning: 'The append-only file can be written again: writes are taken.',
    samples: [
      'AOF write error looks solved, Redis can write again.',
      'AOF write error looks solved. The server can write again.',
    ],
  }),
  entry({
    kind: 'aof-truncated',
    text: 'AOF {file} loaded anyway because {setting} is enabled',
    also: ['AOF loaded anyway because {setting} is enabled'],
    severity: 'warning',
    meaning: ({setting}) =>
      `The append-only file ended in the middle of a write, as after a crash. What is incomplete was cut off (${setting}).`,
    samples: [
      'AOF appendonly.aof.1.incr.aof loaded anyway because aof-load-truncated is enabled',
      'AOF loaded anyway because aof-load-truncated is enabled',
      'AOF appendonly.aof.1.incr.aof loaded anyway because aof-load-corrupt-tail-max-size is enabled',
    ],
  }),
  entry({
    kind: 'aof-truncating',
    text: '!!! Truncating the AOF {file} at offset {offset:n} !!!',
    also: [
      '!!! Truncating the AOF at offset {offset:n} !!!',
      '!!! Truncating the AOF {file} at offset {offset:n} (remaining {rest:n}) !!!',
      '!!! Warning: short read while loading the AOF file {file}!!!',
      '!!! Warning: short read while loading the AOF file !!!',
      '!!! Warning: corrupt AOF file tail!!!',
    ],
    severity: 'warning',
    meaning: 'The append-only file ends in the middle of a write: its end is cut off.',
    samples: [
      '!!! Truncating the AOF appendonly.aof.1.incr.aof at offset 4096 !!!',
      '!!! Truncating the AOF at offset 4096 !!!',
      '!!! Warning: short read while loading the AOF file appendonly.aof.1.incr.aof!!!',
      '!!! Warning: short read while loading the AOF file !!!',
    ],
  }),
  entry({
    kind: 'aof-unopenable',
    text: "Can't open the append-only file {file}: {reason}",
    also: [
      "Can't open or create append-only dir {file}: {reason}",
      "Fatal error: can't open the append log file {file} for reading: {reason}",
      "Fatal error: can't open the AOF manifest file {file} for reading: {reason}",
      "The append log file {file} doesn't exist: {reason}",
      "Fatal error: can't open the RDB file {file} for reading: {reason}",
    ],
    severity: 'error',
    meaning: ({file, reason}) => `The file ${file} cannot be opened (${reason}).`,
    samples: [
      "Can't open the append-only file appendonly.aof.1.incr.aof: Permission denied",
      "Can't open or create append-only dir appendonlydir: Permission denied",
      "Fatal error: can't open the AOF manifest file appendonly.aof.manifest for reading: Permission denied",
      "The append log file appendonly.aof.1.incr.aof doesn't exist: No such file or directory",
      "Fatal error: can't open the RDB file dump.rdb for reading: Permission denied",
    ],
  }),
]
