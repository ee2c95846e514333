import {entry} from './entry.ts'

/** What a server says about the machine it runs on. */
export const systemWarningEntries = [
  entry({
    kind: 'overcommit-off',
    text: 'WARNING Memory overcommit must be enabled!…',
    also: ['WARNING overcommit_memory is set to 0!…'],
    severity: 'warning',
    meaning:
      'The kernel may refuse the copy of the process that saving and full synchronisation need, when memory is short.',
    advice: 'sysctl vm.overcommit_memory=1, and the same in /etc/sysctl.conf to keep it.',
    samples: [
      "WARNING Memory overcommit must be enabled! Without it, a background save or replication may fail under low memory condition. Being disabled, it can also cause failures without low memory condition, see https://github.com/jemalloc/jemalloc/issues/1328. To fix this issue add 'vm.overcommit_memory = 1' to /etc/sysctl.conf and then reboot or run the command 'sysctl vm.overcommit_memory=1' for this to take effect.",
      "WARNING overcommit_memory is set to 0! Background save may fail under low memory condition. To fix this issue add 'vm.overcommit_memory = 1' to /etc/sysctl.conf and then reboot or run the command 'sysctl vm.overcommit_memory=1' for this to take effect.",
    ],
  }),
  entry({
    kind: 'transparent-huge-pages',
    text: 'WARNING You have Transparent Huge Pages (THP) support enabled in your kernel.…',
    also: ['WARNING you have Transparent Huge Pages (THP) support enabled in your kernel.…'],
    severity: 'warning',
    meaning:
      'The kernel hands out memory in pages of 2 MB. While a child process saves, each small write then copies a whole such page: latency and memory use rise.',
    advice: 'echo madvise > /sys/kernel/mm/transparent_hugepage/enabled, then restart the server.',
    samples: [
      "WARNING you have Transparent Huge Pages (THP) support enabled in your kernel. This will create latency and memory usage issues with Redis. To fix this issue run the command 'echo never > /sys/kernel/mm/transparent_hugepage/enabled' as root, and add it to your /etc/rc.local in order to retain the setting after a reboot. Redis must be restarted after THP is disabled.",
      "WARNING You have Transparent Huge Pages (THP) support enabled in your kernel. This will create latency and memory usage issues with Redis. To fix this issue run the command 'echo madvise > /sys/kernel/mm/transparent_hugepage/enabled' as root, and add it to your /etc/rc.local in order to retain the setting after a reboot. Redis must be restarted after THP is disabled (set to 'madvise' or 'never').",
    ],
  }),
  entry({
    kind: 'backlog-limited',
    text: 'WARNING: The TCP backlog setting of {wanted:n} cannot be enforced because {limit} is set to the lower value of {value:n}.',
    severity: 'warning',
    meaning: ({value}) =>
      `Only ${value} connections can wait to be accepted. More clients than that at one moment may see refused or slow connects.`,
    advice: 'sysctl net.core.somaxconn=1024 (macOS: kern.ipc.somaxconn).',
    samples: [
      'WARNING: The TCP backlog setting of 511 cannot be enforced because /proc/sys/net/core/somaxconn is set to the lower value of 128.',
      'WARNING: The TCP backlog setting of 511 cannot be enforced because kern.ipc.somaxconn is set to the lower value of 128.',
    ],
  }),
  entry({
    kind: 'nofile-raised',
    text: 'Increased maximum number of open files to {now:n} (it was originally set to {before:n}).',
    also: ['Max number of open files set to {now:n}'],
    meaning: ({now}) => `The server raised its own limit of open files to ${now}, enough for maxclients.`,
    samples: ['Increased maximum number of open files to 10032 (it was originally set to 1024).'],
  }),
  entry({
    kind: 'nofile-too-low',
    text: 'You requested maxclients of {maxclients:n} requiring at least {files:n} max file descriptors.',
    severity: 'warning',
    meaning: ({maxclients, files}) =>
      `For ${maxclients} clients the server needs ${files} open files, more than it is allowed.`,
    samples: ['You requested maxclients of 10000 requiring at least 10032 max file descriptors.'],
  }),
  entry({
    kind: 'nofile-not-raised',
    text: "Server can't set maximum open files to {files:n} because of OS error: {reason}.",
    also: ["Redis can't set maximum open files to {files:n} because of OS error: {reason}."],
    severity: 'warning',
    meaning: ({reason}) => `The operating system does not let the server open more files (${reason}).`,
    advice: 'Raise the hard limit (ulimit -Hn), or lower maxclients.',
    samples: ["Server can't set maximum open files to 10032 because of OS error: Operation not permitted."],
  }),
  entry({
    kind: 'maxclients-reduced',
    text: "Current maximum open files is {files:n}. maxclients has been reduced to {maxclients:n} to compensate for low ulimit. If you need higher maxclients increase 'ulimit -n'.",
    also: [
      'Unable to set the max number of files limit to {files:n} ({reason}), setting the max clients configuration to {maxclients:n}.',
    ],
    severity: 'warning',
    meaning: ({maxclients}) =>
      `The server serves at most ${maxclients} clients, because it may not open more files.`,
    samples: [
      "Current maximum open files is 4096. maxclients has been reduced to 4064 to compensate for low ulimit. If you need higher maxclients increase 'ulimit -n'.",
    ],
  }),
  entry({
    kind: 'clocksource-slow',
    text: 'WARNING Slow system clocksource detected.…',
    also: ["WARNING Your system is configured to use the 'xen' clocksource…"],
    severity: 'warning',
    meaning: 'Asking for the time is slow on this machine, and the server does so all the time.',
    samples: ['WARNING Slow system clocksource detected. This can result in degraded performance.'],
  }),
  entry({
    kind: 'arm64-copy-on-write-bug',
    text: 'Redis will now exit to prevent data corruption.…',
    severity: 'error',
    meaning:
      'The kernel may have a bug that corrupts snapshots on ARM64, or it could not be tested (containers, emulators). The server ends.',
    advice: 'If the kernel is sound, set "ignore-warnings ARM64-COW-BUG".',
    samples: [
      'Redis will now exit to prevent data corruption. Note that it is possible to suppress this warning by setting the following config: ignore-warnings ARM64-COW-BUG',
    ],
  }),
  entry({
    kind: 'no-authentication',
    text: 'WARNING: Redis does not require authentication. Redis will accept connections from any {whom}',
    meaning: ({whom}) =>
      `No password is set, and Redis 8.6 says so at each start: it serves any ${whom.replace(/\.$/, '')}.`,
    samples: [
      'WARNING: Redis does not require authentication. Redis will accept connections from any local client.',
      'WARNING: Redis does not require authentication. Redis will accept connections from any IP address on the configured network interface.',
    ],
  }),
  entry({
    kind: 'no-protection',
    text: 'WARNING: Redis does not require authentication and is not protected by network restrictions.…',
    severity: 'warning',
    meaning:
      'No password is set, and the server listens on every network interface: everybody who reaches it may do anything.',
    advice: 'Set requirepass or ACLs, bind, or protected-mode yes.',
    samples: [
      'WARNING: Redis does not require authentication and is not protected by network restrictions. Redis will accept connections from any IP address on any network interface.',
    ],
  }),
  entry({
    kind: 'built-without-tls',
    text: 'Missing implement of connection type {type}',
    meaning: ({type}) =>
      `This server was built without ${type}, which matters only if the conf file wants it.`,
    samples: ['Missing implement of connection type tls'],
  }),
  entry({
    kind: 'tls-failed',
    text: 'Failed finding TLS support.',
    also: ['Failed to configure TLS. Check logs for more info.'],
    severity: 'error',
    meaning:
      'The conf file wants TLS, and this server was built without it or cannot read its certificates: it ends.',
    samples: ['Failed finding TLS support.', 'Failed to configure TLS. Check logs for more info.'],
  }),
  entry({
    kind: 'pid-file-failed',
    text: 'Failed to write PID file: {reason}',
    severity: 'warning',
    meaning: ({reason}) =>
      `The file with the process id could not be written (${reason}). The server runs all the same.`,
    samples: ['Failed to write PID file: Permission denied'],
  }),
  entry({
    kind: 'maxmemory-below-use',
    text: 'WARNING: the new maxmemory value set via CONFIG SET ({limit:n}) is smaller than the current memory usage ({used:n}). This will result in key eviction and/or the inability to accept new write commands depending on the maxmemory-policy.',
    also: ['WARNING: the new maxmemory value set via CONFIG SET is smaller than the current memory usage.…'],
    severity: 'warning',
    meaning: ({limit, used}) =>
      `The limit is ${limit} bytes now, and ${used} are in use: keys are evicted or writes refused, as maxmemory-policy says.`,
    samples: [
      'WARNING: the new maxmemory value set via CONFIG SET (867715) is smaller than the current memory usage (1013512). This will result in key eviction and/or the inability to accept new write commands depending on the maxmemory-policy.',
    ],
  }),
  entry({
    kind: 'maxmemory-tiny',
    text: 'WARNING: You specified a maxmemory value that is less than 1MB (current value is {bytes:n} bytes). Are you sure this is what you really want?',
    severity: 'warning',
    meaning: ({bytes}) => `The limit maxmemory is ${bytes} bytes: probably a unit was forgotten.`,
    samples: [
      'WARNING: You specified a maxmemory value that is less than 1MB (current value is 100 bytes). Are you sure this is what you really want?',
    ],
  }),
  entry({
    kind: 'cross-protocol-attack',
    text: 'Possible SECURITY ATTACK detected.…',
    severity: 'error',
    meaning:
      'Somebody speaks HTTP to this port: a browser, a health check, or a page that tries to reach Redis through a browser.',
    samples: [
      'Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis.',
    ],
  }),
]
