import {entry} from './entry.ts'
import {nameSubject} from './instance-details.ts'

/** What only the sentinels of Redis 2.6 say, and some of 2.8: they failed over in another way, in which each could take part (sentinel.c of 2.6). */
export const earlySentinelEntries = [
  entry({
    kind: '+failover-triggered',
    text: '+failover-triggered {@}',
    severity: 'notice',
    meaning: (it) => `This sentinel begins a failover of ${nameSubject(it)}, as the leader.`,
    samples: ['+failover-triggered master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+failover-state-wait-start',
    text: '+failover-state-wait-start {@} #starting in {ms:n} milliseconds',
    meaning: (it) =>
      `The failover of ${nameSubject(it)} begins in ${it.ms} ms, unless another sentinel is faster.`,
    samples: ['+failover-state-wait-start master mymaster 127.0.0.1 6380 #starting in 14267 milliseconds'],
  }),
  entry({
    kind: '+failover-detected',
    text: '+failover-detected {@}',
    severity: 'notice',
    meaning: (it) =>
      `A replica of ${nameSubject(it)} has become a master: another sentinel or a person does a failover.`,
    samples: ['+failover-detected master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+failover-takedown',
    text: '+failover-takedown {@}',
    severity: 'notice',
    meaning: (it) =>
      `The failover of ${nameSubject(it)} that another sentinel began takes too long: this one, the leader now, goes on with it.`,
    samples: ['+failover-takedown master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '-failover-abort-master-is-back',
    text: '-failover-abort-master-is-back {@}',
    severity: 'notice',
    meaning: (it) => `The failover is given up: ${nameSubject(it)} answers again.`,
    samples: ['-failover-abort-master-is-back master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '-failover-abort-race',
    text: '-failover-abort-race {@}',
    severity: 'notice',
    meaning: (it) =>
      `Another sentinel began the failover of ${nameSubject(it)} first: this one leaves it to that.`,
    samples: ['-failover-abort-race master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '-failover-abort-x-sdown',
    text: '-failover-abort-x-sdown {@}',
    severity: 'error',
    meaning: (it) =>
      `The failover is given up: ${nameSubject(it)}, which was promoted, has been down for long.`,
    samples: ['-failover-abort-x-sdown slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '-promotion-timeout',
    text: '-promotion-timeout {@}',
    severity: 'warning',
    meaning: (it) => `In time ${nameSubject(it)} did not become a master: another replica is chosen.`,
    samples: ['-promotion-timeout slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '-slave-reconf-undo',
    text: '-slave-reconf-undo {@}',
    severity: 'notice',
    meaning: (it) => `The failover was given up: ${nameSubject(it)} is told to follow its old master again.`,
    samples: ['-slave-reconf-undo slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '-slave-restart-as-master',
    text: '-slave-restart-as-master {@} #removing it from the attached slaves',
    severity: 'warning',
    meaning: (it) =>
      `After a restart ${nameSubject(it)} is a master: this sentinel does not count it as a replica any more.`,
    samples: [
      '-slave-restart-as-master slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380 #removing it from the attached slaves',
    ],
  }),
  entry({
    kind: '+demote-old-slave',
    text: '+demote-old-slave {@}',
    severity: 'notice',
    meaning: (it) => `The old master is back as a master: ${nameSubject(it)} is told to follow the new one.`,
    samples: ['+demote-old-slave slave 127.0.0.1:6379 127.0.0.1 6379 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '-demote-flag-cleared',
    text: '-demote-flag-cleared {@}',
    severity: 'warning',
    meaning: (it) =>
      `The old master, ${nameSubject(it)}, is not told to be a replica again: the new one may be down itself.`,
    samples: ['-demote-flag-cleared slave 127.0.0.1:6379 127.0.0.1 6379 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '-dup-sentinel',
    text: '-dup-sentinel {@} #duplicate of {host}:{itsPort:n} or {runid}',
    meaning: (it) =>
      `A sentinel of ${nameSubject(it)} has another address or id than before, as after a restart: what was known of it is replaced.`,
    samples: [
      '-dup-sentinel master mymaster 127.0.0.1 6380 #duplicate of 127.0.0.1:26380 or 4e1a5a9e2cbb2f0cf2b1c6ad0cbb34b0ca8a3f11',
    ],
  }),
  entry({
    kind: '+redirect-to-master',
    text: '+redirect-to-master {masterName} {oldIp} {oldPort:n} {ip} {port:n}',
    severity: 'notice',
    meaning: ({masterName, ip, port}) =>
      `The master of ${masterName} has become a replica: this sentinel follows it to its master, ${ip}:${port}.`,
    samples: ['+redirect-to-master mymaster 127.0.0.1 6379 127.0.0.1 6380'],
  }),
]
