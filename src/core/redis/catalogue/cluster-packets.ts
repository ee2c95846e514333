import {entry} from './entry.ts'
import {short} from './short-node-id.ts'

const a = 'cd47ff9b3300be2be118fb802c1993d09feba7d5'

/** Messages on the cluster bus that a node cannot take, and what closes its links (cluster_legacy.c). */
export const clusterPacketEntries = [
  entry({
    kind: 'packet-invalid',
    text: 'Received invalid {type} packet of length {length:n} but expected length {expected:n}',
    also: [
      'Received invalid {type} packet with gossip count {count:n} that exceeds total packet length ({length:n})',
      'Received invalid {type} packet with extension data that exceeds total packet length ({length:n})',
      'Received a {type} packet without proper padding ({bytes:n} bytes)',
      'Received {type} packet with invalid shard id in extension type {extension:n}',
      'Received {type} packet with missing null terminator in extension type {extension:n}',
      'Received {type} packet with truncated extension type {extension:n}',
      'Received invalid {type} packet with overflow in length field (len:{length:n})',
      'Received invalid {type} packet with overflow in length fields (channel_len:{channel:n}, message_len:{length:n})',
    ],
    severity: 'warning',
    meaning: ({type}) =>
      `A message of kind ${type} on the cluster bus is malformed and is ignored: its sender is of another version, or is no node.`,
    samples: ['Received invalid ping packet of length 2256 but expected length 2360'],
  }),
  entry({
    kind: 'packet-unknown',
    text: 'Received unknown packet type: {type:n}',
    also: [
      'Received unknown extension type {type:n}',
      "Packet of type '{name}' ({type:n}) does not support light cluster header. Marking packet as invalid.",
    ],
    severity: 'warning',
    meaning:
      'A node sends something on the cluster bus that this one does not know: it is of a newer version.',
    samples: ['Received unknown packet type: 12'],
  }),
  entry({
    kind: 'gossip-invalid',
    text: 'Node {node} gossiped {nodes:n} nodes with invalid IDs.',
    severity: 'error',
    meaning: ({node}) =>
      `What ${short(node)} says of other nodes is damaged, and is ignored: its memory may be.`,
    samples: [`Node ${a} () gossiped 1 nodes with invalid IDs.`],
  }),
  entry({
    kind: 'gossip-invalid-of-unknown',
    text: 'Unknown node gossiped {nodes:n} nodes with invalid IDs.',
    also: [
      'Received gossip about a node with invalid ID {id}. For debugging purposes, the 48 bytes including the invalid ID and 8 trailing bytes are: {bytes}',
    ],
    severity: 'error',
    meaning: 'What a node says of other nodes is damaged, and is ignored: its memory may be.',
    samples: ['Unknown node gossiped 1 nodes with invalid IDs.'],
  }),
  entry({
    kind: 'packet-dropped-by-debug',
    text: 'Dropping packet of type {type} that matches debug drop filter',
    also: ['Dropping packet that matches debug drop filter', 'Closing link for matching packet type {type}'],
    severity: 'warning',
    meaning: 'A command of DEBUG told this node to lose such messages.',
    samples: ['Dropping packet of type ping that matches debug drop filter'],
  }),
  entry({
    kind: 'link-closed-at-first-message',
    text: 'Closing link for node {node} that sent a lightweight message of type {type} as its first message on the link',
    also: [
      'Closing link for node that sent a lightweight message of type {type:n} as its first message on the link',
    ],
    severity: 'warning',
    meaning: ({node}: {node?: string}) =>
      `The link of ${node === undefined ? 'a node' : short(node)} began with a message that may not come first: it is closed.`,
    samples: [
      `Closing link for node ${a} () that sent a lightweight message of type publish as its first message on the link`,
    ],
  }),
  entry({
    kind: 'link-closed-without-address',
    text: 'Closing link even though we received a MEET packet on it, because the connection has an error',
    also: [
      'Closing cluster link due to failure to retrieve IP from the connection, possibly caused by a closed connection.',
      'Error converting peer IP to string: {reason}',
    ],
    severity: 'warning',
    meaning: 'A node introduced itself, and its connection broke at once: it is tried again.',
    samples: [
      'Closing link even though we received a MEET packet on it, because the connection has an error',
    ],
  }),
  entry({
    kind: 'cluster-bus-unavailable',
    text: 'Missing connection type {type}, but it is required for the Cluster bus.',
    also: ['No bind address is configured, but it is required for the Cluster bus.'],
    severity: 'error',
    meaning:
      'The node cannot open the port of the cluster bus, and ends: TLS is missing, or no address is set.',
    samples: ['No bind address is configured, but it is required for the Cluster bus.'],
  }),
  entry({
    kind: 'cluster-config-variable-unknown',
    text: "Skipping unknown cluster config variable '{name}'",
    severity: 'warning',
    meaning: ({name}) => `The file nodes.conf has "${name}", which this version does not know.`,
    samples: ["Skipping unknown cluster config variable 'term'"],
  }),
  entry({
    kind: 'cluster-config-unsaved-goes-on',
    text: 'Cluster config updated even though writing the cluster config file to disk failed.',
    severity: 'error',
    meaning:
      'The node goes on although it cannot write nodes.conf: after a restart it would act on old knowledge.',
    samples: ['Cluster config updated even though writing the cluster config file to disk failed.'],
  }),
]
