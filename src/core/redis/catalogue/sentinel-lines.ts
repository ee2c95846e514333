import {entry} from './entry.ts'

/** What sentinels log beside their events. */
export const sentinelLineEntries = [
  entry({
    kind: 'script-pid-unknown',
    text: "waitpid() returned a pid ({pid:n}) we can't find in our scripts execution queue!",
    also: ["wait3() returned a pid ({pid:n}) we can't find in our scripts execution queue!"],
    severity: 'warning',
    meaning: ({pid}) =>
      `Process ${pid} ended, which this sentinel did not start as a notification or reconfiguration script: it may be a child of the shell that started the sentinel.`,
    samples: ["waitpid() returned a pid (8223) we can't find in our scripts execution queue!"],
  }),
  entry({
    kind: 'sentinel-id',
    text: 'Sentinel ID is {runid}',
    also: ['Sentinel runid is {runid}'],
    meaning: ({runid}) =>
      `The sentinel has started. Others know it as ${runid.slice(0, 8)}…, a name that it keeps over restarts.`,
    samples: ['Sentinel ID is 4e1a5a9e2cbb2f0cf2b1c6ad0cbb34b0ca8a3f11'],
  }),
  entry({
    kind: 'vote-received',
    text: '{voter} voted for {candidate} {epoch:n}',
    meaning: ({voter, candidate, epoch}) =>
      `In round ${epoch} the sentinel ${voter.slice(0, 8)}… gave its vote to ${candidate.slice(0, 8)}….`,
    samples: [
      '7c3a0b1df5fa12fbe2b1c6ad0cbb34b0ca8a3f11 voted for 4e1a5a9e2cbb2f0cf2b1c6ad0cbb34b0ca8a3f11 1',
    ],
  }),
  entry({
    kind: 'next-failover-delayed',
    text: 'Next failover delay: I will not start a failover before {time}',
    meaning:
      'A failover was tried, or another sentinel was given a vote, a short while ago. This sentinel waits twice the failover-timeout before it tries itself.',
    samples: ['Next failover delay: I will not start a failover before Thu Apr 16 20:26:32 2026'],
  }),
  entry({
    kind: 'failover-by-request',
    text: "Executing user requested FAILOVER of '{masterName}'",
    severity: 'notice',
    meaning: ({masterName}) =>
      `Somebody gave the command SENTINEL FAILOVER ${masterName}: no election and no agreement is needed.`,
    samples: ["Executing user requested FAILOVER of 'mymaster'"],
  }),
  entry({
    kind: 'sentinel-config-saved',
    text: 'Sentinel new configuration saved on disk',
    meaning:
      'What this sentinel has learned was written to its conf file, so that a restart forgets nothing.',
    samples: ['Sentinel new configuration saved on disk'],
  }),
  entry({
    kind: 'sentinel-config-unsaved',
    text: 'WARNING: Sentinel was not able to save the new configuration on disk!!!: {reason}',
    severity: 'error',
    meaning: ({reason}) =>
      `The sentinel could not write its conf file (${reason}): after a restart it would act on old knowledge.`,
    advice: 'Make the folder of the conf file writable: the file is replaced, not overwritten.',
    samples: ['WARNING: Sentinel was not able to save the new configuration on disk!!!: Permission denied'],
  }),
  entry({
    kind: 'hostname-unresolved',
    text: "Failed to resolve hostname '{hostname}'",
    severity: 'warning',
    meaning: ({hostname}) => `The name ${hostname} leads to no address.`,
    samples: ["Failed to resolve hostname 'redis-1'"],
  }),
  entry({
    kind: 'sentinel-needs-config-file',
    text: 'Sentinel needs config file on disk to save state. Exiting...',
    also: [
      'Sentinel needs config file on disk to save state.  Exiting...',
      'Sentinel started without a config file. Exiting...',
      'Sentinel config from STDIN not allowed.',
    ],
    severity: 'error',
    meaning: 'A sentinel was started without a conf file, and cannot run without one.',
    samples: ['Sentinel needs config file on disk to save state. Exiting...'],
  }),
  entry({
    kind: 'sentinel-config-not-writable',
    text: 'Sentinel config file {path} is not writable: {reason}. Exiting...',
    severity: 'error',
    meaning: ({path}) => `The sentinel must be able to write ${path}, and cannot.`,
    samples: ['Sentinel config file /etc/redis/sentinel.conf is not writable: Permission denied. Exiting...'],
  }),
  entry({
    kind: 'crash-simulated',
    text: 'Sentinel CRASH because of SENTINEL simulate-failure',
    severity: 'warning',
    meaning: 'The sentinel ends itself on purpose: SENTINEL SIMULATE-FAILURE asked for it.',
    samples: ['Sentinel CRASH because of SENTINEL simulate-failure'],
  }),
  entry({
    kind: 'crash-armed',
    text: 'Failure simulation: this Sentinel will crash after {moment}',
    meaning: ({moment}) =>
      `SENTINEL SIMULATE-FAILURE was given: this sentinel will end itself after ${moment}.`,
    samples: [
      'Failure simulation: this Sentinel will crash after being successfully elected as failover leader',
      'Failure simulation: this Sentinel will crash after promoting the selected replica to master',
    ],
  }),
]
