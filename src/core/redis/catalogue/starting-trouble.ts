import {entry} from './entry.ts'

/** What keeps a server from starting or restarting, or warns of it (server.c, unix.c, syscheck.c). */
export const startingTroubleEntries = [
  entry({
    kind: 'socket-unopenable',
    text: 'Failed opening Unix socket: {reason}',
    also: [
      'Opening Unix socket: {reason}',
      'Opening socket: {reason}',
      'Opening port {port:n}: {reason}',
      "Can't connect to systemd socket {socket}",
    ],
    severity: 'error',
    meaning: 'The server cannot open a socket that it was told to use.',
    samples: ['Failed opening Unix socket: bind: Permission denied'],
  }),
  entry({
    kind: 'listens-nowhere',
    text: 'Configured to not listen anywhere, exiting.',
    severity: 'error',
    meaning: 'No port and no Unix socket is set: nobody could reach the server, so it ends.',
    advice: 'Set port, tls-port or unixsocket.',
    samples: ['Configured to not listen anywhere, exiting.'],
  }),
  entry({
    kind: 'address-family-missing',
    text: 'Not listening to IPv6: unsupported',
    also: [
      'Not listening to IPv4: unsupported',
      'Not listening to IPv6: unsupproted',
      'Not listening to IPv4: unsupproted',
    ],
    severity: 'warning',
    meaning: 'This machine lacks one of IPv4 and IPv6: the server listens without it.',
    samples: ['Not listening to IPv6: unsupproted'],
  }),
  entry({
    kind: 'unix-socket-stays',
    text: 'Error removing the unix socket file: {reason}',
    severity: 'warning',
    meaning: ({reason}) => `The file of the Unix socket is still there (${reason}).`,
    samples: ['Error removing the unix socket file: No such file or directory'],
  }),
  entry({
    kind: 'event-loop-missing',
    text: "Failed creating the event loop. Error message: '{reason}'",
    severity: 'error',
    meaning: ({reason}) => `The server cannot wait for connections (${reason}), so it ends.`,
    samples: ["Failed creating the event loop. Error message: 'Too many open files'"],
  }),
  entry({
    kind: 'supervised',
    text: 'Supervised by systemd. Please make sure you set appropriate values for TimeoutStartSec and TimeoutStopSec in your service unit.',
    also: [
      'WARNING supervised by systemd - you MUST set appropriate values for TimeoutStartSec and TimeoutStopSec in your service unit.',
      'WARNING auto-supervised by systemd - you MUST set appropriate values for TimeoutStartSec and TimeoutStopSec in your service unit.',
      'supervised by systemd, will signal readiness',
      'supervised by upstart, will stop to signal readiness.',
      'supervised by upstart, will stop to signal readiness',
    ],
    meaning:
      'The server tells the manager of services when it is ready, and is ended by it if it takes too long.',
    samples: [
      'Supervised by systemd. Please make sure you set appropriate values for TimeoutStartSec and TimeoutStopSec in your service unit.',
    ],
  }),
  entry({
    kind: 'supervisor-missing',
    text: 'systemd supervision error: NOTIFY_SOCKET not found!',
    also: [
      'systemd supervision error: sd_notify: {code:n}',
      'systemd supervision requested, but NOTIFY_SOCKET not found',
      'systemd supervision requested or auto-detected, but Redis is compiled without libsystemd support!',
      "Can't send notification to systemd",
      'upstart supervision requested, but UPSTART_JOB not found!',
      'upstart supervision requested, but UPSTART_JOB not found',
    ],
    severity: 'warning',
    meaning:
      'The setting "supervised" names a manager of services that the server cannot talk to. It runs without it.',
    advice: 'Start the server as a service of that manager, or set "supervised no".',
    samples: ['systemd supervision error: NOTIFY_SOCKET not found!'],
  }),
  entry({
    kind: 'locale-missing',
    text: "Failed to configure LOCALE for invalid locale name: '{locale}'.",
    also: [
      'Failed to configure LOCALE for invalid locale name.',
      "Warning: Failed to configure LOCALE derived from the environment variables, using the default locale '{locale}'.",
    ],
    severity: 'warning',
    meaning:
      'The order of strings was to be that of a language which this machine does not know (locale-collate).',
    samples: ['Failed to configure LOCALE for invalid locale name.'],
  }),
  entry({
    kind: 'restart-refused',
    text: "Can't restart: configuration rewrite process failed: {reason}",
    also: [
      "Can't restart: configuration rewrite process failed",
      "Can't restart: error preparing for shutdown",
      "Can't restart: this process has no permissions to execute {file}",
    ],
    severity: 'error',
    meaning: 'DEBUG RESTART cannot be carried out: the server goes on as it is.',
    samples: ["Can't restart: error preparing for shutdown"],
  }),
  entry({
    kind: 'shutdown-while-loading',
    text: 'Received shutdown signal during loading, exiting now.',
    severity: 'notice',
    meaning: 'The server was told to end while it read its data: it ends at once, and saves nothing.',
    samples: ['Received shutdown signal during loading, exiting now.'],
  }),
  entry({
    kind: 'shutdown-of-voter',
    text: "This is a voting master. Shutting down may cause the cluster to go down. Can't exit.",
    also: ['This is a voting master. Shutting down may cause the cluster to go down. Exit anyway.'],
    severity: 'warning',
    meaning:
      'This node is a master with slots and a vote. SHUTDOWN SAFE does not end such a node; with FORCE it does.',
    advice: 'Let a replica take over first: CLUSTER FAILOVER.',
    samples: ["This is a voting primary. Shutting down may cause the cluster to go down. Can't exit."],
  }),
  entry({
    kind: 'files-limit-unknown',
    text: 'Unable to obtain the current NOFILE limit ({reason}), assuming 1024 and setting the max clients configuration accordingly.',
    severity: 'warning',
    meaning: ({reason}) =>
      `The operating system does not say how many files may be open (${reason}): the server takes it to be 1024, and serves fewer clients.`,
    samples: [
      'Unable to obtain the current NOFILE limit (Function not implemented), assuming 1024 and setting the max clients configuration accordingly.',
    ],
  }),
  entry({
    kind: 'files-limit-fatal',
    text: "Your current 'ulimit -n' of {limit:n} is not enough for the server to start. Please increase your open file limit to at least {needed:n}. Exiting.",
    also: [
      "Your current 'ulimit -n' of {limit:n} is not enough for Redis to start. Please increase your open file limit to at least {needed:n}. Exiting.",
    ],
    severity: 'error',
    meaning: ({limit, needed}) =>
      `The server may open ${limit} files, and needs at least ${needed}: it does not start.`,
    samples: [
      "Your current 'ulimit -n' of 32 is not enough for the server to start. Please increase your open file limit to at least 33. Exiting.",
    ],
  }),
  entry({
    kind: 'memory-of-32-bit',
    text: "Warning: 32 bit instance detected but no memory limit set. Setting {limit} GB maxmemory limit with 'noeviction' policy now.",
    severity: 'warning',
    meaning: ({limit}) =>
      `A program of 32 bits cannot use more memory than 4 GB: maxmemory is set to ${limit} GB.`,
    samples: [
      "Warning: 32 bit instance detected but no memory limit set. Setting 3 GB maxmemory limit with 'noeviction' policy now.",
    ],
  }),
  entry({
    kind: 'kernel-data-loss-bug',
    text: 'WARNING Your kernel has a bug that could lead to data corruption during background save. Please upgrade to the latest stable kernel.',
    severity: 'error',
    meaning: 'The kernel can damage snapshots on ARM64.',
    samples: [
      'WARNING Your kernel has a bug that could lead to data corruption during background save. Please upgrade to the latest stable kernel.',
    ],
  }),
  entry({
    kind: 'kernel-untested',
    text: 'Failed to test the kernel for a bug that could lead to data corruption during background save. Your system could be affected, please report this error.',
    also: [
      'Failed to {step} pipe: {reason}',
      'Failed to fork: {reason}',
      'Failed to mmap(): {reason}',
      'Failed to madvise(): {reason}',
      'Failed to mprotect(): {reason}',
      'Failed to read from child: {reason}',
      'Failed to write to parent: {reason}',
    ],
    severity: 'warning',
    meaning:
      'Whether the kernel damages snapshots on ARM64 could not be tested, as in some containers and emulators.',
    samples: ['Failed to mprotect(): Permission denied'],
  }),
  entry({
    kind: 'system-check-failed',
    text: 'WARNING {what}',
    severity: 'warning',
    meaning: ({what}) => `The server found something wrong with this machine: ${what.replace(/\.$/, '')}.`,
    samples: ['WARNING Failed to read /proc/sys/vm/overcommit_memory'],
  }),
  entry({
    kind: 'child-unknown',
    text: 'Warning, detected child with unmatched pid: {pid:n}',
    severity: 'warning',
    meaning:
      'A process ended that the server does not know as its child: it may be one of the shell that started it.',
    samples: ['Warning, detected child with unmatched pid: 8223'],
  }),
  entry({
    kind: 'child-unwaited',
    text: 'waitpid() returned an error: {reason}. child_type: {type}, child_pid = {pid:n}',
    also: [
      'wait3() returned an error: {reason}. rdb_child_pid = {pid:n}, aof_child_pid = {aof:n}',
      'wait3() returned an error: {reason}. rdb_child_pid = {pid:n}, aof_child_pid = {aof:n}, module_child_pid = {module:n}',
    ],
    severity: 'warning',
    meaning: ({reason}) =>
      `The operating system does not tell the server how a process that saves is doing (${reason}).`,
    samples: ['waitpid() returned an error: No child processes. child_type: RDB, child_pid = 8223'],
  }),
  entry({
    kind: 'child-told-to-end',
    text: 'Received SIGUSR1 in child, exiting now.',
    meaning: 'A copy of the server that saves is not needed any more, and ends.',
    samples: ['Received SIGUSR1 in child, exiting now.'],
  }),
  entry({
    kind: 'error-codes-too-many',
    text: 'Errorstats stopped adding new errors because the number of errors reached the limit, may be misuse of lua error_reply, please check INFO ERRORSTATS, this can be re-enabled via CONFIG RESETSTAT.',
    also: ['Current errors code list: {codes}'],
    severity: 'warning',
    meaning:
      'Scripts answer with so many different errors that INFO ERRORSTATS does not count them apart any more.',
    samples: ['Current errors code list: ERR, NOAUTH, WRONGTYPE'],
  }),
  entry({
    kind: 'keys-in-other-databases',
    text: "You can't have keys in a DB different than DB 0 when in Cluster mode. Exiting.",
    severity: 'error',
    meaning:
      'The saved data has keys outside of database 0, and a node of a cluster has only that: it does not start.',
    samples: ["You can't have keys in a DB different than DB 0 when in Cluster mode. Exiting."],
  }),
  entry({
    kind: 'virtual-memory',
    text: 'WARNING: vm-max-memory limit exceeded by more than 10% but unable to swap more objects out!',
    also: ['Removing the swap file.'],
    severity: 'warning',
    meaning: 'This is of Redis 2.4, which could keep values in a file of its own instead of memory.',
    samples: ['Removing the swap file.'],
  }),
  entry({
    kind: 'command-changed-arguments',
    text: 'Debug: command {command} modified argc, original value: {before:n}, new value: {now:n}',
    also: [
      'Debug: command {command} modified argv[{index:n}]',
      'Debug: command {command} modified argv[{index:n}] refcount, original value: {before:n}, new value: {now:n}',
    ],
    severity: 'error',
    meaning: ({command}) =>
      `A server built for debugging found that ${command} changes arguments which it may only read. That is an error of the server, which ends.`,
    samples: ['Debug: command SET modified argv[1]'],
  }),
]
