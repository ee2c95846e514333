import {entry} from './entry.ts'

/** Append-only files: loading them at the start, writing and rewriting them later (aof.c). */
export const appendOnlyFileEntries = [
  entry({
    kind: 'aof-file-loading',
    text: 'Reading RDB base file on AOF loading...',
    also: ['Reading RDB preamble from AOF file...', 'Reading the remaining AOF tail...'],
    meaning: 'An append-only file begins with a snapshot, which is read first; the writes after it follow.',
    samples: [
      'Reading RDB base file on AOF loading...',
      'Reading RDB preamble from AOF file...',
      'Reading the remaining AOF tail...',
    ],
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
    kind: 'aof-corrupt',
    text: 'Bad file format reading the append only file {path}: {advice}',
    also: [
      'Unexpected end of file reading the append only file {path}. {advice}',
      'Bad file format reading the append only file: {advice}',
      'Unexpected end of file reading the append only file. {advice}',
      'Unexpected end of file reading the append only file',
      'Bad file format reading the append only file {path} at offset {offset:n}.…',
    ],
    severity: 'error',
    meaning: ({path}: {path?: string}) =>
      `The append-only file ${path === undefined ? '' : `${path} `}is damaged, so the server ends.`,
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
    also: [
      'Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for fsync to complete, this may slow down the server.',
    ],
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
    kind: 'aof-rewrite-due',
    text: 'Starting automatic rewriting of AOF on {percent:n}% growth',
    meaning: ({percent}) =>
      `The append-only file has grown by ${percent} %, past auto-aof-rewrite-percentage: it is rewritten.`,
    samples: ['Starting automatic rewriting of AOF on 104% growth'],
  }),
  entry({
    kind: 'aof-rewrite-scheduled',
    text: 'AOF was enabled but there is already another background operation. An AOF background was scheduled to start when possible.',
    also: [
      'AOF was enabled but there is already an AOF rewriting in background. Stopping background AOF and starting a rewrite now.',
      'AOF was enabled during a transaction. An AOF background was scheduled to start when possible.',
      'Background append only file rewriting scheduled.',
      'AOF was disabled but there is a scheduled AOF background, cancel it.',
      'AOF was enabled but there is already a child process saving an RDB file on disk. An AOF background was scheduled to start when possible.',
    ],
    meaning: 'Another child process is at work: the append-only file is written when it is done.',
    samples: [
      'AOF was enabled but there is already another background operation. An AOF background was scheduled to start when possible.',
      'AOF was enabled during a transaction. An AOF background was scheduled to start when possible.',
      'Background append only file rewriting scheduled.',
    ],
  }),
  entry({
    kind: 'aof-rewrite-step',
    text: 'AOF rewrite child asks to stop sending diffs.',
    also: [
      'Parent agreed to stop sending diffs. Finalizing AOF...',
      'Concatenating {megabytes} MB of AOF diff received from parent.',
      'Residual parent diff successfully flushed to the rewritten AOF ({megabytes} MB)',
      'SYNC append only file rewrite performed',
      'Parent diff successfully flushed to the rewritten AOF ({bytes:n} bytes)',
    ],
    meaning: 'A step of rewriting the append-only file (Redis 6.2): what was written meanwhile is appended.',
    samples: [
      'AOF rewrite child asks to stop sending diffs.',
      'Parent agreed to stop sending diffs. Finalizing AOF...',
      'Concatenating 0.00 MB of AOF diff received from parent.',
      'Residual parent diff successfully flushed to the rewritten AOF (0.00 MB)',
      'SYNC append only file rewrite performed',
    ],
  }),
  entry({
    kind: 'aof-rewrite-saved',
    text: 'AOF rewrite done, {keys:n} keys saved, {skipped:n} keys skipped.',
    meaning: ({keys}) => `The shorter append-only file has ${keys} keys.`,
    samples: ['AOF rewrite done, 3 keys saved, 0 keys skipped.'],
  }),
  entry({
    kind: 'aof-base-reused',
    text: 'Reused RDB file from primary sync as AOF base file: {file}',
    meaning: 'The copy that came from the master is the beginning of the append-only file.',
    samples: ['Reused RDB file from primary sync as AOF base file: appendonly.aof.2.base.rdb'],
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
    also: ['Background AOF rewrite terminated with success', 'Background AOF rewrite successful'],
    meaning: 'The shorter append-only file is complete.',
    samples: [
      'Background AOF rewrite finished successfully',
      'Background AOF rewrite terminated with success',
    ],
  }),
]
