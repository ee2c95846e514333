import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {readText} from '../evidence/read-text.ts'
import {allRules} from './all-rules.ts'
import {diagnose} from './diagnose.ts'

// Hypotheses: each rule sees its cause in a few lines as servers write them, says its numbers, and is silent where the
// same lines show nothing wrong.

interface Sample {
  readonly id: string
  /** File → its text. */
  readonly files: Readonly<Record<string, string>>
  readonly says: RegExp
  /** The same with nothing wrong. */
  readonly sound: Readonly<Record<string, string>>
}

const id = (digit: string) => digit.repeat(40)
const node = (digit: string, port: number, rest: string) =>
  `${id(digit)} 10.0.0.${port - 6378}:${port}@${port + 10000} ${rest} connected`
const master = (digit: string, port: number, epoch: number, slots: string, flags = 'master') =>
  `${node(digit, port, `${flags} - 0 1700000000000 ${epoch}`)} ${slots}`.trim()
const replica = (digit: string, port: number, of: string, flags = 'slave') =>
  node(digit, port, `${flags} ${id(of)} 0 1700000000000 1`)
const soundNodes = [
  master('a', 6379, 1, '0-5460', 'myself,master'),
  master('b', 6380, 2, '5461-10922'),
  master('c', 6381, 3, '10923-16383'),
  replica('d', 6382, 'a'),
  replica('e', 6383, 'b'),
  replica('f', 6384, 'c'),
].join('\n')
const sentinelConf = (lines: string) => `port 26379\nsentinel monitor mymaster 10.0.0.1 6379 2\n${lines}`
const others = `sentinel known-sentinel mymaster 10.0.0.2 26379 ${id('2')}\nsentinel known-sentinel mymaster 10.0.0.3 26379 ${id('3')}\n`
const at = (second: string, letter = 'M') => `1:${letter} 10 Nov 2024 03:52:${second}`

const samples: readonly Sample[] = [
  {
    id: 'sentinel-ids-shared',
    files: {
      'sentinel-1.conf': sentinelConf(`sentinel myid ${id('1')}`),
      'sentinel-2.conf': sentinelConf(`sentinel myid ${id('1')}`),
    },
    says: /2 sentinels have one id: 11111111… is that of sentinel-1 and sentinel-2/,
    sound: {
      'sentinel-1.conf': sentinelConf(`sentinel myid ${id('1')}`),
      'sentinel-2.conf': sentinelConf(`sentinel myid ${id('2')}`),
    },
  },
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
    id: 'sentinel-password-missing',
    files: {'sentinel.conf': sentinelConf(''), 'redis.conf': 'requirepass secret\nmasterauth secret'},
    says: /sentinel has no auth-pass for mymaster/,
    sound: {
      'sentinel.conf': sentinelConf('sentinel auth-pass mymaster secret'),
      'redis.conf': 'requirepass secret\nmasterauth secret',
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
    id: 'tls-port-only',
    files: {
      'sentinel.conf': sentinelConf('sentinel auth-pass mymaster x'),
      'redis.conf': 'port 0\ntls-port 6379\ntls-replication yes',
    },
    says: /sentinel speaks without TLS to servers that listen with TLS alone/,
    sound: {
      'sentinel.conf': sentinelConf('tls-replication yes'),
      'redis.conf': 'port 0\ntls-port 6379\ntls-replication yes',
    },
  },
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
    id: 'fork-failed',
    files: {'n1.log': `${at('40.100')} # Can't save in background: fork: Cannot allocate memory`},
    says: /n1 could not fork: the system would not promise the memory/,
    sound: {'n1.log': `${at('40.100')} * Background saving started by pid 7`},
  },
  {
    id: 'disk-full',
    files: {'n1.log': `${at('40.100', 'C')} # Write error saving DB on disk: No space left on device`},
    says: /n1 cannot write its data to disk: No space left on device/,
    sound: {'n1.log': `${at('40.100', 'C')} * DB saved on disk`},
  },
  {
    id: 'replica-link-timeout',
    files: {'n1.log': `${at('40.100')} # Disconnecting timedout replica (full sync): 10.0.0.2:6379`},
    says: /n1 gave up the link to its replica once/,
    sound: {'n1.log': `${at('40.100')} * Synchronization with replica 10.0.0.2:6379 succeeded`},
  },
  {
    id: 'protected-mode-denied',
    files: {
      'n2.log': `${at('40.100', 'S')} # Error reply to PING from master: '-DENIED Redis is running in protected mode because protected mode is enabled'`,
    },
    says: /it is in protected mode/,
    sound: {'n2.log': `${at('40.100', 'S')} * Master replied to PING, replication can continue...`},
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
    id: 'slow-script',
    files: {
      'n1.log': `${at('40.100')} # Slow script detected: still in execution after 5000 milliseconds. You can try killing the script using the SCRIPT KILL command.`,
    },
    says: /A script kept n1 from answering for 5000 ms/,
    sound: {'n1.log': `${at('40.100')} * Ready to accept connections`},
  },
  {
    id: 'crashed',
    files: {
      'n1.log': `${at('40.100')} # === REDIS BUG REPORT START: Cut & paste starting from here ===\n${at('40.101')} # Redis 7.0.15 crashed by signal: 11, si_code: 1`,
    },
    says: /n1 crashed \(Redis 7\.0\.15 crashed\)|n1 crashed/,
    sound: {'n1.log': `${at('40.100')} * Ready to accept connections`},
  },
  {
    id: 'failover-done',
    files: {
      's1.log': `${at('40.100', 'X')} # +sdown master mymaster 10.0.0.1 6379\n${at('42.300', 'X')} # +switch-master mymaster 10.0.0.1 6379 10.0.0.2 6379`,
    },
    says: /mymaster moved from 10\.0\.0\.1:6379 to 10\.0\.0\.2:6379[\s\S]*2\.2 s/,
    sound: {'s1.log': `${at('40.100', 'X')} # +sdown master mymaster 10.0.0.1 6379`},
  },
  {
    id: 'sdown-not-odown',
    files: {
      's1.log': `${at('30.100', 'X')} # +monitor master mymaster 10.0.0.1 6379 quorum 2\n${at('40.100', 'X')} # +sdown master mymaster 10.0.0.1 6379\n${at('59.300', 'X')} * +sentinel sentinel ${id('3')} 10.0.0.3 26379 @ mymaster 10.0.0.1 6379`,
    },
    says: /not enough other sentinels agree \(\+odown\) in the 19 s/,
    sound: {
      's1.log': `${at('40.100', 'X')} # +sdown master mymaster 10.0.0.1 6379\n${at('40.200', 'X')} # +odown master mymaster 10.0.0.1 6379 #quorum 2/2`,
    },
  },
  {
    id: 'hostnames-unresolved',
    files: {'sentinel.conf': 'port 26379\ndir /tmp\nsentinel monitor mymaster redis-0.example 6379 2'},
    says: /monitor the name redis-0\.example, and resolve-hostnames is not on/,
    sound: {
      'sentinel.conf':
        'port 26379\nsentinel resolve-hostnames yes\nsentinel monitor mymaster redis-0.example 6379 2',
    },
  },
  {
    id: 'sentinel-quorum',
    files: {'sentinel.conf': `sentinel monitor mymaster 10.0.0.1 6379 4\n${others}`},
    says: /quorum of mymaster is 4, and there are 3 sentinels/,
    sound: {'sentinel.conf': `sentinel monitor mymaster 10.0.0.1 6379 2\n${others}`},
  },
  {
    id: 'sentinel-too-few',
    files: {'sentinel.conf': sentinelConf(others.split('\n')[0] ?? '')},
    says: /mymaster has 2 sentinels: when one is lost, no failover can be authorised/,
    sound: {'sentinel.conf': sentinelConf(others)},
  },
  {
    id: 'sentinel-settings-differ',
    files: {
      's1.conf': sentinelConf('sentinel down-after-milliseconds mymaster 5000'),
      's2.conf': sentinelConf('sentinel down-after-milliseconds mymaster 60000'),
    },
    says: /down-after-milliseconds of mymaster differs between sentinels: s1 5000, s2 60000/,
    sound: {
      's1.conf': sentinelConf('sentinel down-after-milliseconds mymaster 5000'),
      's2.conf': sentinelConf('sentinel down-after-milliseconds mymaster 5000'),
    },
  },
  {
    id: 'sentinel-timers',
    files: {'s1.conf': sentinelConf('sentinel down-after-milliseconds mymaster 120000')},
    says: /without a master for more than 120 s/,
    sound: {
      's1.conf': sentinelConf(
        'sentinel down-after-milliseconds mymaster 5000\nsentinel failover-timeout mymaster 60000',
      ),
    },
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
    id: 'renamed-commands',
    files: {'n1.conf': 'rename-command CONFIG ""', 'sentinel.conf': sentinelConf('')},
    says: /Servers have renamed CONFIG, which sentinels need/,
    sound: {'n1.conf': 'rename-command FLUSHALL ""', 'sentinel.conf': sentinelConf('')},
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
    id: 'sentinel-conf-not-writable',
    files: {
      's1.log': `${at('40.100', 'X')} # Sentinel config file /etc/sentinel.conf is not writable: Permission denied. Exiting...`,
    },
    says: /it may not write its sentinel\.conf \(Permission denied\)/,
    sound: {'s1.log': `${at('40.100', 'X')} # Sentinel ID is ${id('1')}`},
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
    id: 'ckquorum-failed',
    files: {
      'ck.txt':
        '$ redis-cli -p 26379 SENTINEL CKQUORUM mymaster\n(error) NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the majority and authorize a failover',
    },
    says: /1 usable sentinels, which are no majority/,
    sound: {
      'ck.txt':
        '$ redis-cli -p 26379 SENTINEL CKQUORUM mymaster\nOK 3 usable Sentinels. Quorum and failover authorization can be reached',
    },
  },
  {
    id: 'sentinels-down',
    files: {
      's.txt': [1, 2, 3]
        .map(
          (n) =>
            `name\ns${n}\nip\n10.0.0.${n}\nport\n26379\nrunid\n${id(String(n))}\nflags\n${n > 1 ? 's_down,sentinel,disconnected' : 'sentinel'}`,
        )
        .join('\n'),
    },
    says: /2 of 4 sentinels on record are down: 2 are left, and the majority is 3/,
    sound: {'s.txt': `name\ns1\nip\n10.0.0.1\nport\n26379\nrunid\n${id('1')}\nflags\nsentinel`},
  },
  {
    id: 'replica-unfit',
    files: {
      'r.txt':
        'name\n10.0.0.2:6379\nip\n10.0.0.2\nport\n6379\nflags\ns_down,slave,disconnected\nslave-priority\n100',
    },
    says: /No replica can be promoted: 10\.0\.0\.2:6379 is down for this sentinel, is disconnected/,
    sound: {
      'r.txt':
        'name\n10.0.0.2:6379\nip\n10.0.0.2\nport\n6379\nflags\nslave\nmaster-link-status\nok\nslave-priority\n100',
    },
  },
  {
    id: 'groups-mixed',
    files: {
      'sentinel.conf':
        'sentinel monitor a 10.0.0.1 6379 2\nsentinel known-replica a 10.0.0.9 6379\nsentinel monitor b 10.0.0.2 6379 2\nsentinel known-replica b 10.0.0.9 6379',
    },
    says: /10\.0\.0\.9:6379 belongs to a and b at the same time/,
    sound: {
      'sentinel.conf':
        'sentinel monitor a 10.0.0.1 6379 2\nsentinel known-replica a 10.0.0.8 6379\nsentinel monitor b 10.0.0.2 6379 2\nsentinel known-replica b 10.0.0.9 6379',
    },
  },
  {
    id: 'promotion-timed-out',
    files: {
      's1.log': [
        `${at('40.100', 'X')} # +try-failover master mymaster 10.0.0.1 6379`,
        `${at('41.100', 'X')} # +selected-slave slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379`,
        `${at('59.100', 'X')} # -failover-abort-slave-timeout master mymaster 10.0.0.1 6379`,
      ].join('\n'),
    },
    says: /s1 told 10\.0\.0\.2:6379 to be a master, and it did not become one/,
    sound: {
      's1.log': `${at('40.100', 'X')} # +try-failover master mymaster 10.0.0.1 6379\n${at('42.100', 'X')} # +failover-end master mymaster 10.0.0.1 6379`,
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
    id: 'config-rewrite-failed',
    files: {'n2.log': `${at('40.100')} # CONFIG REWRITE failed: Permission denied`},
    says: /n2 cannot save its conf: Permission denied/,
    sound: {'n2.log': `${at('40.100')} # CONFIG REWRITE executed with success.`},
  },
  {
    id: 'rdb-unreadable',
    files: {'n1.log': `${at('40.100')} # Short read or OOM loading DB. Unrecoverable error, aborting now.`},
    says: /n1 does not start: its RDB file cannot be read to its end/,
    sound: {'n1.log': `${at('40.100')} * DB loaded from disk: 0.001 seconds`},
  },
  {
    id: 'tls-mismatch',
    files: {
      'n1.log': `${at('40.100')} # Error accepting a client connection: error:0A00010B:SSL routines::wrong version number (conn: fd=11)`,
    },
    says: /n1 fails to speak TLS: the other side speaks without it/,
    sound: {'n1.log': `${at('40.100')} * Ready to accept connections tls`},
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
    id: 'sentinel-user-rights',
    files: {
      'sentinel.conf': sentinelConf('sentinel auth-user mymaster watcher'),
      'users.acl': 'user watcher on >x ~* &* +ping +info +role +publish +subscribe +client|setname',
    },
    says: /The user watcher, with which sentinels log in to servers, lacks \+slaveof \+multi \+exec \+config\|rewrite \+client\|kill/,
    sound: {
      'sentinel.conf': sentinelConf('sentinel auth-user mymaster watcher'),
      'users.acl':
        'user watcher on >x allchannels +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info +client|setname +client|kill +script|kill',
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
    id: 'save-failed',
    files: {'n1.log': `${at('40.100')} # SYNC failed. BGSAVE child returned an error`},
    says: /A save of n1 failed, so a replica that waits for it gets no copy/,
    sound: {'n1.log': `${at('40.100')} * Background saving terminated with success`},
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
    id: 'sentinel-address-flips',
    files: {
      's1.log': ['fd00::2', '10.0.0.2', 'fd00::2']
        .map(
          (ip) =>
            `${at('40.100', 'X')} * +sentinel-address-switch master mymaster 10.0.0.1 6379 ip ${ip} port 26379 for ${id('2')}`,
        )
        .join('\n'),
    },
    says: /The sentinel 22222222… is seen at another address 3 times/,
    sound: {
      's1.log': `${at('40.100', 'X')} * +sentinel-address-switch master mymaster 10.0.0.1 6379 ip 10.0.0.2 port 26379 for ${id('2')}`,
    },
  },
  {
    id: 'sentinel-entry-stale',
    files: {'s1.conf': sentinelConf(`${others}sentinel known-sentinel mymaster 10.0.0.4 0 ${id('4')}`)},
    says: /1 sentinel is on record with port 0/,
    sound: {'s1.conf': sentinelConf(others)},
  },
  {
    id: 'sentinel-no-votes',
    files: {
      's1.log': [
        `${at('40.002', 'X')} # +try-failover master mymaster 10.0.0.1 6379`,
        `${at('40.003', 'X')} # +vote-for-leader ${id('1')} 7`,
        `${at('50.100', 'X')} # -failover-abort-not-elected master mymaster 10.0.0.1 6379`,
      ].join('\n'),
    },
    says: /s1 asked for votes in epoch 7, and no other sentinel answered with one in 10 s/,
    sound: {
      's1.log': `${at('40.002', 'X')} # +try-failover master mymaster 10.0.0.1 6379\n${at('40.300', 'X')} # +elected-leader master mymaster 10.0.0.1 6379`,
    },
  },
  {
    id: 'conf-refused',
    files: {
      'start.txt':
        "*** FATAL CONFIG FILE ERROR (Redis 6.2.3) ***\nReading the configuration file, at line 22\n>>> 'tls-port 6379'\nBad directive or wrong number of arguments",
    },
    says: /refuses the line "tls-port 6379" of its conf \(6\.2\.3\)\.[\s\S]*built without TLS/,
    sound: {'start.txt': '$ redis-cli PING\nPONG'},
  },
  {
    id: 'manual-failover-timed-out',
    files: {
      'n4.log': `${at('40.100', 'S')} # Manual failover user request accepted.\n${at('45.100', 'S')} # Manual failover timed out.`,
    },
    says: /n4 did not take over in the 5 s[\s\S]*No election began/,
    sound: {
      'n4.log': `${at('40.100', 'S')} # Manual failover user request accepted.\n${at('40.300', 'S')} # Failover election won: I'm the new master.`,
    },
  },
  {
    id: 'cluster-check-failed',
    files: {'check.txt': "[ERR] Nodes don't agree about configuration!"},
    says: /nodes do not agree about the cluster/,
    sound: {'check.txt': '[OK] All nodes agree about slots configuration.'},
  },
  {
    id: 'aof-fsync-slow',
    files: {
      'n1.log': `${at('40.100')} * Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for fsync to complete, this may slow down Redis.`,
    },
    says: /disk of n1 is too slow for its append only file \(once\)/,
    sound: {'n1.log': `${at('40.100')} * Background AOF rewrite finished successfully`},
  },
]

function read(files: Readonly<Record<string, string>>) {
  return diagnose(Object.entries(files).map(([name, text]) => readText(name, text)))
}

describe.each(samples)('$id', ({id: rule, files, says, sound}) => {
  test('sees its cause', () => {
    const found = read(files).findings.filter((finding) => finding.id === rule)
    expect(found.map(({title, why}) => `${title} ${why}`).join('\n')).toMatch(says)
    for (const {evidence} of found) expect(evidence).not.toEqual([])
  })

  test('is silent where nothing is wrong', () => {
    expect(read(sound).findings.filter((finding) => finding.id === rule)).toEqual([])
  })
})

// What blind readers of other people's evidence found to be said wrongly. Each line here is right to be silent about, or open.
describe('is not said', () => {
  const titles = (files: Readonly<Record<string, string>>) =>
    read(files)
      .findings.map(({severity, certainty, title, why}) => `${severity} ${certainty} ${title} ${why}`)
      .join('\n')

  test('a number of sentinels that nothing shows', () => {
    const log = `${at('40.100', 'X')} # Sentinel ID is ${id('1')}\n${at('40.101', 'X')} # +monitor master mymaster 10.0.0.1 6379 quorum 2`
    expect(titles({'s1.log': log})).toBe('')
  })

  test('fewer sentinels than conf and log name together, or a stale entry as a living one', () => {
    const conf = sentinelConf(`sentinel known-sentinel mymaster 10.0.0.2 26379 ${id('2')}`)
    const log = [3, 2]
      .map(
        (n) =>
          `${at('41.100', 'X')} * +sentinel sentinel ${id(String(n))} 10.0.0.${n} 26379 @ mymaster 10.0.0.1 6379`,
      )
      .join('\n')
    expect(
      titles({
        's1.conf': conf,
        's1.log': `${at('40.100', 'X')} # +monitor master mymaster 10.0.0.1 6379 quorum 2\n${log}`,
      }),
    ).toBe('')
    expect(
      titles({'s1.conf': sentinelConf(`${others}sentinel known-sentinel mymaster 10.0.0.4 0 ${id('4')}`)}),
    ).not.toMatch(/4 sentinels/)
  })

  const attempt = (end: string, votes: string) =>
    [
      `${at('40.000', 'X')} # +odown master mymaster 10.0.0.1 6379 #quorum ${votes}`,
      `${at('40.001', 'X')} # +new-epoch 7`,
      `${at('40.002', 'X')} # +try-failover master mymaster 10.0.0.1 6379`,
      `${at('40.003', 'X')} # +vote-for-leader ${id('1')} 7`,
      `${at('40.010', 'X')} # ${id('2')} voted for ${id('1')} 7`,
      end,
    ].join('\n')
  const abort = `${at('50.100', 'X')} # -failover-abort-not-elected master mymaster 10.0.0.1 6379`

  test.each([
    {why: 'the quorum asks for more votes', log: attempt(abort, '4/4')},
    {why: 'a newer epoch began', log: attempt(`${at('41.000', 'X')} # +new-epoch 8\n${abort}`, '2/2')},
  ])('that a majority is missing, as certain, when $why', ({log}) => {
    expect(titles({'s1.log': log})).toMatch(/^cause possible 2 votes of epoch 7 .* was not enough/)
  })

  test('anything about votes that came after the end, or an end that came at once', () => {
    const late = `${at('40.004', 'X')} # -failover-abort-not-elected master mymaster 10.0.0.1 6379\n${at('40.010', 'X')} # ${id('2')} voted for ${id('1')} 7`
    const log = attempt(late, '2/2').replace(`${at('40.010', 'X')} # ${id('2')} voted for ${id('1')} 7\n`, '')
    expect(titles({'s1.log': log})).toBe('')
  })

  test('that slots have no owner, by a node that has not met all others', () => {
    const nodes = `${master('a', 6379, 1, '0-5460', 'myself,master')}\n${id('b')} 10.0.0.2:6380@16380 handshake - 0 0 0 disconnected`
    const said = titles({'nodes.txt': nodes})
    expect(said).toContain('has not joined')
    expect(said).not.toMatch(/no owner|no living member/)
  })

  test('which machine a node at :0 is on', () => {
    const nodes = soundNodes.replace('10.0.0.1:6379@16379', ':0@0').replace('10.0.0.2:6380', '10.0.0.3:6380')
    expect(titles({'nodes.txt': nodes})).toBe('')
  })

  test('that equal epochs stay, while the links are up', () => {
    expect(titles({'nodes.txt': soundNodes.replace(' 2 connected 5461', ' 1 connected 5461')})).toMatch(
      /^risk certain .*within seconds/,
    )
  })

  test('that names are not resolved, of a sentinel that monitors one', () => {
    const conf = 'port 26379\ndir /tmp\nsentinel monitor mymaster redis-0.example 6379 2'
    const log = `${at('40.100', 'X')} # +monitor master mymaster redis-0.example 6379 quorum 2`
    expect(titles({'sentinel.conf': conf, 'sentinel.log': log})).toBe('')
    expect(titles({'sentinel.conf': conf, 'versions.txt': 'sentinel: 5.0.5'})).toBe('')
  })

  test('that a panic on purpose is a bug, or a limit a lack of memory', () => {
    const panic = `${at('40.100', 'S')} # === REDIS BUG REPORT START\n${at('40.101', 'S')} # Guru Meditation: Replica was unable to write command to disk. #replication.c:1234`
    expect(titles({'n2.log': panic})).toMatch(/ended itself/)
    const fork = `${at('40.100')} # Can't save in background: fork: Resource temporarily unavailable`
    expect(titles({'n1.log': fork})).toMatch(/a limit on processes was reached/)
  })

  test('what an open slot holds, when only one side is open', () => {
    const check =
      '[WARNING] Node 10.0.0.1:6379 has slots in importing state (7).\n[WARNING] The following slots are open: 7'
    expect(titles({'check.txt': check})).toMatch(/Only one side is open/)
  })
})

test('a rule that no sample here shows is shown by an incident', () => {
  const expected = readFileSync(path.join(import.meta.dirname, '../../../test/incidents.test.ts'), 'utf8')
  const shown = new Set(samples.map((sample) => sample.id))
  const missing = allRules.filter(({id: rule}) => !shown.has(rule) && !expected.includes(` ${rule}'`))
  expect(missing.map(({id: rule}) => rule)).toEqual([])
})

test('ids are unique, and each names a lab that exists', () => {
  const ids = allRules.map(({id: rule}) => rule)
  expect(new Set(ids).size).toBe(ids.length)
  const labs = readdirSync(path.join(import.meta.dirname, '../../../labs'))
  for (const {lab} of allRules) if (lab !== undefined) expect(labs).toContain(`${lab}.yaml`)
})
