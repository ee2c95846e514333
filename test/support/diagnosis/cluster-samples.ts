import {at, id, master, soundNodes} from './lines.ts'
import type {Sample} from './sample.ts'

/** Causes in a cluster. */
export const clusterSamples: readonly Sample[] = [
  {
    id: 'endpoint-unknown',
    files: {'n1.conf': 'cluster-enabled yes\ncluster-preferred-endpoint-type hostname'},
    says: /Clients are told "\?" as the address of n1/,
    sound: {
      'n1.conf':
        'cluster-enabled yes\ncluster-preferred-endpoint-type hostname\ncluster-announce-hostname n1.example',
    },
  },
  {
    id: 'config-epochs-equal',
    files: {'nodes.txt': soundNodes.replace(' 2 connected 5461', ' 1 connected 5461')},
    says: /2 masters have one configEpoch, 1: 10\.0\.0\.1:6379 and 10\.0\.0\.2:6380/,
    sound: {'nodes.txt': soundNodes},
  },
  {
    id: 'nodes-disagree',
    files: {
      'n1.txt': soundNodes,
      'n2.txt': soundNodes
        .replace('myself,master', 'master')
        .replace('0-5460', '1-5460')
        .replace(
          `master - 0 1700000000000 2 connected 5461-10922`,
          'myself,master - 0 1700000000000 4 connected 0 5461-10922',
        ),
    },
    says: /n2 and n1 disagree about 1 slot[\s\S]*slot 0: 10\.0\.0\.2:6380 \(epoch 4\) for n2, 10\.0\.0\.1:6379 \(epoch 1\) for n1/,
    sound: {
      'n1.txt': soundNodes,
      'n2.txt': soundNodes
        .replace('myself,master', 'master')
        .replace(`${id('b')} 10.0.0.2:6380@16380 master`, `${id('b')} 10.0.0.2:6380@16380 myself,master`),
    },
  },
  {
    id: 'slots-uncovered',
    files: {'nodes.txt': soundNodes.replace(' 10923-16383', ' 10923-16000')},
    says: /383 of 16384 slots have no owner/,
    sound: {'nodes.txt': soundNodes},
  },
  {
    id: 'ghost-nodes',
    files: {
      'nodes.txt': `${soundNodes}\n${id('9')} :0@0 master,noaddr - 1700000000000 1700000000000 0 disconnected`,
    },
    says: /1 node in the list is no living member: 99999999… \(noaddr\)/,
    sound: {'nodes.txt': soundNodes},
  },
  {
    id: 'node-ids-shared',
    files: {
      'a.conf': master('a', 6379, 1, '0-16383', 'myself,master'),
      'b.conf': master('a', 6385, 1, '', 'myself,master'),
    },
    says: /10\.0\.0\.1:6379 and 10\.0\.0\.7:6385 have one node id/,
    sound: {
      'a.conf': master('a', 6379, 1, '0-16383', 'myself,master'),
      'b.conf': master('b', 6385, 1, '', 'myself,master'),
    },
  },
  {
    id: 'cluster-shape',
    files: {'nodes.txt': soundNodes.split('\n').slice(0, 5).join('\n')},
    says: /10\.0\.0\.3:6381 has no replica/,
    sound: {'nodes.txt': soundNodes},
  },
  {
    id: 'cluster-vote-missing',
    files: {
      'n4.log': [
        `${at('40.100', 'S')} # Start of election delayed for 620 milliseconds (rank #0, offset 42).`,
        `${at('41.100', 'S')} # Starting a failover election for epoch 7.`,
        `${at('41.200', 'S')} # Currently unable to failover: Waiting for votes, but majority still not reached.`,
        `${at('45.200', 'S')} # Currently unable to failover: Failover attempt expired.`,
      ].join('\n'),
    },
    says: /n4 stood for election and did not get the votes of a majority/,
    sound: {
      'n4.log': `${at('41.100', 'S')} # Starting a failover election for epoch 7.\n${at('41.300', 'S')} # Failover election won: I'm the new master.`,
    },
  },
  {
    id: 'cluster-settings-differ',
    files: {
      'n1.conf': 'cluster-enabled yes\ncluster-node-timeout 5000',
      'n2.conf': 'cluster-enabled yes\ncluster-node-timeout 15000',
    },
    says: /cluster-node-timeout differs between nodes: n1 5000, n2 15000/,
    sound: {
      'n1.conf': 'cluster-enabled yes\ncluster-node-timeout 5000',
      'n2.conf': 'cluster-enabled yes\ncluster-node-timeout 5000',
    },
  },
  {
    id: 'bus-port-unreachable',
    files: {
      'create.txt':
        '>>> Sending CLUSTER MEET messages to join the cluster\nWaiting for the cluster to join..............................',
    },
    says: /most likely they do not reach each other on the bus port/,
    sound: {
      'create.txt':
        '>>> Sending CLUSTER MEET messages to join the cluster\nWaiting for the cluster to join...\n[OK] All 16384 slots covered.',
    },
  },
  {
    id: 'cluster-check-failed',
    files: {'check.txt': "[ERR] Nodes don't agree about configuration!"},
    says: /nodes do not agree about the cluster/,
    sound: {'check.txt': '[OK] All nodes agree about slots configuration.'},
  },
]
