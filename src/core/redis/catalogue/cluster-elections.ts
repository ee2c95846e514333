import {entry} from './entry.ts'
import {short} from './short-node-id.ts'

const [a, b] = ['cd47ff9b3300be2be118fb802c1993d09feba7d5', '7edc7473496d50845a12dffa2455f8965f26a1f9']

/** How a replica asks the masters for their votes, and takes the slots over (cluster.c: clusterHandleSlaveFailover). */
export const clusterElectionEntries = [
  entry({
    kind: 'election-delayed',
    text: 'Start of election delayed for {delayMs:n} milliseconds (rank #{rank:n}, offset {offset:n}).',
    also: [
      'Start of election delayed for {delayMs:n} milliseconds (rank #{rank:n}, primary rank #{masterRank:n}, offset {offset:n}).',
    ],
    severity: 'notice',
    meaning: ({delayMs, rank}) =>
      delayMs === 0
        ? 'This replica asks for votes at once.'
        : `The master of this replica is down. It asks for votes in ${delayMs} ms: a fixed time so that all know of the failure, up to as much again by chance, and twice as much for each of ${rank} replicas that have more of the data.`,
    samples: [
      'Start of election delayed for 758 milliseconds (rank #0, offset 0).',
      'Start of election delayed for 0 milliseconds (rank #0, primary rank #0, offset 434).',
    ],
  }),
  entry({
    kind: 'election-immediate',
    text: 'This is the best ranked replica and can initiate the election immediately.',
    also: ['Myself become the best ranked replica, initiate the election immediately.'],
    severity: 'notice',
    meaning:
      'All replicas of the failed master know that it failed, and none has more of the data: this one need not wait (Valkey 9).',
    samples: [
      'This is the best ranked replica and can initiate the election immediately.',
      'Myself become the best ranked replica, initiate the election immediately.',
    ],
  }),
  entry({
    kind: 'failed-master-rank-updated',
    text: 'Failed primary rank updated to #{rank:n}, added {addedMs:n} milliseconds of delay.',
    severity: 'notice',
    meaning: ({rank, addedMs}) =>
      `Masters of ${rank} other shards failed too and come first, so that the elections do not compete: ${addedMs} ms are added to the wait.`,
    samples: ['Failed primary rank updated to #1, added 500 milliseconds of delay.'],
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
    also: ['Starting a failover election for epoch {epoch:n}, node config epoch is {ownEpoch:n}'],
    severity: 'notice',
    meaning: ({epoch}) =>
      `This replica asks all masters for their vote in epoch ${epoch}. It needs a majority of them.`,
    samples: [
      'Starting a failover election for epoch 4.',
      'Starting a failover election for epoch 4, node config epoch is 1',
    ],
  }),
  entry({
    kind: 'election-reset',
    text: 'Failover election in progress for epoch {epoch:n}, but received a claim from node {node} with an equal or higher epoch {claimed:n}. Resetting the election since we cannot win an election in the past.',
    also: [
      'Failover election in progress for epoch {epoch:n}, but received a new manual failover. Resetting the election.',
    ],
    severity: 'warning',
    meaning: ({epoch}) => `The election of epoch ${epoch} is out of date: this replica gives it up.`,
    samples: [
      `Failover election in progress for epoch 4, but received a claim from node ${b} () with an equal or higher epoch 5. Resetting the election since we cannot win an election in the past.`,
      'Failover election in progress for epoch 4, but received a new manual failover. Resetting the election.',
    ],
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
    kind: 'vote-refused',
    text: 'Failover auth NACK [{reason}] from {node} for epoch {epoch:n} (NACKs {refused:n}/{voters:n})',
    severity: 'warning',
    meaning: ({node, reason, refused, voters}) =>
      `${short(node)} does not vote for this replica (${reason}): ${refused} of ${voters} have refused.`,
    samples: [`Failover auth NACK [already-voted] from ${b} (n4) for epoch 11 (NACKs 1/7)`],
  }),
  entry({
    kind: 'election-hopeless',
    text: 'Failover election for epoch {epoch:n} cannot reach quorum {needed:n} (NACKs {refused:n}/{voters:n}). Resetting the election since we cannot win an election without quorum.',
    severity: 'warning',
    meaning: ({epoch, needed}) =>
      `So many masters refused that the ${needed} votes of epoch ${epoch} cannot be had: it tries again in another epoch.`,
    samples: [
      'Failover election for epoch 11 cannot reach quorum 4 (NACKs 4/7). Resetting the election since we cannot win an election without quorum.',
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
]
