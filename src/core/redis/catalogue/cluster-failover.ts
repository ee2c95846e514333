import {entry} from './entry.ts'

const [a, b] = ['cd47ff9b3300be2be118fb802c1993d09feba7d5', '7edc7473496d50845a12dffa2455f8965f26a1f9']

/** From 7.2 on the node's own name stands behind its id, in brackets that are mostly empty. */
function short(node: string): string {
  return `${node.slice(0, 8)}…`
}

/** How the nodes of a cluster find a master down, vote, and put a replica in its place (cluster.c). */
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
    kind: 'election-delayed',
    text: 'Start of election delayed for {delayMs:n} milliseconds (rank #{rank:n}, offset {offset:n}).',
    severity: 'notice',
    meaning: ({delayMs, rank}) =>
      `The master of this replica is down. It asks for votes in ${delayMs} ms: 500 ms so that all know of the failure, up to 500 by chance, and 1000 for each of ${rank} replicas that have more of the data.`,
    samples: ['Start of election delayed for 758 milliseconds (rank #0, offset 0).'],
  }),
  entry({
    kind: 'election-rank-updated',
    text: 'Replica rank updated to #{rank:n}, added {addedMs:n} milliseconds of delay.',
    also: ['Slave rank updated to #{rank:n}, added {addedMs:n} milliseconds of delay.'],
    severity: 'notice',
    meaning: ({addedMs}) => `Another replica has more of the data: this one waits ${addedMs} ms longer.`,
    samples: ['Replica rank updated to #1, added 1000 milliseconds of delay.'],
  }),
  entry({
    kind: 'election-started',
    text: 'Starting a failover election for epoch {epoch:n}.',
    severity: 'notice',
    meaning: ({epoch}) =>
      `This replica asks all masters for their vote in epoch ${epoch}. It needs a majority of them.`,
    samples: ['Starting a failover election for epoch 4.'],
  }),
  entry({
    kind: 'vote-granted',
    text: 'Failover auth granted to {node} for epoch {epoch:n}',
    severity: 'notice',
    meaning: ({node, epoch}) => `This master gives its one vote of epoch ${epoch} to ${short(node)}.`,
    samples: [`Failover auth granted to ${b} for epoch 4`, `Failover auth granted to ${b} () for epoch 4`],
  }),
  entry({
    kind: 'vote-denied',
    text: 'Failover auth denied to {node}: {reason}',
    also: ['Failover auth denied to {node} for epoch {epoch:n}: {reason}'],
    severity: 'warning',
    meaning: ({node, reason}) => `This master does not vote for ${short(node)}: ${reason}.`,
    samples: [
      `Failover auth denied to ${b}: already voted for epoch 4`,
      `Failover auth denied to ${b} (): its master is up`,
      `Failover auth denied to ${b} () for epoch 4: its primary is up`,
    ],
  }),
  entry({
    kind: 'votes-so-far',
    text: 'Needed quorum: {needed:n}. Number of votes received so far: {votes:n}',
    meaning: ({needed, votes}) => `${votes} of the ${needed} votes that it needs.`,
    samples: ['Needed quorum: 2. Number of votes received so far: 1'],
  }),
  entry({
    kind: 'election-won',
    text: "Failover election won: I'm the new master.",
    severity: 'notice',
    meaning: 'A majority of the masters voted for this replica: it takes the slots over.',
    samples: ["Failover election won: I'm the new master.", "Failover election won: I'm the new primary."],
  }),
  entry({
    kind: 'config-epoch-set',
    text: 'configEpoch set to {epoch:n} after successful failover',
    meaning: ({epoch}) => `From epoch ${epoch} on the slots are its own; who has an older epoch gives in.`,
    samples: ['configEpoch set to 4 after successful failover'],
  }),
  entry({
    kind: 'config-epoch-collision',
    text: 'configEpoch collision with node {node}. configEpoch set to {epoch:n}',
    severity: 'warning',
    meaning: ({epoch}) => `Two masters had the same epoch; this one moves on to ${epoch}.`,
    samples: [
      `configEpoch collision with node ${a}. configEpoch set to 5`,
      `configEpoch collision with node ${a} (). configEpoch set to 5`,
    ],
  }),
  entry({
    kind: 'failover-impossible',
    text: 'Currently unable to failover: {reason}',
    severity: 'warning',
    meaning: ({reason}) =>
      `Its master is down, and this replica does not take over: ${reason.replace(/\.$/, '')}.`,
    samples: [
      "Currently unable to failover: Disconnected from master for longer than allowed. Please check the 'cluster-replica-validity-factor' configuration option.",
      'Currently unable to failover: Waiting the delay before I can start a new failover.',
      'Currently unable to failover: Failover attempt expired.',
      'Currently unable to failover: Waiting for votes, but majority still not reached.',
    ],
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
