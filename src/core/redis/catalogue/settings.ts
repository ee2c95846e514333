import {entry} from './entry.ts'

/** The conf file, and settings that are changed while the server runs (config.c). */
export const settingEntries = [
  entry({
    kind: 'config-file-unreadable',
    text: "Fatal error, can't open config file '{file}': {reason}",
    also: ["Fatal error, can't open config file '{file}'", "Can't chdir to '{file}': {reason}"],
    severity: 'error',
    meaning: ({file}) => `The server cannot open ${file}, so it does not start.`,
    samples: ["Fatal error, can't open config file '/etc/redis/redis.conf': Permission denied"],
  }),
  entry({
    kind: 'config-from-stdin',
    text: 'Reading config from stdin',
    meaning:
      'The settings are read from standard input, and so there is no file that they could be stored in.',
    samples: ['Reading config from stdin'],
  }),
  entry({
    kind: 'config-file-unwritable',
    text: 'Could not create tmp config file ({reason})',
    also: [
      'Failed after writing ({bytes:n}) bytes to tmp config file ({reason})',
      'Could not sync tmp config file to disk ({reason})',
      'Could not chmod config file ({reason})',
      'Could not rename tmp config file ({reason})',
      'Could not sync config file dir ({reason})',
    ],
    severity: 'error',
    meaning: ({reason}) =>
      `The conf file cannot be written again (${reason}): what was changed or learned would be lost in a restart.`,
    advice: 'Make the folder of the conf file writable: the file is replaced, not overwritten.',
    samples: ['Could not create tmp config file (Permission denied)'],
  }),
  entry({
    kind: 'config-file-path-too-long',
    text: 'Config file full path is too long',
    severity: 'error',
    meaning: 'The conf file cannot be written: its path is longer than the operating system allows.',
    samples: ['Config file full path is too long'],
  }),
  entry({
    kind: 'config-directive-deprecated',
    text: 'Deprecated configuration directive: "{setting}"',
    severity: 'warning',
    meaning: ({setting}) => `The setting ${setting} has no use any more.`,
    samples: ['Deprecated configuration directive: "glueoutputbuf"'],
  }),
  entry({
    kind: 'setting-rejected',
    text: 'Failed applying new configuration. Possibly related to new {setting} setting. Restoring previous settings.',
    also: ['Failed applying new module configuration. Restoring previous settings.'],
    severity: 'warning',
    meaning: 'CONFIG SET could not be carried out: the settings before it stay in force.',
    samples: [
      'Failed applying new configuration. Possibly related to new port setting. Restoring previous settings.',
    ],
  }),
  entry({
    kind: 'setting-not-restored',
    text: "Failed restoring failed CONFIG SET command. Error setting {setting} to '{value}': {reason}",
    also: [
      'Failed applying restored failed CONFIG SET command: {reason}',
      'Failed applying restored CONFIG SET command. Error applying {setting}: {reason}',
      'Failed to bind, trying to restore old listening sockets.',
      'Failed to bind',
    ],
    severity: 'error',
    meaning:
      'CONFIG SET failed, and what was in force before it may not be restored: ask CONFIG GET what is.',
    samples: ["Failed restoring failed CONFIG SET command. Error setting port to '6380': Unable to listen"],
  }),
  entry({
    kind: 'oom-score-values-odd',
    text: 'The oom-score-adj-values configuration may not work for non-privileged processes! Please consult the documentation.',
    severity: 'warning',
    meaning:
      'The values of oom-score-adj-values do not rise from master to replica to child. Only a privileged process can set such ones.',
    samples: [
      'The oom-score-adj-values configuration may not work for non-privileged processes! Please consult the documentation.',
    ],
  }),
  entry({
    kind: 'oom-score-unset',
    text: 'Unable to write oom_score_adj: {reason}',
    also: ['Unable to read oom_score_adj: {reason}'],
    severity: 'warning',
    meaning: ({reason}) =>
      `The server cannot tell the kernel which of its processes to end first when memory is short (${reason}).`,
    samples: ['Unable to write oom_score_adj: Permission denied'],
  }),
]
