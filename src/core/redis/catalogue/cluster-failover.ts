import {entry} from './entry.ts'
import {short} from './short-node-id.ts'

const [a, b] = ['cd47ff9b3300be2be118fb802c1993d09feba7d5', '7edc7473496d50845a12dffa2455f8965f26a1f9']

/** How the nodes of a cluster find a master down, and what follows from it (cluster.c). */
export const clusterFailoverEntries = [
  entry({
    kind: 'node-possibly-failing',
    text: 'NODE {node} possibly failing.',
    also: ['*** NODE {node} possibly failing'],
    severity: 'warning',
    meaning: ({node}) =>
      `Node ${short(node)} has not answered this node for cluster-node-timeout: it is PFAIL, until a majority of the masters says the same.`,
    samples: [`*** NODE ${a} possibly failing`, `NODE ${a} () possibly failing.`],
  }),
  entry({
    kind: 'node-reported-failing',
    text: 'Node {reporter} reported node {node} as not reachable.',
    severity: 'warning',
    meaning: ({reporter, node}) => `Node ${short(reporter)} cannot reach ${short(node)} either.`,
    samples: [`Node ${b} () reported node ${a} () as not reachable.`],
  }),
  entry({
    kind: 'node-reported-back',
    text: 'Node {reporter} reported node {node} is back online.',
    meaning: ({reporter, node}) => `Node ${short(reporter)} reaches ${short(node)} again.`,
    samples: [`Node ${b} () reported node ${a} () is back online.`],
  }),
  entry({
    kind: 'node-failing',
    text: 'Marking node {node} as failing (quorum reached).',
    severity: 'error',
    meaning: ({node}) =>
      `A majority of the masters cannot reach ${short(node)}: it is FAIL, and everybody is told.`,
    samples: [
      `Marking node ${a} as failing (quorum reached).`,
      `Marking node ${a} () as failing (quorum reached).`,
    ],
  }),
  entry({
    kind: 'node-failing-heard',
    text: 'FAIL message received from {sender} about {node}',
    severity: 'error',
    meaning: ({sender, node}) =>
      `Node ${short(sender)} tells that ${short(node)} is down: a majority of the masters agrees.`,
    samples: [
      `FAIL message received from ${b} about ${a}`,
      `FAIL message received from ${b} () about ${a} ()`,
    ],
  }),
  entry({
    kind: 'node-recovered',
    text: 'Clear FAIL state for node {node}: {reason}',
    also: ['Clear FAIL state for node {node}:{reason}'],
    severity: 'notice',
    meaning: ({node}) => `Node ${short(node)} is no longer taken for down.`,
    samples: [
      `Clear FAIL state for node ${a}: master without slots is reachable again.`,
      `Clear FAIL state for node ${a}: is reachable again and nobody is serving its slots after some time.`,
      `Clear FAIL state for node ${a} ():replica is reachable again.`,
    ],
  }),
  entry({
    kind: 'cluster-state-changed',
    text: 'Cluster state changed: {state}',
    severity: 'warning',
    meaning: ({state}) =>
      state === 'ok'
        ? 'From here on this node serves its slots.'
        : 'From here on this node serves nothing: slots have no master that answers, or it is in a minority.',
    samples: ['Cluster state changed: fail', 'Cluster state changed: ok'],
  }),
  entry({
    kind: 'cluster-down',
    text: 'Cluster is currently down: {reason}',
    severity: 'warning',
    meaning: ({reason}) =>
      /minority/.test(reason)
        ? 'This node serves nothing: it reaches no majority of the masters.'
        : 'This node serves nothing: slots have no master that answers, and cluster-require-full-coverage is yes.',
    samples: [
      "Cluster is currently down: At least one hash slot is not served by any available node. Please check the 'cluster-require-full-coverage' configuration.",
      'Cluster is currently down: I am part of a minority partition.',
    ],
  }),
  entry({
    kind: 'fail-about-unknown-node',
    text: 'Ignoring FAIL message from unknown node {sender} about {node}',
    severity: 'notice',
    meaning: ({node}) =>
      `A node that this one does not know says that ${short(node)} is down. It is not believed.`,
    samples: [`Ignoring FAIL message from unknown node ${b} about ${a}`],
  }),
  entry({
    kind: 'cluster-demoted',
    text: 'Configuration change detected. Reconfiguring myself as a replica of {node}',
    severity: 'notice',
    meaning: ({node}) => `Another node has its slots by now: this one becomes a replica of ${short(node)}.`,
    samples: [
      `Configuration change detected. Reconfiguring myself as a replica of ${b}`,
      `Configuration change detected. Reconfiguring myself as a replica of node ${b} () in shard ${a}`,
    ],
  }),
]
