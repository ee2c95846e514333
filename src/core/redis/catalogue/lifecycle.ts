import {entry} from './entry.ts'

/** Starting and stopping, of data instances and sentinels alike. */
export const lifecycleEntries = [
  entry({
    kind: 'starting',
    text: 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
    severity: 'notice',
    meaning: 'A new process begins: whatever came before in this log was an earlier life.',
    samples: [
      'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
      'oO0OoO0OoO0Oo Valkey is starting oO0OoO0OoO0Oo',
    ],
  }),
  entry({
    kind: 'version',
    text: 'Redis version={version}, bits={bits:n}, commit={commit}, modified={modified:n}, pid={pid:n}, just started',
    also: ['Server started, Redis version {version}'],
    meaning: ({version, pid}) => `It is version ${version}, as process ${pid}.`,
    samples: ['Redis version=7.0.15, bits=64, commit=00000000, modified=0, pid=8212, just started'],
  }),
  entry({
    kind: 'configuration-loaded',
    text: 'Configuration loaded',
    meaning: 'The conf file was read without a mistake.',
    samples: ['Configuration loaded'],
  }),
  entry({
    kind: 'no-config-file',
    text: 'Warning: no config file specified, using the default config. In order to specify a config file use {command}',
    also: [
      'Warning: No config file specified, using the default config. In order to specify a config file use {command}',
    ],
    severity: 'warning',
    meaning: 'The server was started without a conf file, so it uses the defaults: port 6379, snapshots on.',
    samples: [
      'Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf',
    ],
  }),
  entry({
    kind: 'monotonic-clock',
    text: 'monotonic clock: {clock}',
    meaning: 'The clock that the server measures durations with. It never jumps, unlike the time of day.',
    samples: ['monotonic clock: POSIX clock_gettime'],
  }),
  entry({
    kind: 'running-mode',
    text: 'Running mode={mode}, port={port:n}.',
    also: [
      'Redis {version} ({commit}/{modified:n}) {bits:n} bit, {mode} mode, port {port:n}, pid {pid:n} ready to start.',
    ],
    meaning: ({mode, port}) => `The server listens on port ${port}, in ${mode} mode.`,
    samples: ['Running mode=standalone, port=6380.', 'Running mode=sentinel, port=26380.'],
  }),
  entry({
    kind: 'server-initialized',
    text: 'Server initialized',
    meaning: 'Memory and event loop are set up. Data comes next.',
    samples: ['Server initialized'],
  }),
  entry({
    kind: 'ready',
    text: 'Ready to accept connections',
    also: [
      'Ready to accept connections {listener}',
      'The server is now ready to accept connections at {listener}',
      'The server is now ready to accept connections on port {port:n}',
    ],
    severity: 'notice',
    meaning: 'The data is loaded and clients are served.',
    samples: [
      'Ready to accept connections',
      'Ready to accept connections tcp',
      'The server is now ready to accept connections at /tmp/redis.sock',
    ],
  }),
  entry({
    kind: 'listen-failed',
    text: 'Warning: Could not create server TCP listening socket {address}: {reason}',
    also: [
      'Creating Server TCP listening socket {address}: {reason}',
      'Could not create server TCP listening socket {address}: {reason}',
    ],
    severity: 'error',
    meaning: ({address, reason}) => `The server could not listen on ${address}: ${reason}.`,
    advice: 'Find what holds the port, or choose another one.',
    samples: [
      'Warning: Could not create server TCP listening socket 127.0.0.1:6380: bind: Address already in use',
    ],
  }),
  entry({
    kind: 'listen-aborted',
    text: 'Failed listening on port {port:n} ({listener}), aborting.',
    severity: 'error',
    meaning: ({port}) => `Port ${port} cannot be had, so the server ends.`,
    samples: [
      'Failed listening on port 6380 (TCP), aborting.',
      'Failed listening on port 6380 (tcp), aborting.',
    ],
  }),
  entry({
    kind: 'signal-received',
    text: 'Received {signal} scheduling shutdown...',
    also: ['Received {signal}, scheduling shutdown...'],
    severity: 'notice',
    meaning: ({signal}) => `The process was asked to end (${signal}) and does so in order.`,
    samples: ['Received SIGTERM scheduling shutdown...', 'Received SIGINT scheduling shutdown...'],
  }),
  entry({
    kind: 'shutdown-insisted',
    text: 'You insist... exiting now.',
    severity: 'warning',
    meaning: 'A second Ctrl-C: the process ends at once, without saving.',
    samples: ['You insist... exiting now.'],
  }),
  entry({
    kind: 'shutdown-requested',
    text: 'User requested shutdown...',
    also: ["User requested shutdown... (user request from '{client}')"],
    severity: 'notice',
    meaning: 'A signal or the command SHUTDOWN ends this process in order.',
    samples: [
      'User requested shutdown...',
      "User requested shutdown... (user request from 'id=3 addr=127.0.0.1:5000')",
    ],
  }),
  entry({
    kind: 'shutdown-waits-for-replicas',
    text: 'Waiting for replicas before shutting down.',
    severity: 'notice',
    meaning:
      'Replicas lag behind. The master waits for them, up to shutdown-timeout (10 s by default), before it ends.',
    samples: ['Waiting for replicas before shutting down.'],
  }),
  entry({
    kind: 'replica-lags-at-shutdown',
    text: 'Lagging replica {replica} reported offset {behind:n} behind master, lag={lag:n}, state={state}.',
    severity: 'warning',
    meaning: ({replica, behind}) => `Replica ${replica} lacks ${behind} bytes of writes as the master ends.`,
    samples: ['Lagging replica 127.0.0.1:6381 reported offset 42 behind master, lag=3, state=online.'],
  }),
  entry({
    kind: 'replicas-in-step-at-shutdown',
    text: '{inStep:n} of {replicas:n} replicas are in sync when shutting down.',
    severity: 'notice',
    meaning: ({inStep, replicas}) =>
      `As the master ends, ${inStep} of ${replicas} replicas have every write.`,
    samples: ['1 of 2 replicas are in sync when shutting down.'],
  }),
  entry({
    kind: 'shutdown-aborted',
    text: 'Shutdown manually aborted.',
    severity: 'notice',
    meaning: 'SHUTDOWN ABORT was given: the server stays.',
    samples: ['Shutdown manually aborted.'],
  }),
  entry({
    kind: 'shutdown-failed',
    text: 'Errors trying to shut down the server. Check the logs for more information.',
    also: ['SIGTERM received but errors trying to shut down the server, check the logs for more information'],
    severity: 'error',
    meaning: 'The server could not end in order, for example because it could not save. It goes on running.',
    samples: ['Errors trying to shut down the server. Check the logs for more information.'],
  }),
  entry({
    kind: 'pid-file-removed',
    text: 'Removing the pid file.',
    meaning: 'The process tidies up; it is about to end.',
    samples: ['Removing the pid file.'],
  }),
  entry({
    kind: 'unix-socket-removed',
    text: 'Removing the unix socket file.',
    meaning: 'The process tidies up; it is about to end.',
    samples: ['Removing the unix socket file.'],
  }),
  entry({
    kind: 'goodbye',
    text: '{server} is now ready to exit, bye bye...',
    severity: 'notice',
    meaning: 'The process ended in order. A killed process leaves no such line.',
    samples: [
      'Redis is now ready to exit, bye bye...',
      'Sentinel is now ready to exit, bye bye...',
      'Valkey is now ready to exit, bye bye...',
    ],
  }),
  entry({
    kind: 'crashed',
    text: 'Redis {version} crashed by signal: {signal:n}, si_code: {code}',
    also: [
      'Redis {version} crashed by signal: {signal:n}',
      'redis {version} crashed by signal: {signal:n}, si_code: {code}',
    ],
    severity: 'error',
    meaning: ({signal}) => `The server crashed (signal ${signal}). The report of what it was doing follows.`,
    samples: [
      'Redis 7.0.15 crashed by signal: 11, si_code: 0',
      'Redis 6.2.6 crashed by signal: 11',
      'valkey 8.0.1 crashed by signal: 11, si_code: 128',
    ],
  }),
  entry({
    kind: 'out-of-memory',
    text: 'Out Of Memory allocating {bytes:n} bytes!',
    severity: 'error',
    meaning: 'The operating system gave no more memory. The server ends.',
    samples: ['Out Of Memory allocating 1048576 bytes!'],
  }),
]
