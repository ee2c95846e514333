import {entry} from './entry.ts'
import {short} from './short-node-id.ts'

const a = 'cd47ff9b3300be2be118fb802c1993d09feba7d5'

/** The connections of the cluster bus: told with loglevel verbose or debug, and then by every node (cluster_legacy.c). */
export const clusterLinkEntries = [
  entry({
    kind: 'bus-link-failed',
    text: 'Connection with Node {node} at {address} failed: {reason}',
    severity: 'warning',
    meaning: ({address, reason}) => `The bus port of a node, ${address}, was not reached (${reason}).`,
    samples: [`Connection with Node ${a} at 10.0.0.2:16379 failed: Connection refused`],
  }),
  entry({
    kind: 'bus-link-begun',
    text: 'Connecting with Node {node} at {address}',
    severity: 'info',
    meaning: ({node, address}) => `This node connects to the bus port of ${short(node)}, ${address}.`,
    samples: [`Connecting with Node ${a} at 10.0.0.2:16379`],
  }),
  entry({
    kind: 'bus-link-broken',
    text: 'I/O error reading from node link: {reason}',
    also: ['I/O error writing to node link: {reason}'],
    severity: 'warning',
    meaning: ({reason}) => `A connection of the cluster bus ended (${reason}).`,
    samples: [
      'I/O error reading from node link: Connection timed out',
      'I/O error writing to node link: Broken pipe',
    ],
  }),
  entry({
    kind: 'bus-link-refused',
    text: 'Error accepting cluster node connection: {reason}',
    also: ['Error accepting cluster node: {reason}'],
    severity: 'warning',
    meaning: ({reason}) => `A node could not be let in on the bus port (${reason}).`,
    samples: [
      'Error accepting cluster node connection: error:0A000086:SSL routines::certificate verify failed',
      'Error accepting cluster node: accept: Too many open files',
    ],
  }),
  entry({
    kind: 'bus-link-accepted',
    text: 'Accepted cluster node {address}',
    also: [
      'Accepting cluster node connection from {address}',
      'Accepted cluster node connection from {address}',
    ],
    severity: 'info',
    meaning: ({address}) => `A node connected to the bus port from ${address}.`,
    samples: [
      'Accepting cluster node connection from 10.0.0.2:40000',
      'Accepted cluster node 10.0.0.2:40000',
    ],
  }),
]
