import {entry} from './entry.ts'

/** Snapshots that cannot be loaded as they are (rdb.c). */
export const snapshotTroubleEntries = [
  entry({
    kind: 'rdb-corrupt',
    text: 'Internal error in RDB reading offset {offset:n}, function at rdb.c:{line:n} -> {reason}',
    also: ['Internal error in RDB reading function at rdb.c:{line:n} -> {reason}'],
    severity: 'error',
    meaning: ({reason}) => `The snapshot is damaged, or breaks off: ${reason.replace(/\.$/, '')}.`,
    advice: 'Try redis-check-rdb on the file.',
    samples: [
      'Internal error in RDB reading offset 175, function at rdb.c:2783 -> Unexpected EOF reading RDB file',
    ],
  }),
  entry({
    kind: 'rdb-from-link-broken',
    text: 'Internal error in RDB reading offset {offset:n}, function at rdb.c:{line:n} -> {reason}. Failure loading rdb format from socket, assuming connection error, resuming operation.',
    also: ['Replication stream EOF marker is broken'],
    severity: 'warning',
    meaning: 'A copy broke off on its way from the master. The replica asks again.',
    samples: [
      'Internal error in RDB reading offset 0, function at rdb.c:2783 -> Unexpected EOF reading RDB file. Failure loading rdb format from socket, assuming connection error, resuming operation.',
    ],
  }),
  entry({
    kind: 'rdb-from-link-corrupt',
    text: 'Internal error in RDB reading offset {offset:n}, function at rdb.c:{line:n} -> {reason}. Failure loading rdb format',
    severity: 'error',
    meaning: 'The copy that came from the master is no valid snapshot: the replica ends.',
    samples: [
      'Internal error in RDB reading offset 9, function at rdb.c:2783 -> Unknown RDB encoding type 99. Failure loading rdb format',
    ],
  }),
  entry({
    kind: 'rdb-comment',
    text: "RDB '{name}': {value}",
    meaning: ({name, value}) => `The snapshot says of itself: ${name} is ${value}.`,
    samples: ["RDB '%version': 1"],
  }),
  entry({
    kind: 'rdb-key-twice',
    text: "RDB has duplicated key '{key}' in DB {database:n}",
    severity: 'error',
    meaning: ({key}) => `The snapshot has the key ${key} twice: it is damaged, and the server ends.`,
    samples: ["RDB has duplicated key 'foo' in DB 0"],
  }),
  entry({
    kind: 'rdb-key-empty',
    text: 'rdbLoadObject skipping empty key: {key}',
    meaning: ({key}) =>
      `The key ${key} of the snapshot has no value, as some old servers have stored it: it is left out.`,
    samples: ['rdbLoadObject skipping empty key: foo'],
  }),
  entry({
    kind: 'rdb-value-too-large',
    text: 'rdbGenericLoadStringObject failed allocating {bytes:n} bytes',
    also: ['rdbLoadLzfStringObject failed allocating {bytes:n} bytes'],
    severity: 'error',
    meaning: ({bytes}) =>
      `A value of the snapshot takes ${bytes} bytes, and there is not so much memory; or the snapshot is damaged.`,
    samples: ['rdbGenericLoadStringObject failed allocating 4294967296 bytes'],
  }),
  entry({
    kind: 'rdb-type-unknown',
    text: 'Unknown type or opcode when loading DB. Unrecoverable error, aborting now.',
    also: [
      "Can't handle foreign type or opcode {type:n} in RDB with version {version:n}",
      'failed reading hash TTL',
      'failed reading hash field',
      'failed reading hash value',
    ],
    severity: 'error',
    meaning:
      'The snapshot holds something that this server cannot read: it is from a newer one, from the other of Redis and Valkey, or damaged.',
    samples: ["Can't handle foreign type or opcode 22 in RDB with version 12"],
  }),
  entry({
    kind: 'rdb-library-unloadable',
    text: 'Failed loading library, {reason}',
    also: ['Failed creating function, {reason}'],
    severity: 'error',
    meaning: ({reason}) => `The snapshot has a library of functions that cannot be loaded (${reason}).`,
    samples: ['Failed loading library, Library already exists'],
  }),
  entry({
    kind: 'rdb-unstorable',
    text: "Can't store key '{key}' (db {database:n}) in RDB version {version:n}",
    also: ["Can't store slot migrations in RDB version {version:n}"],
    severity: 'error',
    meaning: ({version}) =>
      `A snapshot of the older format ${version} was asked for, and what is here cannot be stored in it.`,
    samples: ["Can't store key 'foo' (db 0) in RDB version 11"],
  }),
  entry({
    kind: 'child-report-failed',
    text: 'Child failed reporting info to parent, exiting. {reason}',
    severity: 'warning',
    meaning: ({reason}) => `A copy of the server that saves cannot reach the server, and ends (${reason}).`,
    samples: ['Child failed reporting info to parent, exiting. Broken pipe'],
  }),
]
