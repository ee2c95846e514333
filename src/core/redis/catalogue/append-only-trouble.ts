import {entry} from './entry.ts'

/** Append-only files that cannot be loaded, written or replaced (aof.c). */
export const appendOnlyTroubleEntries = [
  entry({
    kind: 'aof-unreadable',
    text: 'Unrecoverable error reading the append only file {file}: {reason}',
    also: [
      'Unrecoverable error reading the append only file: {reason}',
      'Error reading the append only file {file}, error: {reason}',
      'Error reading the RDB base file {file}, AOF loading aborted',
      'Error reading the RDB preamble of the AOF file {file}, AOF loading aborted',
      'Error reading the RDB preamble of the AOF file, AOF loading aborted',
      'Unable to obtain the AOF file {file} length. stat: {reason}',
      'Unable to obtain the AOF file length. stat: {reason}',
      'Unable to check the AOF length: {reason}',
      "Fatal error: can't open the append log file for reading: {reason}",
      "Can't open the append-only file: {reason}",
      "Can't open the AOF manifest file {file}: {reason}",
    ],
    severity: 'error',
    meaning:
      'The append-only file cannot be read, so the server ends rather than start with less than it had.',
    samples: [
      'Unrecoverable error reading the append only file appendonly.aof.1.incr.aof: Input/output error',
    ],
  }),
  entry({
    kind: 'aof-command-unknown',
    text: "Unknown command '{command}' reading the append only file {file}",
    also: ["Unknown command '{command}' reading the append only file"],
    severity: 'error',
    meaning: ({command}) =>
      `The append-only file has the command ${command}, which this server does not know: it was renamed, or belongs to a module or to a newer version.`,
    samples: ["Unknown command 'JSON.SET' reading the append only file appendonly.aof.1.incr.aof"],
  }),
  entry({
    kind: 'aof-truncation-failed',
    text: 'Error truncating the AOF file {file}: {reason}',
    also: [
      'Error truncating the AOF file: {reason}',
      "Can't seek the end of the AOF file {file}: {reason}",
      "Can't seek the end of the AOF file: {reason}",
      'Last valid command offset is invalid',
    ],
    severity: 'error',
    meaning:
      'The append-only file ends in the middle of a write, and what is incomplete could not be cut off.',
    samples: ['Error truncating the AOF file appendonly.aof.1.incr.aof: Permission denied'],
  }),
  entry({
    kind: 'aof-cut-short-inside',
    text: 'Fatal error: the truncated file is not the last file',
    severity: 'error',
    meaning:
      'A part of the append-only file is incomplete, and others follow it. Only the last one may be: the server does not start.',
    samples: ['Fatal error: the truncated file is not the last file'],
  }),
  entry({
    kind: 'aof-transaction-reverted',
    text: 'Revert incomplete MULTI/EXEC transaction in AOF file {file}',
    also: ['Revert incomplete MULTI/EXEC transaction in AOF file'],
    severity: 'warning',
    meaning: 'The append-only file ends in the middle of a transaction. None of it is applied.',
    samples: ['Revert incomplete MULTI/EXEC transaction in AOF file appendonly.aof.1.incr.aof'],
  }),
  entry({
    kind: 'aof-manifest-invalid',
    text: '*** FATAL AOF MANIFEST FILE ERROR ***',
    also: ['Reading the manifest file, at line {line:n}'],
    severity: 'error',
    meaning:
      'The list of the parts of the append-only file is damaged: the server ends. The lines that follow say where.',
    samples: ['*** FATAL AOF MANIFEST FILE ERROR ***'],
  }),
  entry({
    kind: 'aof-manifest-unwritable',
    text: 'Error trying to write the temporary AOF manifest file {file}: {reason}',
    also: [
      'Error trying to rename the temporary AOF manifest file {file} into {to}: {reason}',
      'Fail to fsync the temp AOF file {file}: {reason}.',
      'Fail to fsync AOF directory {file}: {reason}.',
    ],
    severity: 'error',
    meaning: ({reason}) => `The list of the parts of the append-only file cannot be stored (${reason}).`,
    advice: 'Make room or rights in the folder of "appenddirname".',
    samples: [
      'Error trying to write the temporary AOF manifest file temp-appendonly.aof.manifest: No space left on device',
    ],
  }),
  entry({
    kind: 'aof-part-not-renamed',
    text: 'Error trying to rename the temporary AOF base file {from} into {to}: {reason}',
    also: [
      'Error trying to rename the temporary AOF incr file {from} into {to}: {reason}',
      'Error trying to rename the temporary AOF file {from} into {to}: {reason}',
      'Error trying to rename the temporary AOF file: {reason}',
      'Error trying to rename the temporary AOF: {reason}',
      'Error moving temp append only file on the final destination: {reason}',
      'Error trying to rename the RDB file {from} into {to}: {reason}',
      'Failed to rename AOF base back to RDB file {from}: {reason}. Orphan file may remain at {to}',
    ],
    severity: 'error',
    meaning: ({reason}) =>
      `A new part of the append-only file is written, and cannot take its place (${reason}): the old one stays in use.`,
    samples: [
      'Error trying to rename the temporary AOF base file temp-rewriteaof-bg-1.aof into appendonly.aof.2.base.rdb: Permission denied',
    ],
  }),
  entry({
    kind: 'aof-moved-into-folder',
    text: 'Successfully migrated an old-style AOF file ({file}) into the AOF directory ({folder}).',
    severity: 'notice',
    meaning: ({file, folder}) =>
      `The append-only file ${file} is from before 7.0. It is now a part of the new kind, in ${folder}: an older server would not find it.`,
    samples: [
      'Successfully migrated an old-style AOF file (appendonly.aof) into the AOF directory (appendonlydir).',
    ],
  }),
  entry({
    kind: 'aof-not-moved-into-folder',
    text: 'Error trying to move the old AOF file {file} into dir {folder}: {reason}',
    severity: 'error',
    meaning: ({file, reason}) =>
      `The append-only file ${file} is from before 7.0 and cannot be moved (${reason}): the server does not start.`,
    samples: [
      'Error trying to move the old AOF file appendonly.aof into dir appendonlydir: Permission denied',
    ],
  }),
  entry({
    kind: 'aof-part-removed',
    text: 'Removing the temp incr aof file {file} in the background',
    meaning: ({file}) => `A rewrite of the append-only file ended: the part ${file} is not needed any more.`,
    samples: ['Removing the temp incr aof file temp-appendonly.aof.incr in the background'],
  }),
  entry({
    kind: 'aof-errors-forgotten',
    text: 'AOF reopen, just ignore the last error.',
    also: ['AOF reopen, just ignore the AOF fsync error in bio job'],
    severity: 'warning',
    meaning: 'The append-only file is begun again, so an earlier error in writing it counts no longer.',
    samples: ['AOF reopen, just ignore the last error.'],
  }),
  entry({
    kind: 'aof-not-begun',
    text: "Redis needs to enable the AOF but can't trigger a background AOF rewrite operation. Check the above logs for more info about the error.",
    also: [
      "The server needs to enable the AOF but can't trigger a background AOF rewrite operation. Check the above logs for more info about the error.",
      "Redis needs to enable the AOF but can't open the append only file {file} (in server root dir {folder}): {reason}",
      "Redis needs to enable the AOF but can't open the append only file: {reason}",
      "Used tried to switch on AOF via CONFIG, I can't trigger a background AOF rewrite operation. Check the above logs for more info about the error.",
      "Used tried to switch on AOF via CONFIG, but I can't open the AOF file: {reason}",
    ],
    severity: 'error',
    meaning: 'The append-only file was to be switched on, and cannot be begun.',
    samples: [
      "Redis needs to enable the AOF but can't trigger a background AOF rewrite operation. Check the above logs for more info about the error.",
    ],
  }),
  entry({
    kind: 'aof-begin-retried',
    text: 'Failed enabling the AOF after successful master synchronization! Trying it again in one second.',
    also: ['Failed to enable AOF! Trying it again in one second.'],
    severity: 'error',
    meaning:
      'The append-only file cannot be switched on again. The server tries ten times, does nothing else meanwhile, and then ends.',
    samples: [
      'Failed enabling the AOF after successful master synchronization! Trying it again in one second.',
    ],
  }),
  entry({
    kind: 'aof-write-fatal',
    text: 'Exiting on error writing to the append-only file: {reason}',
    also: [
      'Exiting on short write while writing to the append-only file: {reason}',
      'Exiting on short write while writing to the append-only file: {reason} (nwritten={written:n}, expected={expected:n})',
    ],
    severity: 'error',
    meaning: ({reason}) => `The append-only file cannot be written (${reason}), and this old server ends.`,
    samples: ['Exiting on error writing to the append-only file: No space left on device'],
  }),
  entry({
    kind: 'aof-short-write-stays',
    text: 'Could not remove short write from the append-only file.  Redis may refuse to load the AOF the next time it starts.  ftruncate: {reason}',
    also: [
      'Could not remove short write from the append-only file. The server may refuse to load the AOF the next time it starts.  ftruncate: {reason}',
    ],
    severity: 'error',
    meaning: ({reason}) =>
      `A write went into the append-only file in part, and could not be taken back (${reason}): the file is damaged at its end.`,
    advice: 'Make room, then rewrite the file: BGREWRITEAOF.',
    samples: [
      'Could not remove short write from the append-only file.  Redis may refuse to load the AOF the next time it starts.  ftruncate: Input/output error',
    ],
  }),
  entry({
    kind: 'aof-diff-failed',
    text: 'Error trying to flush the parent diff to the rewritten AOF: {reason}',
    also: [
      'Error trying to fsync the parent diff to the rewritten AOF: {reason}',
      'Short write trying to flush the parent diff to the rewritten AOF: {reason}',
      'Failed rewriting the append only file: {reason}',
      'Unable to open the temporary AOF produced by the child: {reason}',
      "Can't send ACK to AOF child: {reason}",
      'Error opening /setting AOF rewrite IPC pipes: {reason}',
    ],
    severity: 'error',
    meaning: ({reason}) =>
      `What was written during a rewrite of the append-only file could not be added to it (${reason}): the old file stays in use.`,
    samples: ['Error trying to flush the parent diff to the rewritten AOF: No space left on device'],
  }),
  entry({
    kind: 'aof-buffer-size',
    text: 'Background AOF buffer size: {megabytes:n} MB',
    severity: 'warning',
    meaning: ({megabytes}) =>
      `The append-only file is rewritten, and ${megabytes} MB were written meanwhile: they are kept in memory until it is done.`,
    samples: ['Background AOF buffer size: 80 MB'],
  }),
]
