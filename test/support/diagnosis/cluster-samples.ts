import {at, id, master, replica, soundNodes} from './lines.ts'
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
    id: 'cluster-failover-done',
    files: {
      'n4.log': [
        `${at('40.100', 'S')} # Manual failover user request accepted.`,
        `${at('41.100', 'S')} # Starting a failover election for epoch 7.`,
        `${at('41.200', 'S')} # Failover election won: I'm the new master.`,
        `${at('41.210', 'M')} * Discarding previously cached master state.`,
        `${at('41.300', 'M')} * Full resync requested by slave 10.0.0.3:6379`,
      ].join('\n'),
    },
    says: /n4 became master of its slots in epoch 7, by request \(CLUSTER FAILOVER\)\.[\s\S]*before 4\.0/,
    sound: {'n4.log': `${at('41.100', 'S')} # Starting a failover election for epoch 7.`},
  },
  {
    id: 'cluster-failover-done',
    files: {
      'n4.log': [
        `${at('41.100', 'S')} # Starting a failover election for epoch 7.`,
        `${at('41.200', 'S')} # Failover election won: I'm the new master.`,
        `${at('41.205', 'M')} # Setting secondary replication ID to ${id('a')}, valid up to offset: 5. New replication ID is ${id('b')}`,
        `${at('41.210', 'M')} * Discarding previously cached master state.`,
        `${at('41.300', 'M')} * Full resync requested by replica 10.0.0.3:6379`,
      ].join('\n'),
    },
    says: /n4 became master of its slots in epoch 7\. It won the votes of a majority of the masters\.$/,
    sound: {'n4.log': `${at('41.100', 'S')} # Starting a failover election for epoch 7.`},
  },
  {
    id: 'cluster-settings-differ',
    files: {
      'n1.conf': 'cluster-enabled yes\nshutdown-on-sigterm save failover',
      'n2.conf': 'cluster-enabled yes\nshutdown-on-sigterm default',
    },
    says: /shutdown-on-sigterm differs between nodes: n1 save failover, n2 default\. A master with failover hands over/,
    sound: {
      'n1.conf': 'cluster-enabled yes\nshutdown-on-sigterm nosave',
      'n2.conf': 'cluster-enabled yes\nshutdown-on-sigterm default',
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
    id: 'node-at-loopback',
    files: {
      'nodes.txt': [
        `${id('a')} 127.0.0.1:6379@16379 myself,master - 0 0 1 connected 0-5460`,
        `${id('b')} 127.0.0.1:6380@16380 master - 0 1700000000000 2 connected 5461-10922`,
        master('c', 6381, 3, '10923-16383'),
      ].join('\n'),
    },
    says: /while 1 other node is elsewhere/,
    sound: {'nodes.txt': soundNodes},
  },
  {
    id: 'cluster-shape',
    files: {
      'nodes.txt': [
        master('a', 6379, 1, '0-8191', 'master,fail'),
        master('b', 6380, 2, '8192-16383', 'master,fail'),
        master('c', 6381, 3, '', 'myself,master'),
      ].join('\n'),
    },
    says: /10\.0\.0\.1:6379 and 10\.0\.0\.2:6380 do not answer/,
    sound: {'nodes.txt': soundNodes},
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
  {
    id: 'node-cut-off',
    files: {
      'nodes.txt': [
        master('a', 6379, 1, '0-5460', 'myself,master'),
        master('b', 6380, 2, '5461-10922', 'master,fail?'),
        master('c', 6381, 3, '10923-16383', 'master,fail?'),
        replica('d', 6382, 'a', 'slave,fail?'),
      ].join('\n'),
    },
    says: /10\.0\.0\.1:6379 reaches none of the 3 other nodes/,
    sound: {'nodes.txt': soundNodes},
  },
  {
    id: 'cluster-state-flaps',
    files: {
      'n1.log': ['10', '40']
        .map(
          (s) =>
            `${at(`${s}.000`)} # Cluster state changed: fail\n${at(`${s}.500`)} # Cluster state changed: ok`,
        )
        .join('\n'),
    },
    says: /the cluster was down 2 times, for less than a second each/,
    sound: {
      'n1.log': `${at('10.000')} # Cluster state changed: fail\n${at('10.500')} # Cluster state changed: ok`,
    },
  },
  {
    id: 'own-address-stale',
    files: {
      'n1.txt': soundNodes.replace('10.0.0.1:6379@', '10.0.0.99:6379@'),
      'n2.txt': soundNodes
        .replace('myself,master', 'master')
        .replace(`${id('b')} 10.0.0.2:6380@16380 master`, `${id('b')} 10.0.0.2:6380@16380 myself,master`),
    },
    says: /aaaaaaaa… is at 10\.0\.0\.99:6379 by its own list, and at 10\.0\.0\.1:6379 by that of n2/,
    sound: {
      'n1.txt': soundNodes,
      'n2.txt': soundNodes
        .replace('myself,master', 'master')
        .replace(`${id('b')} 10.0.0.2:6380@16380 master`, `${id('b')} 10.0.0.2:6380@16380 myself,master`),
    },
  },
  {
    id: 'config-epochs-equal',
    files: {
      'n1.conf': `${master('a', 6379, 2, '0-5460', 'myself,master')}\n${master('b', 6380, 2, '')}\nvars currentEpoch 3 lastVoteEpoch 0`,
      'n2.conf': `${master('b', 6380, 2, '0-5460', 'myself,master')}\n${master('a', 6379, 2, '')}\nvars currentEpoch 3 lastVoteEpoch 0`,
    },
    says: /10\.0\.0\.1:6379 and 10\.0\.0\.2:6380 both own 0-5460, each by its own list, and both at configEpoch 2/,
    sound: {
      'n1.conf': `${master('a', 6379, 2, '0-5460', 'myself,master')}\nvars currentEpoch 3 lastVoteEpoch 0`,
      'n2.conf': `${master('b', 6380, 3, '5461-16383', 'myself,master')}\nvars currentEpoch 3 lastVoteEpoch 0`,
    },
  },
  {
    id: 'node-ids-shared',
    files: {
      'n2.log': `${at('10.000')} # Sorry, the cluster configuration file /data/nodes.conf is already used by a different Redis Cluster node. Please make sure that different nodes use different cluster configuration files.`,
    },
    says: /n2 does not start: another node that runs has its \/data\/nodes\.conf open/,
    sound: {'n2.log': `${at('10.000')} * Node configuration loaded, I'm ${id('b')}`},
  },
  {
    id: 'cluster-vote-missing',
    files: {
      'voter.log': `${at('10.000')} # Failover auth denied to ${id('d')}: slot 100 epoch (7) > reqConfigEpoch (3)`,
    },
    says: /dddddddd… gets no votes: it stands for slot 100 with configEpoch 3, and a voter knows an owner of it at epoch 7/,
    sound: {'voter.log': `${at('10.000')} # Failover auth granted to ${id('d')} for epoch 8`},
  },
  {
    id: 'bus-port-unreachable',
    files: {
      'n1.log': [1, 2]
        .map(
          (n) =>
            `${at(`1${n}.000`)} . Connecting with Node ${id('b')} at 10.0.0.2:16380\n${at(`1${n}.900`)} . I/O error reading from node link: Connection timed out`,
        )
        .join('\n'),
    },
    says: /n1 does not get through to the bus port of 10\.0\.0\.2:16380: Connection timed out \(2 times\)/,
    sound: {'n1.log': `${at('11.000')} . Connecting with Node ${id('b')} at 10.0.0.2:16380`},
  },
  {
    id: 'slots-uncovered',
    files: {
      'info.txt':
        'cluster_state:fail\ncluster_slots_assigned:16384\ncluster_slots_ok:5461\ncluster_slots_pfail:10923\ncluster_slots_fail:0\ncluster_stats_messages_sent:5\ncluster_stats_messages_received:0',
    },
    says: /owners of 10923 do not answer this node.*sent 5 messages to other nodes and received none/,
    sound: {'info.txt': 'cluster_state:ok\ncluster_slots_assigned:16384\ncluster_slots_ok:16384'},
  },
  {
    id: 'cluster-masters-lost',
    files: {
      'nodes.txt': [
        master('a', 6379, 1, '0-5460', 'myself,master'),
        master('b', 6380, 2, '5461-10922', 'master,fail?'),
        master('c', 6381, 3, '10923-16383', 'master,fail?'),
        replica('d', 6382, 'b'),
        replica('e', 6383, 'c'),
      ].join('\n'),
    },
    says: /As 10\.0\.0\.1:6379 sees it, 2 of 3 masters with slots do not answer .*majority is 2: .*10\.0\.0\.4:6382 \(of 10\.0\.0\.2:6380\).*may be a majority that goes on/,
    sound: {
      'nodes.txt': [
        master('a', 6379, 1, '0-5460', 'myself,master'),
        master('b', 6380, 2, '5461-10922', 'master,fail?'),
        master('c', 6381, 3, '10923-16383'),
        replica('d', 6382, 'b'),
      ].join('\n'),
    },
  },
  {
    id: 'cluster-shape',
    files: {
      'nodes.txt': [
        master('a', 6379, 1, '0-16383', 'master,fail'),
        master('b', 6380, 2, ''),
        replica('d', 6382, 'a', 'myself,slave'),
      ].join('\n'),
    },
    says: /10\.0\.0\.1:6379 has all slots, so it alone votes: .*10\.0\.0\.2:6380 is of no help .*10\.0\.0\.1:6379 does not answer/,
    sound: {'nodes.txt': soundNodes},
  },
  {
    id: 'cluster-shape',
    files: {
      // A list that ends within a line is not whole: nothing is said of replicas that it may leave out.
      'nodes.txt': [
        master('a', 6379, 1, '0-5460', 'myself,master'),
        master('b', 6380, 2, '5461-10922'),
        master('c', 6381, 3, '10923-16383'),
      ].join('\n'),
    },
    says: /have no replica/,
    sound: {
      'nodes.txt': `${[
        master('a', 6379, 1, '0-5460', 'myself,master'),
        master('b', 6380, 2, '5461-10922'),
        master('c', 6381, 3, '10923-16383'),
      ].join('\n')}\n${id('d')} 10.0.0.4:6382@16382 slave ${id('a').slice(0, 12)}`,
    },
  },
  {
    id: 'node-at-loopback',
    files: {
      'nodes.txt': [
        `${id('a')} 127.0.0.1:6379@16379 myself,master - 0 0 1 connected 0-5460`,
        master('b', 6380, 2, '5461-10922'),
        master('c', 6381, 3, '10923-16383'),
        `${id('d')} 127.0.0.1:6379@16379 slave ${id('b')} 0 1700000000000 1 disconnected`,
      ].join('\n'),
    },
    says: /aaaaaaaa… \(127\.0\.0\.1:6379, the node that was asked\) and dddddddd….*2 nodes have one address/,
    // All on one machine: that is where each of them is.
    sound: {'nodes.txt': soundNodes.replaceAll(/10\.0\.0\.\d/g, '127.0.0.1')},
  },
  {
    id: 'bus-port-unreachable',
    files: {
      'nodes.txt': `${soundNodes}\n${id('7')} 10.0.0.9:6379@16379 handshake - 1700000000000 0 0 disconnected`,
    },
    says: /No node answers at 10\.0\.0\.9:6379: the cluster serves all slots.*CLUSTER FORGET with it finds nothing/,
    sound: {'nodes.txt': soundNodes},
  },
  {
    id: 'bus-foreign-data',
    files: {
      'n1.log': `${at('40.100')} # Bad message length or signature received on the Cluster bus from 127.0.0.1:37150`,
    },
    says: /bus port of n1 \(once, from 127\.0\.0\.1\).*its own machine/,
    sound: {'n1.log': `${at('40.100')} # Cluster state changed: ok`},
  },
  {
    id: 'nodes-conf-cut',
    files: {'nodes.conf': `${soundNodes}\nva\n`},
    says: /ends in the middle of its last line/,
    sound: {'nodes.conf': `${soundNodes}\nvars currentEpoch 3 lastVoteEpoch 0\n`},
  },
]
