import {entry} from './entry.ts'
import {short} from './short-node-id.ts'

const b = '7edc7473496d50845a12dffa2455f8965f26a1f9'

/** A replica that takes over because it was asked to (cluster.c: CLUSTER FAILOVER). */
export const clusterHandoverEntries = [
  entry({
    kind: 'manual-failover-accepted',
    text: 'Manual failover user request accepted.',
    also: ["Manual failover user request accepted (user request from '{client}')."],
    severity: 'notice',
    meaning:
      'CLUSTER FAILOVER: this replica asks its master to stop, waits until it has everything, and takes over.',
    samples: [
      'Manual failover user request accepted.',
      "Manual failover user request accepted (user request from 'id=3 addr=127.0.0.1:50000').",
    ],
  }),
  entry({
    kind: 'forced-failover-accepted',
    text: 'Forced failover user request accepted.',
    also: ["Forced failover user request accepted (user request from '{client}')."],
    severity: 'notice',
    meaning: 'CLUSTER FAILOVER FORCE: this replica does not ask its master, and stands for election at once.',
    samples: [
      'Forced failover user request accepted.',
      "Forced failover user request accepted (user request from 'id=3').",
    ],
  }),
  entry({
    kind: 'shutdown-failover-accepted',
    text: "Forced failover primary request accepted (primary request from '{client}').",
    severity: 'notice',
    meaning:
      'The master of this replica shuts down and hands over to it (shutdown-on-sigterm failover): it stands for election at once.',
    samples: [
      "Forced failover primary request accepted (primary request from 'id=3 addr=127.0.0.1:6380 flags=M cmd=cluster|failover').",
    ],
  }),
  entry({
    kind: 'shutdown-failover-requested',
    text: 'Perform auto failover to replica {node} on shutdown.',
    severity: 'notice',
    meaning: ({node}) =>
      `This master shuts down and asks its replica ${short(node)}, which has every write, to take the slots over.`,
    samples: [`Perform auto failover to replica ${b} on shutdown.`],
  }),
  entry({
    kind: 'shutdown-failover-impossible',
    text: 'Unable to find a replica to perform the auto failover on shutdown.',
    also: ['Unable to perform auto failover on shutdown since there are legacy replicas.'],
    severity: 'warning',
    meaning:
      'This master shuts down without handing over: no replica has every write, or one is older than Valkey 9. The others will have to find out that it is down.',
    samples: [
      'Unable to find a replica to perform the auto failover on shutdown.',
      'Unable to perform auto failover on shutdown since there are legacy replicas.',
    ],
  }),
  entry({
    kind: 'takeover',
    text: 'Taking over the master (user request).',
    also: ["Taking over the master (user request from '{client}')."],
    severity: 'warning',
    meaning:
      'CLUSTER FAILOVER TAKEOVER: this replica asks nobody, and takes the slots over by an epoch of its own making.',
    samples: [
      'Taking over the master (user request).',
      "Taking over the primary (user request from 'id=3').",
    ],
  }),
  entry({
    kind: 'manual-failover-requested',
    text: 'Manual failover requested by replica {node}.',
    severity: 'notice',
    meaning: ({node}) => `Node ${short(node)} wants to take over: this master takes no writes until it has.`,
    samples: [`Manual failover requested by replica ${b}.`, `Manual failover requested by replica ${b} ().`],
  }),
  entry({
    kind: 'manual-failover-offset',
    text: 'Received replication offset for paused master manual failover: {offset:n}',
    meaning: ({offset}) => `The master has stopped at byte ${offset}: so far this replica has to read.`,
    samples: [
      'Received replication offset for paused master manual failover: 4242',
      'Received replication offset for paused primary manual failover: 4242',
    ],
  }),
  entry({
    kind: 'manual-failover-ready',
    text: 'All master replication stream processed, manual failover can start.',
    severity: 'notice',
    meaning: 'This replica has all that its master had: nothing will be lost.',
    samples: [
      'All master replication stream processed, manual failover can start.',
      'All primary replication stream processed, manual failover can start.',
    ],
  }),
  entry({
    kind: 'manual-failover-timed-out',
    text: 'Manual failover timed out.',
    severity: 'warning',
    meaning: 'The handover did not come about in time; the master goes on.',
    samples: ['Manual failover timed out.'],
  }),
]
