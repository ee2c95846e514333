import {formatAddress} from '../../topology/plan.ts'
import {entry} from './entry.ts'
import {nameSubject} from './instance-details.ts'

/** The steps of a failover as sentinels tell them, in the order in which they happen. */
export const sentinelFailoverEntries = [
  entry({
    kind: '+new-epoch',
    text: '+new-epoch {epoch:n}',
    meaning: ({epoch}) =>
      `Election round ${epoch} begins for this sentinel. In each round it gives one vote for each master.`,
    samples: ['+new-epoch 1'],
  }),
  entry({
    kind: '+try-failover',
    text: '+try-failover {@}',
    severity: 'notice',
    meaning: (it) => `This sentinel wants to replace ${nameSubject(it)} and asks the others for their votes.`,
    samples: ['+try-failover master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+vote-for-leader',
    text: '+vote-for-leader {runid} {epoch:n}',
    meaning: ({runid, epoch}) =>
      `In round ${epoch} this sentinel gives its vote to the sentinel ${runid.slice(0, 8)}…, which may be itself.`,
    samples: ['+vote-for-leader 4e1a5a9e2cbb2f0cf2b1 1'],
  }),
  entry({
    kind: '+elected-leader',
    text: '+elected-leader {@}',
    severity: 'notice',
    meaning: (it) => `This sentinel won the election: it will carry out the failover of ${it.masterName}.`,
    samples: ['+elected-leader master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '-failover-abort-not-elected',
    text: '-failover-abort-not-elected {@}',
    severity: 'warning',
    meaning:
      'This sentinel did not get enough votes in time: too few sentinels answer, or the votes were split.',
    advice:
      'A new try comes after twice the failover-timeout at the earliest. A majority of all known sentinels must be reachable.',
    samples: ['-failover-abort-not-elected master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+failover-state-select-slave',
    text: '+failover-state-select-slave {@}',
    meaning:
      'The leader looks for the best replica: by priority, then by how much it has received, then by run id.',
    samples: ['+failover-state-select-slave master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '-failover-abort-no-good-slave',
    text: '-failover-abort-no-good-slave {@}',
    severity: 'error',
    meaning:
      'No replica is fit to be promoted: all are down, have priority 0, have been without their master too long, or have not answered recently enough.',
    advice: 'A new try comes after twice the failover-timeout at the earliest.',
    samples: ['-failover-abort-no-good-slave master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+selected-slave',
    text: '+selected-slave {@}',
    severity: 'notice',
    meaning: (it) =>
      `The replica ${formatAddress({host: it.ip, port: it.port})} was chosen to be the next master.`,
    samples: ['+selected-slave slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+failover-state-send-slaveof-noone',
    text: '+failover-state-send-slaveof-noone {@}',
    meaning: 'The leader now tells the chosen replica to stop following and be a master.',
    samples: [
      '+failover-state-send-slaveof-noone slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380',
    ],
  }),
  entry({
    kind: '+failover-state-wait-promotion',
    text: '+failover-state-wait-promotion {@}',
    meaning:
      'The order was sent. The leader waits until the replica itself says, in INFO, that it is a master.',
    samples: ['+failover-state-wait-promotion slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '-failover-abort-slave-timeout',
    text: '-failover-abort-slave-timeout {@}',
    severity: 'error',
    meaning: 'The chosen replica did not become a master within failover-timeout, so this try is given up.',
    samples: ['-failover-abort-slave-timeout master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '-failover-abort-master-timeout',
    text: '-failover-abort-master-timeout {@}',
    severity: 'error',
    meaning:
      'A coordinated failover (Valkey 9): the master did not hand over to its replica within failover-timeout, so this try is given up and the master stays.',
    samples: ['-failover-abort-master-timeout master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+promoted-slave',
    text: '+promoted-slave {@}',
    severity: 'notice',
    meaning: (it) =>
      `${formatAddress({host: it.ip, port: it.port})} says that it is a master: writes are possible again.`,
    samples: ['+promoted-slave slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+failover-state-reconf-slaves',
    text: '+failover-state-reconf-slaves {@}',
    meaning:
      'The leader now points the remaining replicas at the new master, parallel-syncs of them at a time.',
    samples: ['+failover-state-reconf-slaves master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+slave-reconf-sent',
    text: '+slave-reconf-sent {@}',
    meaning: (it) => `${formatAddress({host: it.ip, port: it.port})} was told to follow the new master.`,
    samples: ['+slave-reconf-sent slave 127.0.0.1:6382 127.0.0.1 6382 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+slave-reconf-inprog',
    text: '+slave-reconf-inprog {@}',
    meaning: (it) =>
      `${formatAddress({host: it.ip, port: it.port})} names the new master as its own, and is synchronising with it.`,
    samples: ['+slave-reconf-inprog slave 127.0.0.1:6382 127.0.0.1 6382 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+slave-reconf-done',
    text: '+slave-reconf-done {@}',
    severity: 'notice',
    meaning: (it) => `${formatAddress({host: it.ip, port: it.port})} is in step with the new master.`,
    samples: ['+slave-reconf-done slave 127.0.0.1:6382 127.0.0.1 6382 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '-slave-reconf-sent-timeout',
    text: '-slave-reconf-sent-timeout {@}',
    severity: 'warning',
    meaning: (it) =>
      `${formatAddress({host: it.ip, port: it.port})} was told to follow the new master, but has not begun to.`,
    samples: ['-slave-reconf-sent-timeout slave 127.0.0.1:6382 127.0.0.1 6382 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+slave-reconf-sent-be',
    text: '+slave-reconf-sent-be {@}',
    meaning: (it) =>
      `The failover ran out of time, so ${formatAddress({host: it.ip, port: it.port})} is sent the order to follow the new master without waiting for the outcome ("best effort").`,
    samples: ['+slave-reconf-sent-be slave 127.0.0.1:6382 127.0.0.1 6382 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+failover-end-for-timeout',
    text: '+failover-end-for-timeout {@}',
    severity: 'warning',
    meaning:
      'The failover ends although not all replicas follow the new master yet: failover-timeout has passed.',
    samples: ['+failover-end-for-timeout master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+failover-end',
    text: '+failover-end {@}',
    severity: 'notice',
    meaning: 'The leader has done its part: every replica that it can reach follows the new master.',
    samples: ['+failover-end master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+config-update-from',
    text: '+config-update-from {@}',
    meaning: (it) =>
      `The sentinel at ${formatAddress({host: it.ip, port: it.port})} knows of a newer master, and this sentinel takes over its view.`,
    samples: ['+config-update-from sentinel 4e1a5a9e2cbb2f0cf2b1 127.0.0.1 26381 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+switch-master',
    text: '+switch-master {masterName} {oldIp} {oldPort:n} {newIp} {newPort:n}',
    severity: 'notice',
    meaning: (it) =>
      `From now on this sentinel tells clients that ${it.masterName} is at ${formatAddress({host: it.newIp, port: it.newPort})}, no longer at ${formatAddress({host: it.oldIp, port: it.oldPort})}.`,
    samples: ['+switch-master mymaster 127.0.0.1 6380 127.0.0.1 6381'],
  }),
  entry({
    kind: '+convert-to-slave',
    text: '+convert-to-slave {@}',
    severity: 'notice',
    meaning: (it) =>
      `${formatAddress({host: it.ip, port: it.port})} is back and believes that it is a master. It is told to follow the real one; writes that it took in the meantime are lost.`,
    samples: ['+convert-to-slave slave 127.0.0.1:6380 127.0.0.1 6380 @ mymaster 127.0.0.1 6381'],
  }),
  entry({
    kind: '+fix-slave-config',
    text: '+fix-slave-config {@}',
    severity: 'warning',
    meaning: (it) =>
      `${formatAddress({host: it.ip, port: it.port})} follows the wrong master and is told to follow the right one.`,
    samples: ['+fix-slave-config slave 127.0.0.1:6382 127.0.0.1 6382 @ mymaster 127.0.0.1 6381'],
  }),
]
