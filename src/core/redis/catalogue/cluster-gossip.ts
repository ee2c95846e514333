import {entry} from './entry.ts'
import {short} from './short-node-id.ts'

const [a, b] = ['cd47ff9b3300be2be118fb802c1993d09feba7d5', '7edc7473496d50845a12dffa2455f8965f26a1f9']

/** What nodes of a cluster learn of each other, and their links (cluster_legacy.c). */
export const clusterGossipEntries = [
  entry({
    kind: 'node-met',
    text: "Cluster meet {host}:{port:n} (user request from '{client}').",
    severity: 'notice',
    meaning: ({host, port}) => `CLUSTER MEET: this node introduces itself to ${host}:${port}.`,
    samples: [
      "Cluster meet 127.0.0.1:6381 (user request from 'id=3 addr=127.0.0.1:50000 cmd=cluster|meet').",
    ],
  }),
  entry({
    kind: 'node-forgotten',
    text: "Cluster forget {node} (user request from '{client}').",
    severity: 'notice',
    meaning: ({node}) =>
      `CLUSTER FORGET: this node removes ${short(node)} from its table, and ignores it for a minute.`,
    samples: [`Cluster forget ${a} (user request from 'id=3 addr=127.0.0.1:50000 cmd=cluster|forget').`],
  }),
  entry({
    kind: 'node-reset-requested',
    text: "Cluster reset (user request from '{client}').",
    severity: 'warning',
    meaning: 'CLUSTER RESET: this node forgets all others and its slots.',
    samples: ["Cluster reset (user request from 'id=3 addr=127.0.0.1:50000 cmd=cluster|reset')."],
  }),
  entry({
    kind: 'replication-stopped',
    text: "Stop replication and turning myself into empty primary (request from '{client}').",
    severity: 'warning',
    meaning: 'CLUSTER REPLICATE NO ONE: this replica becomes a master without slots.',
    samples: ["Stop replication and turning myself into empty primary (request from 'id=3 cmd=cluster')."],
  }),
  entry({
    kind: 'own-shard-changed',
    text: 'Moving myself to a new shard {shard}.',
    severity: 'notice',
    meaning: 'This node is a shard of its own now.',
    samples: [`Moving myself to a new shard ${b}.`],
  }),
  entry({
    kind: 'own-shard-kept',
    text: 'Setting myself to primary in shard {shard} after failover; my old primary is {node}',
    severity: 'notice',
    meaning: ({node}) => `This node is the master of its shard now, in place of ${short(node)}.`,
    samples: [`Setting myself to primary in shard ${b} after failover; my old primary is ${a} ()`],
  }),
  entry({
    kind: 'node-now-master',
    text: 'Reconfiguring node {node} as primary for shard {shard}',
    severity: 'notice',
    meaning: ({node}) => `The node has heard that ${short(node)} is the master of a shard now.`,
    samples: [`Reconfiguring node ${a} () as primary for shard ${b}`],
  }),
  entry({
    kind: 'shard-mismatch',
    text: 'Mismatch in topology information for sender node {sender} in shard {shard}',
    meaning: ({sender}) =>
      `What ${short(sender)} says of its own shard differs from what this node has heard: while roles change, that is soon over.`,
    samples: [`Mismatch in topology information for sender node ${a} () in shard ${b}`],
  }),
  entry({
    kind: 'shard-id-rejected',
    text: 'Shard id {asked} update request for node id {node} diverges from existing primary shard id {shard}, rejecting!',
    meaning: ({node}) =>
      `A message puts ${short(node)} into another shard than its master: while roles change, that is soon over.`,
    samples: [
      `Shard id ${b} update request for node id ${a} diverges from existing primary shard id ${a}, rejecting!`,
    ],
  }),
  entry({
    kind: 'shard-id-corrected',
    text: "Node {node} has a different shard id ({asked}) than its master's shard id {master} ({shard}). Updating replica's shard id to match master's shard id.",
    also: [
      "Node {node} has a different shard id ({asked}) than its master {master} ({shard}). Updating replica's shard id to match master's shard id.",
    ],
    severity: 'notice',
    meaning: ({node}) =>
      `In nodes.conf replica ${short(node)} and its master were in different shards; it is put into the shard of its master.`,
    samples: [
      `Node ${a} has a different shard id (${a}) than its primary's shard id ${b} (${b}). Updating replica's shard id to match primary's shard id.`,
      `Node ${a} has a different shard id (${a}) than its primary ${b} (${b}). Updating replica's shard id to match primary's shard id.`,
    ],
  }),
  entry({
    kind: 'update-processed',
    text: 'Processing UPDATE message received from {sender} in shard {its} about node {node} in shard {shard}. old configEpoch {before:n}, new configEpoch {epoch:n}',
    severity: 'notice',
    meaning: ({node, epoch}) =>
      `This node was behind: it learns that ${short(node)} has slots, as of epoch ${epoch}.`,
    samples: [
      `Processing UPDATE message received from ${a} () in shard ${b} about node ${b} () in shard ${b}. old configEpoch 1, new configEpoch 4`,
    ],
  }),
  entry({
    kind: 'update-about-myself',
    text: 'Discarding UPDATE message about myself.',
    severity: 'notice',
    meaning: 'Another node wants this one to know of a newer owner of slots, which is this node itself.',
    samples: ['Discarding UPDATE message about myself.'],
  }),
  entry({
    kind: 'pong-sender-mismatch',
    text: 'PONG contains mismatching sender ID. About node {node} in shard {shard} added {ms:n} ms ago, having flags {flags:n}',
    severity: 'warning',
    meaning: ({node}) =>
      `At the address of ${short(node)} another node answers: the address was given to somebody else.`,
    samples: [
      `PONG contains mismatching sender ID. About node ${a} () in shard ${b} added 1500 ms ago, having flags 3`,
    ],
  }),
  entry({
    kind: 'link-buffer-exceeded',
    text: 'Freeing cluster link({direction} node {node}, used memory: {bytes:n}) due to exceeding send buffer memory limit.',
    severity: 'warning',
    meaning: ({node, bytes}) =>
      `${bytes} bytes wait to be sent to ${short(node)}, more than cluster-link-sendbuf-limit: the link is closed and opened again.`,
    samples: [
      `Freeing cluster link(to node ${a}, used memory: 8388608) due to exceeding send buffer memory limit.`,
      `Freeing cluster link(from node ${a} (), used memory: 8388608) due to exceeding send buffer memory limit.`,
    ],
  }),
  entry({
    kind: 'node-met-again',
    text: 'Freeing outbound link to node {node} after receiving a MEET packet from this known node',
    also: ['Sending MEET packet to node {node} because there is no inbound link for it'],
    severity: 'notice',
    meaning: ({node}) => `The link between this node and ${short(node)} is one-sided, and is made again.`,
    samples: [
      `Freeing outbound link to node ${a} () after receiving a MEET packet from this known node`,
      `Sending MEET packet to node ${a} () because there is no inbound link for it`,
    ],
  }),
  entry({
    kind: 'handshake-timed-out',
    text: 'Clusterbus handshake timeout {host}:{port:n}',
    severity: 'warning',
    meaning: ({host, port}) =>
      `${host}:${port} did not answer CLUSTER MEET in time. The port of the cluster bus must be open too, not just that for clients.`,
    samples: ['Clusterbus handshake timeout 127.0.0.1:6381'],
  }),
  entry({
    kind: 'node-id-duplicated',
    text: 'Duplicate nodeid detected: {node}',
    severity: 'error',
    meaning: ({node}) => `Node ${short(node)} stands in nodes.conf twice.`,
    samples: [`Duplicate nodeid detected: ${a}`],
  }),
  entry({
    kind: 'cluster-config-unreadable',
    text: 'Loading the cluster node config from {file}: {reason}',
    also: [
      "Can't open {file} in order to acquire a lock: {reason}",
      'Impossible to lock {file}: {reason}',
      'Unable to obtain the cluster node config file stat {file}: {reason}',
    ],
    severity: 'error',
    meaning: ({file, reason}) => `The file ${file} cannot be opened (${reason}): the node does not start.`,
    samples: [
      'Loading the cluster node config from nodes.conf: Permission denied',
      "Can't open nodes.conf in order to acquire a lock: Permission denied",
      'Impossible to lock nodes.conf: Permission denied',
    ],
  }),
  entry({
    kind: 'cluster-config-write-failed',
    text: 'Could not open temp cluster config file: {reason}',
    also: [
      'Failed after writing ({bytes:n}) bytes to tmp cluster config file: {reason}',
      'Could not sync tmp cluster config file: {reason}',
      'Could not rename tmp cluster config file: {reason}',
      'Could not sync cluster config file dir: {reason}',
    ],
    severity: 'error',
    meaning: ({reason}) => `The file nodes.conf cannot be written (${reason}).`,
    samples: [
      'Could not open temp cluster config file: Permission denied',
      'Failed after writing (-1) bytes to tmp cluster config file: No space left on device',
    ],
  }),
]
