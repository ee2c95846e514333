import {at, id} from './lines.ts'
import type {Sample} from './sample.ts'

/** A replica asks a server for data that has no master itself. */
const asks = (second: string) =>
  [
    `${at(`${second}.000`, 'S')} * Connecting to MASTER 10.0.0.1:6379`,
    `${at(`${second}.002`, 'S')} * Master is currently unable to PSYNC but should be in the future: -NOMASTERLINK Can't SYNC while not connected with my master`,
  ].join('\n')

const repliesTo = (second: string, error: string) =>
  `${at(`${second}.000`, 'S')} # Error reply to PING from master: '-${error}'`

/** Causes between masters and replicas. */
export const replicationSamples: readonly Sample[] = [
  {
    id: 'replica-addresses-shared',
    files: {
      'r1.conf': 'port 6379\nreplicaof 10.0.0.1 6379\nreplica-announce-ip redis.example',
      'r2.conf': 'port 6379\nreplicaof 10.0.0.1 6379\nreplica-announce-ip redis.example',
    },
    says: /2 replicas have one address, redis\.example:6379/,
    sound: {
      'r1.conf': 'port 6379\nreplicaof 10.0.0.1 6379\nreplica-announce-ip r1.example',
      'r2.conf': 'port 6379\nreplicaof 10.0.0.1 6379\nreplica-announce-ip r2.example',
    },
  },
  {
    id: 'replica-addresses-shared',
    files: {
      'n1.conf': 'cluster-enabled yes\nport 6379\ncluster-announce-ip 192.168.1.5',
      'n2.conf': 'cluster-enabled yes\nport 6379\ncluster-announce-ip 192.168.1.5',
    },
    says: /2 nodes of a cluster announce one address, 192\.168\.1\.5:6379: n1, n2\. .*bus port \(16379/,
    sound: {
      'n1.conf': 'cluster-enabled yes\nport 6379\ncluster-announce-ip 192.168.1.5',
      'n2.conf':
        'cluster-enabled yes\nport 6379\ncluster-announce-ip 192.168.1.5\ncluster-announce-port 6380',
    },
  },
  {
    id: 'master-without-link',
    files: {'n2.log': [asks('41'), asks('42')].join('\n')},
    says: /10\.0\.0\.1:6379, which n2 follows, is no master: .*NOMASTERLINK, 2 times/,
    sound: {
      'n2.log': [
        asks('41'),
        asks('42'),
        `${at('43.200', 'S')} * Successful partial resynchronization with master.`,
      ].join('\n'),
    },
  },
  {
    id: 'sync-broken-off',
    files: {
      'n2.log': [
        `${at('01.000', 'S')} * Full resync from master: ${id('a')}:1`,
        `${at('59.000', 'S')} # Timeout receiving bulk data from MASTER... If the problem persists try to set the 'repl-timeout' parameter in redis.conf to a larger value.`,
        `${at('59.900', 'S')} # I/O error reading bulk count from MASTER: Resource temporarily unavailable`,
      ].join('\n'),
    },
    says: /given up 2 times: nothing of it came for repl-timeout \(58 s after n2 asked\)/,
    sound: {'n2.log': `${at('01.000', 'S')} * Full resync from master: ${id('a')}:1`},
  },
  {
    id: 'replica-cannot-connect',
    files: {
      'n2.log': [1, 2]
        .map(
          (n) =>
            `${at(`4${n}.000`, 'S')} * Connecting to MASTER redis-0.example:6379\n${at(`4${n}.010`, 'S')} # Unable to connect to MASTER: Invalid argument`,
        )
        .join('\n'),
    },
    says: /cannot reach its master redis-0\.example:6379: Invalid argument \(2 times\)\. .*does not resolve/,
    sound: {
      'n2.log': `${at('41.000', 'S')} * Connecting to MASTER redis-0.example:6379\n${at('41.010', 'S')} # Error condition on socket for SYNC: Connection refused`,
    },
  },
  {
    id: 'replica-cannot-connect',
    files: {
      'n2.log': [
        repliesTo('41', 'ERR max number of clients reached'),
        repliesTo('42', 'ERR max number of clients reached'),
      ].join('\n'),
    },
    says: /is reached and does not let it in: ERR max number of clients reached \(2 times\)\. maxclients is reached/,
    sound: {
      'n2.log': [
        repliesTo('41', 'LOADING Redis is loading'),
        repliesTo('42', 'LOADING Redis is loading'),
        `${at('43.000', 'S')} * Master replied to PING, replication can continue...`,
      ].join('\n'),
    },
  },
  {
    id: 'replica-wrong-password',
    files: {
      'n2.log': `${at('41.000', 'S')} # Unexpected reply to PSYNC from master: -NOPERM this user has no permissions to run the 'psync' command`,
    },
    says: /may not run what a replica needs: psync/,
    sound: {'n2.log': `${at('41.000', 'S')} * Master replied to PING, replication can continue...`},
  },
  {
    id: 'two-masters',
    files: {
      'n1.txt': `# Replication\nrole:master\nconnected_slaves:0\nmaster_replid:${id('a')}\nmaster_replid2:${id('0')}\nmaster_repl_offset:0`,
      'n2.txt': `# Replication\nrole:master\nconnected_slaves:2\nmaster_replid:${id('b')}\nmaster_replid2:${id('c')}\nmaster_repl_offset:5000`,
    },
    says: /n1 and n2 are both master: n2 has 2 replicas, n1 has none\. .*at offset 0/,
    sound: {
      'n1.txt': `# Replication\nrole:master\nconnected_slaves:1\nmaster_replid:${id('a')}\nmaster_replid2:${id('0')}\nmaster_repl_offset:900`,
      'n2.txt': `# Replication\nrole:master\nconnected_slaves:2\nmaster_replid:${id('b')}\nmaster_replid2:${id('c')}\nmaster_repl_offset:5000`,
    },
  },
  {
    id: 'container-network-mixed',
    files: {
      'sentinel.log': [
        `${at('40.100', 'X')} # +monitor master mymaster 192.168.1.5 6379 quorum 2`,
        `${at('41.100', 'X')} * +slave slave 172.17.0.3:6379 172.17.0.3 6379 @ mymaster 192.168.1.5 6379`,
        `${at('59.100', 'X')} # +sdown slave 172.17.0.3:6379 172.17.0.3 6379 @ mymaster 192.168.1.5 6379`,
      ].join('\n'),
    },
    says: /known by container addresses \(172\.17\.0\.3\).*the master is at 192\.168\.1\.5/,
    sound: {
      'sentinel.log': `${at('41.100', 'X')} * +slave slave 192.168.1.6:6379 192.168.1.6 6379 @ mymaster 192.168.1.5 6379`,
    },
  },
  {
    id: 'masterauth-differs',
    files: {
      'n1.conf': 'requirepass one',
      'n2.conf': 'requirepass one\nmasterauth one\nreplicaof 10.0.0.1 6379',
    },
    says: /n1 has no masterauth/,
    sound: {'n1.conf': 'requirepass one\nmasterauth one', 'n2.conf': 'requirepass one\nmasterauth one'},
  },
  {
    id: 'backlog-too-small',
    files: {
      'n1.log': `${at('40.100')} * Unable to partial resync with replica 10.0.0.2:6379 for lack of backlog (Replica request was: 1234).`,
    },
    says: /replication backlog of n1 was too small/,
    sound: {
      'n1.log': `${at('40.100')} * Partial resynchronization request from 10.0.0.2:6379 accepted. Sending 0 bytes of backlog starting from offset 1.`,
    },
  },
  {
    id: 'replica-link-timeout',
    files: {'n1.log': `${at('40.100')} # Disconnecting timedout replica (full sync): 10.0.0.2:6379`},
    says: /n1 gave up the link to its replica once/,
    sound: {'n1.log': `${at('40.100')} * Synchronization with replica 10.0.0.2:6379 succeeded`},
  },
  {
    id: 'replica-wrong-password',
    files: {
      'n2.log': `${at('40.100', 'S')} # Unable to AUTH to MASTER: -WRONGPASS invalid username-password pair or user is disabled.`,
    },
    says: /The master of n2 refuses its password/,
    sound: {'n2.log': `${at('40.100', 'S')} * Master replied to PING, replication can continue...`},
  },
  {
    id: 'replica-priorities-zero',
    files: {
      'r1.conf': 'replicaof 10.0.0.1 6379\nreplica-priority 0',
      'r2.conf': 'replicaof 10.0.0.1 6379\nreplica-priority 0',
    },
    says: /All 2 replicas here have priority 0/,
    sound: {
      'r1.conf': 'replicaof 10.0.0.1 6379\nreplica-priority 0',
      'r2.conf': 'replicaof 10.0.0.1 6379\nreplica-priority 100',
    },
  },
  {
    id: 'master-without-persistence',
    files: {'n1.conf': 'save ""\nappendonly no', 'n2.conf': 'replicaof 10.0.0.1 6379\nsave ""'},
    says: /n1 and n2 save nothing to disk/,
    sound: {'n1.conf': 'save 900 1\nappendonly yes', 'n2.conf': 'replicaof 10.0.0.1 6379\nappendonly yes'},
  },
  {
    id: 'min-replicas-unreachable',
    files: {'n1.conf': 'min-replicas-to-write 2', 'n2.conf': 'replicaof 10.0.0.1 6379'},
    says: /min-replicas-to-write is 2, and there is one replica/,
    sound: {
      'n1.conf': 'min-replicas-to-write 1',
      'n2.conf': 'replicaof 10.0.0.1 6379',
      'n3.conf': 'replicaof 10.0.0.1 6379',
    },
  },
  {
    id: 'repl-timeout-too-short',
    files: {'n1.conf': 'repl-timeout 5\nrepl-ping-replica-period 10'},
    says: /repl-timeout \(5 s\) is not above repl-ping-replica-period \(10 s\)/,
    sound: {'n1.conf': 'repl-timeout 60\nrepl-ping-replica-period 10'},
  },
  {
    id: 'replica-takes-writes',
    files: {'n2.conf': 'replicaof 10.0.0.1 6379\nreplica-read-only no'},
    says: /Replicas take writes/,
    sound: {'n2.conf': 'replicaof 10.0.0.1 6379\nreplica-read-only yes'},
  },
  {
    id: 'two-masters',
    files: {
      'n1.txt': `role:master\nmaster_replid:${id('a')}\nmaster_replid2:${id('0')}\nsecond_repl_offset:-1`,
      'n2.txt': `role:master\nmaster_replid:${id('b')}\nmaster_replid2:${id('a')}\nsecond_repl_offset:501`,
    },
    says: /n1 and n2 are both master, with a common past[\s\S]*n2 was promoted at offset 501; n1 does not know/,
    sound: {
      'n1.txt': `role:master\nmaster_replid:${id('a')}\nmaster_replid2:${id('0')}`,
      'n2.txt': `role:master\nmaster_replid:${id('b')}\nmaster_replid2:${id('c')}`,
    },
  },
  {
    id: 'replica-cannot-connect',
    files: {
      'n2.log': ['40', '41', '42', '43']
        .flatMap((s) => [
          `${at(`${s}.100`, 'S')} * Connecting to MASTER 10.0.0.1:6379`,
          `${at(`${s}.200`, 'S')} # Error condition on socket for SYNC: No route to host`,
        ])
        .join('\n'),
    },
    says: /n2 cannot reach its master 10\.0\.0\.1:6379: No route to host \(4 times\)/,
    sound: {
      'n2.log': `${at('40.100', 'S')} * Connecting to MASTER 10.0.0.1:6379\n${at('40.200', 'S')} # Error condition on socket for SYNC: Connection refused\n${at('41.200', 'S')} * Master replied to PING, replication can continue...`,
    },
  },
  {
    id: 'sync-broken-off',
    files: {
      'n2.log': ['40', '50']
        .flatMap((s) => [
          `${at(`${s}.100`, 'S')} * MASTER <-> REPLICA sync started`,
          `${at(`${s}.900`, 'S')} # I/O error trying to sync with MASTER: connection lost`,
        ])
        .join('\n'),
    },
    says: /The copy for n2 broke off 2 times/,
    sound: {
      'n2.log': `${at('40.100', 'S')} * MASTER <-> REPLICA sync started\n${at('41.100', 'S')} * MASTER <-> REPLICA sync: Finished with success`,
    },
  },
  {
    id: 'replica-of-itself',
    files: {
      's1.log': `${at('40.100', 'X')} * +slave slave 10.0.0.1:6379 10.0.0.1 6379 @ mymaster 10.0.0.1 6379`,
    },
    says: /address of the master is also that of one of its replicas/,
    sound: {
      's1.log': `${at('40.100', 'X')} * +slave slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379`,
    },
  },
  {
    id: 'partial-sync-broken',
    files: {
      'n2.log': ['10', '11', '12']
        .map(
          (s) =>
            `${at(`${s}.000`, 'S')} * Trying a partial resynchronization (request ${id('a')}:4500).\n${at(`${s}.001`, 'S')} * Successful partial resynchronization with master.\n${at(`${s}.323`, 'S')} * Caching the disconnected master state.`,
        )
        .join('\n'),
    },
    says: /The link of n2 breaks 0\.3 s after each partial resync that its master grants, 3 times\. .*same offset each time \(4500\)/,
    sound: {
      'n2.log': `${at('10.000', 'S')} * Caching the disconnected master state.\n${at('11.000', 'S')} * Trying a partial resynchronization (request ${id('a')}:4500).\n${at('11.001', 'S')} * Successful partial resynchronization with master.`,
    },
  },
  {
    id: 'dual-channel-refused',
    files: {
      'n2.log': `${at('10.000', 'S')} * Dual channel replication: PSYNC is not possible, initialize RDB channel.\n${at('10.010', 'S')} * Aborting dual channel sync`,
    },
    says: /n2 cannot open the second connection that its copy takes/,
    sound: {
      'n2.log': `${at('10.000', 'S')} * Dual channel replication: PSYNC is not possible, initialize RDB channel.\n${at('10.010', 'S')} * PRIMARY <-> REPLICA sync: Finished with success`,
    },
  },
  {
    id: 'replica-cannot-connect',
    files: {
      'n2.log': ['10', '11', '12']
        .map(
          (s) =>
            `${at(`${s}.000`, 'S')} * Connecting to MASTER :0\n${at(`${s}.001`, 'S')} # Unable to connect to MASTER: Invalid argument`,
        )
        .join('\n'),
    },
    says: /n2 follows nobody: the address of its master is empty \(":0"\), 3 attempts failed/,
    sound: {'n2.log': `${at('10.000', 'S')} * Connecting to MASTER 10.0.0.1:6379`},
  },
  {
    id: 'replica-refuses-command',
    files: {
      'n2.log': `${at('40.100', 'S')} # == CRITICAL == This replica is sending an error to its master: 'WRONGTYPE Operation against a key holding the wrong kind of value' after processing the command 'lpush'`,
    },
    says: /n2 could not do lpush, which its master sent \(once\): WRONGTYPE.*their data differ/,
    sound: {'n2.log': `${at('40.100', 'S')} * MASTER <-> REPLICA sync: Finished with success`},
  },
  {
    id: 'master-address-unusable',
    files: {'n2.log': `${at('40.100', 'S')} * Connecting to MASTER 0.0.0.0:6379`},
    says: /n2 follows 0\.0\.0\.0:6379.*leads to its own machine/,
    sound: {'n2.log': `${at('40.100', 'S')} * Connecting to MASTER 10.0.0.1:6379`},
  },
]
