import {entry} from './entry.ts'

const [a, b] = ['cd47ff9b3300be2be118fb802c1993d09feba7d5', '7edc7473496d50845a12dffa2455f8965f26a1f9']

/** What nodes of a cluster write of themselves, and of nodes that come and go (cluster.c). */
export const clusterLineEntries = [
  entry({
    kind: 'node-id',
    text: "Node configuration loaded, I'm {node}",
    meaning: 'The node has read from nodes.conf who it is and whom it knows.',
    samples: [`Node configuration loaded, I'm ${a}`],
  }),
  entry({
    kind: 'node-id-made',
    text: "No cluster configuration found, I'm {node}",
    meaning: 'The node has no nodes.conf yet: it makes an id up, and knows nobody.',
    samples: [`No cluster configuration found, I'm ${a}`],
  }),
  entry({
    kind: 'node-reset',
    text: "Node hard reset, now I'm {node}",
    severity: 'warning',
    meaning: 'CLUSTER RESET HARD: the node forgets everybody, and has a new id.',
    samples: [`Node hard reset, now I'm ${a}`],
  }),
  entry({
    kind: 'node-address-updated',
    text: 'Address updated for node {node}, now {address}',
    severity: 'notice',
    meaning: ({address}) => `A node is reached at ${address} now.`,
    samples: [
      `Address updated for node ${a}, now 127.0.0.1:6381`,
      `Address updated for node ${a} (), now 127.0.0.1:6381`,
    ],
  }),
  entry({
    kind: 'own-address-updated',
    text: 'IP address for this node updated to {host}',
    meaning: ({host}) => `The node has heard from others that it is reached at ${host}.`,
    samples: ['IP address for this node updated to 127.0.0.1'],
  }),
  entry({
    kind: 'node-in-shard',
    text: 'Node {node} is now part of shard {shard}',
    meaning: 'A node belongs to this shard from here on.',
    samples: [`Node ${a} () is now part of shard ${b}`],
  }),
  entry({
    kind: 'node-now-replica',
    text: 'Node {node} is now a replica of node {master} in shard {shard}',
    severity: 'notice',
    meaning: 'A master has become a replica.',
    samples: [`Node ${a} () is now a replica of node ${b} () in shard ${b}`],
  }),
  entry({
    kind: 'node-not-master',
    text: 'Node {node} is no longer master of shard {shard};{rest}',
    severity: 'notice',
    meaning: 'A master has lost its slots.',
    samples: [
      `Node ${a} () is no longer master of shard ${b}; removed all 0 slot(s) it used to own`,
      `Node ${a} () is no longer primary of shard ${b}; removed all 0 slot(s) it used to own`,
    ],
  }),
  entry({
    kind: 'shard-failed-over',
    text: 'A failover occurred in shard {shard}; node {node} failed over to node {to} with a config epoch of {epoch:n}',
    also: [
      'A failover occurred in shard {shard}; node {node} lost {slots:n} slot(s) to node {to} with a config epoch of {epoch:n}',
    ],
    meaning: ({epoch}) => `The node has heard that a shard has another master, of epoch ${epoch}.`,
    samples: [
      `A failover occurred in shard ${b}; node ${a} () failed over to node ${b} () with a config epoch of 4`,
      `A failover occurred in shard ${b}; node ${a} () lost 5461 slot(s) to node ${b} () with a config epoch of 4`,
    ],
  }),
  entry({
    kind: 'stale-message',
    text: 'Ignore stale message from {node} in shard {shard}; gossip config epoch: {gossip:n}, current config epoch: {current:n}',
    meaning: ({gossip, current}) =>
      `A node said what is past: it spoke of epoch ${gossip}, and its shard is in epoch ${current} by now.`,
    samples: [
      `Ignore stale message from ${a} () in shard ${b}; gossip config epoch: 3, current config epoch: 5`,
    ],
  }),
  entry({
    kind: 'one-database',
    text: 'WARNING: Changing databases number from {count:n} to 1 since we are in cluster mode',
    meaning: 'A cluster has one database: SELECT knows no other.',
    samples: ['WARNING: Changing databases number from 16 to 1 since we are in cluster mode'],
  }),
  entry({
    kind: 'handshake-completed',
    text: 'Successfully completed handshake with {node}',
    severity: 'notice',
    meaning: 'The two nodes know each other now.',
    samples: [`Successfully completed handshake with ${a} ()`],
  }),
  entry({
    kind: 'config-epoch-new',
    text: 'New configEpoch set to {epoch:n}',
    severity: 'notice',
    meaning: ({epoch}) => `The node takes epoch ${epoch} for its configuration.`,
    samples: ['New configEpoch set to 5'],
  }),
  entry({
    kind: 'config-epoch-by-command',
    text: 'configEpoch set to {epoch:n} via CLUSTER {command}',
    meaning: 'Somebody set the epoch by hand.',
    samples: [
      'configEpoch set to 5 via CLUSTER SET-CONFIG-EPOCH',
      'configEpoch set to 0 via CLUSTER RESET HARD',
    ],
  }),
  entry({
    kind: 'replica-migrates',
    text: 'Migrating to orphaned master {node}',
    severity: 'notice',
    meaning:
      'A master has lost its last replica, and this one, of which its own master has others, goes there.',
    samples: [`Migrating to orphaned master ${a}`, `Migrating to orphaned primary ${a} () in shard ${b}`],
  }),
  entry({
    kind: 'sub-replica-moved',
    text: "I'm a sub-replica! Reconfiguring myself as a replica of {node}",
    severity: 'notice',
    meaning: 'Its master has become a replica itself: this one follows the new master.',
    samples: [`I'm a sub-replica! Reconfiguring myself as a replica of grandmaster ${a} ()`],
  }),
  entry({
    kind: 'cluster-config-corrupted',
    text: 'Unrecoverable error: corrupted cluster config file "{line}".',
    also: ['Unrecoverable error: corrupted cluster config file.'],
    severity: 'error',
    meaning: 'Its nodes.conf cannot be read: the node does not start.',
    samples: [
      'Unrecoverable error: corrupted cluster config file "x".',
      'Unrecoverable error: corrupted cluster config file.',
    ],
  }),
  entry({
    kind: 'cluster-config-used',
    text: 'Sorry, the cluster configuration file {file} is already used by a different {what} node. Please make sure that different nodes use different cluster configuration files.',
    severity: 'error',
    meaning: ({file}) => `Another node runs with ${file}: this one does not start.`,
    samples: [
      'Sorry, the cluster configuration file nodes.conf is already used by a different Redis Cluster node. Please make sure that different nodes use different cluster configuration files.',
    ],
  }),
  entry({
    kind: 'cluster-config-unsaved',
    text: "Fatal: can't update cluster config file.",
    severity: 'error',
    meaning: 'Its nodes.conf cannot be written: the node ends.',
    samples: ["Fatal: can't update cluster config file."],
  }),
  entry({
    kind: 'cluster-config-saved',
    text: 'Saving the cluster configuration file before exiting.',
    meaning: 'An orderly stop: nodes.conf is written for the last time.',
    samples: ['Saving the cluster configuration file before exiting.'],
  }),
  entry({
    kind: 'cluster-port-too-high',
    text: '{server} port number too high. Cluster communication port is 10,000 port numbers higher than your {its} port. Your {whose} port number must be 55535 or less.',
    also: [
      '{server} port number too high. Cluster communication port is 10,000 port numbers higher than your {its} port. Your {whose} port number must be lower than 55535.',
    ],
    severity: 'error',
    meaning: 'The port of the cluster bus would be past 65535.',
    samples: [
      'Redis port number too high. Cluster communication port is 10,000 port numbers higher than your Redis port. Your Redis port number must be 55535 or less.',
    ],
  }),
  entry({
    kind: 'bus-message-invalid',
    text: 'Bad message length or signature received on the Cluster bus.',
    also: [
      'Bad message length or signature received on the Cluster bus from {address}',
      'Bad message length or signature received from Cluster bus.',
    ],
    severity: 'warning',
    meaning: 'Somebody who is no node speaks to the port of the cluster bus.',
    samples: [
      'Bad message length or signature received on the Cluster bus.',
      'Bad message length or signature received on the Cluster bus from 127.0.0.1:50000',
    ],
  }),
]
