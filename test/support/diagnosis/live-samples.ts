import {at, id, master, others, replica, sentinelConf, soundNodes} from './lines.ts'
import type {Sample} from './sample.ts'

const info = (lines: readonly string[]) => ['# Server', ...lines].join('\n')
const replication = (role: 'master' | 'slave', ...lines: readonly string[]) =>
  info([...lines, `role:${role}`, `master_replid:${id('a')}`])
const asked = (second: string, kind = 'server') =>
  `# redislab asked the ${kind} 10.0.0.1:6379 at 2026-01-01T00:00:${second}.000Z`

const monitored = (role: string) =>
  [
    '127.0.0.1:26379> SENTINEL MASTERS',
    ...[
      ['name', 'mymaster'],
      ['ip', '10.0.0.1'],
      ['port', '6379'],
      ['flags', 'master'],
      ['role-reported', role],
      ['role-reported-time', '65000'],
      ['down-after-milliseconds', '5000'],
      ['num-slaves', '0'],
      ['quorum', '2'],
    ].flatMap(([name, value], index) => [
      `${index === 0 ? '1) ' : '   '} ${2 * index + 1}) "${name}"`,
      `    ${2 * index + 2}) "${value}"`,
    ]),
  ].join('\n')

const slowlog = (micros: number) =>
  [
    '10.0.0.1:6379> SLOWLOG GET 32',
    '1) 1) (integer) 4',
    '   2) (integer) 1700000000',
    `   3) (integer) ${micros}`,
    '   4) 1) "EVAL"',
    '      2) "(2 left out)"',
    '   5) "10.0.0.9:40000"',
    '   6) ""',
  ].join('\n')

const latency = (ms: number, event = 'command') =>
  [
    '10.0.0.1:6379> LATENCY LATEST',
    `1) 1) "${event}"`,
    '   2) (integer) 1700000000',
    '   3) (integer) 12',
    `   4) (integer) ${ms}`,
  ].join('\n')

const downAfter = (ms: number) => sentinelConf(`sentinel down-after-milliseconds mymaster ${ms}\n${others}`)

const known = (host: string, port: number) => `sentinel known-replica mymaster ${host} ${port}\n`

const bytesAt = (offset: number, second: string) =>
  [
    asked(second),
    '10.0.0.1:6379> INFO',
    info([
      `run_id:${id('c')}`,
      'rdb_last_bgsave_time_sec:20',
      'role:master',
      `master_replid:${id('a')}`,
      `master_repl_offset:${offset}`,
      'repl_backlog_size:1048576',
    ]),
  ].join('\n')

const tiltCount = (count: number, second: string) =>
  [
    asked(second, 'sentinel'),
    '10.0.0.1:6379> INFO',
    info([`run_id:${id('c')}`, 'sentinel_masters:1', 'sentinel_tilt:0', `sentinel_total_tilt:${count}`]),
  ].join('\n')

const announced = (port: number, announcedPort: number) =>
  [
    `10.0.0.1:${port}> CONFIG GET *`,
    ...['port', port, 'replica-announce-ip', '10.0.0.1', 'replica-announce-port', announcedPort].map(
      (word, index) => `${index + 1}) "${word}"`,
    ),
  ].join('\n')

/** CLUSTER SHARDS as redis-cli prints it: of each shard its slots, and of its nodes digit, port and role. */
const shards = (...lists: readonly (readonly [string, ...(readonly [string, number, string, string])[]])[]) =>
  [
    '10.0.0.1:6379> CLUSTER SHARDS',
    ...lists.flatMap(([slots, ...nodes], index) => [
      `${index + 1}) 1) "slots"`,
      ...(slots === ''
        ? ['   2) (empty array)']
        : slots.split('-').map((slot, at) => `   ${at === 0 ? '2) ' : '   '}${at + 1}) (integer) ${slot}`)),
      '   3) "nodes"',
      ...nodes.flatMap(([digit, port, role, health], at) => [
        `   ${at === 0 ? '4) ' : '   '}${at + 1})  1) "id"`,
        `          2) "${id(digit)}"`,
        '          3) "port"',
        `          4) (integer) ${port}`,
        '          5) "ip"',
        `          6) "10.0.0.${port - 6378}"`,
        '          7) "role"',
        `          8) "${role}"`,
        '          9) "health"',
        `         10) "${health}"`,
      ]),
      // As Valkey 9.1 ends a shard.
      '   5) "id"',
      `   6) "${id('0')}"`,
    ]),
  ].join('\n')

const soundShards = [
  ['0-5460', ['a', 6379, 'master', 'online'], ['d', 6382, 'replica', 'online']],
  ['5461-10922', ['b', 6380, 'master', 'online'], ['e', 6383, 'replica', 'online']],
  ['10923-16383', ['c', 6381, 'master', 'online'], ['f', 6384, 'replica', 'online']],
] as const

const clusterNodes = (text: string) => `10.0.0.1:6379> CLUSTER NODES\n${text}\n\n`

const debug = (...pairs: readonly (readonly [string, number])[]) =>
  [
    '10.0.0.1:26379> SENTINEL DEBUG',
    ...pairs.flatMap(([name, ms], index) => [`${2 * index + 1}) "${name}"`, `${2 * index + 2}) "${ms}"`]),
  ].join('\n')

const settings = (name: string, value: string) => `10.0.0.1:6379> CONFIG GET *\n1) "${name}"\n2) "${value}"`

/** Causes that a deployment shows when it is asked. */
export const liveSamples: readonly Sample[] = [
  {
    id: 'monitored-is-replica',
    files: {'s1.txt': monitored('slave')},
    says: /s1 monitors 10\.0\.0\.1:6379 as the master of mymaster, and that one is a replica\. It has said so for 65 s/,
    sound: {'s1.txt': monitored('master')},
  },
  {
    id: 'stall-above-timeout',
    files: {'n1.txt': slowlog(7_200_000), 'sentinel.conf': downAfter(5000)},
    says: /n1 stood still for 7200 ms \(the command EVAL\), and down-after-milliseconds of mymaster is 5000/,
    sound: {'n1.txt': slowlog(720_000), 'sentinel.conf': downAfter(5000)},
  },
  {
    id: 'stall-above-timeout',
    files: {'n1.txt': latency(2500), 'redis.conf': 'cluster-enabled yes\ncluster-node-timeout 2000'},
    says: /n1 stood still for 2500 ms \(the event command\), and cluster-node-timeout is 2000/,
    sound: {'n1.txt': latency(2500), 'redis.conf': 'cluster-enabled yes\ncluster-node-timeout 15000'},
  },
  {
    id: 'stall-above-timeout',
    files: {
      'n1.txt': replication('master', 'latest_fork_usec:1800000'),
      'sentinel.conf': downAfter(1000),
    },
    says: /n1 stood still for 1800 ms \(a fork\)/,
    sound: {'n1.txt': replication('master', 'latest_fork_usec:1800'), 'sentinel.conf': downAfter(1000)},
  },
  {
    // A fork in INFO and as an event is one; and what makes a fork shorter is not what makes a command shorter.
    id: 'stall-above-timeout',
    files: {
      'n1.txt': `${replication('master', 'latest_fork_usec:1800123')}\n\n${latency(1800, 'fork')}`,
      'sentinel.conf': downAfter(1000),
    },
    says: /n1 stood still for 1800 ms \(a fork\), .* It is on its own record/,
    // Each server by the sentinels of its own master.
    sound: {
      'n1.txt': `${asked('00')}\n${replication('master', 'latest_fork_usec:1800123')}`,
      's1.conf': downAfter(5000),
      's2.conf': 'sentinel monitor other 10.0.0.7 6379 2\nsentinel down-after-milliseconds other 1000',
    },
  },
  {
    id: 'parallel-syncs-all',
    files: {
      'sentinel.conf': sentinelConf(
        `sentinel parallel-syncs mymaster 5\n${known('10.0.0.2', 6379)}${known('10.0.0.3', 6379)}${known('10.0.0.4', 6379)}`,
      ),
    },
    says: /parallel-syncs of mymaster is 5: after a failover all 2 replicas/,
    sound: {
      'sentinel.conf': sentinelConf(
        `sentinel parallel-syncs mymaster 1\n${known('10.0.0.2', 6379)}${known('10.0.0.3', 6379)}${known('10.0.0.4', 6379)}`,
      ),
    },
  },
  {
    id: 'master-loads',
    files: {
      'n1.txt': `${asked('00')}\n${replication('master', 'loading:1', 'loading_loaded_perc:12.40', 'loading_eta_seconds:95')}`,
      's1.txt': monitored('master'),
    },
    says: /n1, a master, loads its data and answers LOADING: 12 % are read, about 95 s are left\. A sentinel has it as the master of mymaster\. .*no failover begins/,
    sound: {'n1.txt': replication('master', 'loading:0')},
  },
  {
    id: 'sentinel-in-tilt',
    files: {
      's1.txt': info(['sentinel_masters:1', 'sentinel_tilt:1', 'sentinel_tilt_since_seconds:12']),
    },
    says: /s1 is in TILT, for 12 s now: no failover starts from it/,
    sound: {'s1.txt': info(['sentinel_masters:1', 'sentinel_tilt:0', 'sentinel_tilt_since_seconds:-1'])},
  },
  {
    id: 'sentinel-in-tilt',
    files: {'s1.txt': `${tiltCount(4, '00')}\n\n${tiltCount(6, '30')}`},
    says: /s1 went into TILT 2 times within 30 s/,
    sound: {'s1.txt': `${tiltCount(4, '00')}\n\n${tiltCount(4, '30')}`},
  },
  {
    id: 'hostnames-mixed',
    files: {
      's1.conf': sentinelConf('sentinel resolve-hostnames yes\nsentinel announce-hostnames yes'),
      's2.conf': sentinelConf('sentinel resolve-hostnames yes'),
    },
    says: /s1 announces hostnames, and s2 does not/,
    sound: {
      's1.conf': sentinelConf('sentinel resolve-hostnames yes\nsentinel announce-hostnames yes'),
      's2.conf': sentinelConf('sentinel resolve-hostnames yes\nsentinel announce-hostnames yes'),
    },
  },
  {
    id: 'hostnames-mixed',
    files: {'s1.conf': sentinelConf(`${known('10.0.0.2', 6379)}${known('redis-3.example', 6379)}`)},
    says: /known by names and by addresses: redis-3\.example:6379, but 10\.0\.0\.2:6379/,
    sound: {'s1.conf': sentinelConf(`${known('redis-2.example', 6379)}${known('redis-3.example', 6379)}`)},
  },
  {
    id: 'sentinel-passwords-differ',
    files: {
      's1.conf': sentinelConf('requirepass one'),
      's2.conf': sentinelConf('requirepass one'),
      's3.conf': sentinelConf('requirepass other'),
    },
    says: /s3 asks for another password than s1 and s2/,
    sound: {'s1.conf': sentinelConf('requirepass one'), 's2.conf': sentinelConf('requirepass one')},
  },
  {
    id: 'sentinel-passwords-differ',
    files: {'s1.conf': sentinelConf('requirepass one'), 's2.conf': sentinelConf('requirepass ""')},
    says: /s2 asks for no password, and s1 does\. .*counts those that ask for one as down/,
    // A word and a rule with it are the same; of a hash nothing is known.
    sound: {
      's1.conf': sentinelConf('requirepass one'),
      's2.conf': sentinelConf('user default on >one ~* &* +@all'),
      's3.conf': sentinelConf(`user default on #${'7'.repeat(64)} ~* &* +@all`),
    },
  },
  {
    id: 'sentinel-passwords-differ',
    files: {
      's1.conf': sentinelConf(`user default on #${'6'.repeat(64)} ~* &* +@all`),
      's2.conf': sentinelConf(`user default on #${'7'.repeat(64)} ~* &* +@all`),
    },
    says: /s2 asks for another password than s1/,
    // Of two masters, though under one name.
    sound: {
      's1.conf': sentinelConf(`${others}requirepass one`),
      's2.conf': 'sentinel monitor mymaster 10.0.9.1 6379 2\nrequirepass two',
    },
  },
  {
    id: 'master-priority-zero',
    files: {
      'n1.txt': `${replication('master', 'connected_slaves:1')}\n\n${settings('replica-priority', '0')}`,
    },
    says: /n1, the master, has replica-priority 0: .*no second failover is possible/,
    sound: {
      'n1.txt': `${replication('slave', 'connected_slaves:1')}\n\n${settings('replica-priority', '0')}`,
    },
  },
  {
    id: 'replica-buffer-short-for-rate',
    files: {
      'n1.txt': `${bytesAt(0, '00')}\n\n${settings('client-output-buffer-limit', 'normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60')}\n\n${bytesAt(600_000_000, '30')}`,
    },
    says: /breaks off at the present rate: 13 s of writes fill its buffer, and saving alone took 20 s/,
    sound: {
      'n1.txt': `${bytesAt(0, '00')}\n\n${settings('client-output-buffer-limit', 'normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60')}\n\n${bytesAt(60_000_000, '30')}`,
    },
  },
  {
    id: 'maxmemory-differs',
    files: {
      'n1.txt': replication('master', 'used_memory:900000000', 'maxmemory:1073741824'),
      'n2.txt': replication('slave', 'maxmemory:536870912'),
    },
    says: /n2 may use less memory than n1, the master: n2 512 MiB; the master 1024 MiB\. .*evict keys at once/,
    sound: {
      'n1.txt': replication('master', 'used_memory:900000000', 'maxmemory:1073741824'),
      'n2.txt': replication('slave', 'maxmemory:0'),
    },
  },
  {
    id: 'chained-replica',
    files: {
      'n2.txt': replication(
        'slave',
        'master_host:10.0.0.1',
        'master_port:6379',
        'connected_slaves:1',
        'slave0:ip=10.0.0.3,port=6379,state=online,offset=1,lag=0',
      ),
    },
    says: /10\.0\.0\.3:6379 follows n2, which is a replica itself/,
    sound: {
      'n2.txt': replication('slave', 'master_host:10.0.0.1', 'master_port:6379', 'connected_slaves:0'),
    },
  },
  {
    id: 'versions-differ',
    files: {
      'n1.txt': replication('master', 'redis_version:7.2.4', 'server_name:valkey', 'valkey_version:9.0.1'),
      'n2.txt': replication('slave', 'redis_version:7.2.4', 'server_name:valkey', 'valkey_version:8.1.1'),
    },
    says: /n2 is older than its master: n2 is Valkey 8\.1\.1; n1 is Valkey 9\.0\.1/,
    sound: {
      'n1.txt': replication('master', 'redis_version:7.2.4', 'server_name:valkey', 'valkey_version:8.1.1'),
      'n2.txt': replication('slave', 'redis_version:7.2.4', 'server_name:valkey', 'valkey_version:9.0.1'),
    },
  },
  {
    id: 'cluster-versions-mixed',
    files: {
      'n1.txt': replication('master', 'redis_version:7.0.15', 'cluster_enabled:1'),
      'n2.txt': replication('master', 'redis_version:8.0.2', 'cluster_enabled:1'),
      'n3.txt': replication('master', 'redis_version:8.0.3', 'cluster_enabled:1'),
    },
    says: /2 versions: n1 Redis 7\.0\.15; n2 and n3 Redis 8\.0\.2\. A slot with keys does not move from n2 and n3 to n1: .* version 12, which Redis 7\.0\.15 does not read/,
    sound: {
      'n1.txt': replication('master', 'redis_version:8.0.1', 'cluster_enabled:1'),
      'n2.txt': replication('master', 'redis_version:8.0.2', 'cluster_enabled:1'),
    },
  },
  {
    id: 'cluster-versions-mixed',
    files: {
      'n1.txt': replication('master', 'valkey_version:8.1.1', 'redis_version:7.2.4', 'cluster_enabled:1'),
      'n2.txt': replication('master', 'valkey_version:9.1.2', 'redis_version:7.2.4', 'cluster_enabled:1'),
    },
    says: /Slots do not move whole \(CLUSTER MIGRATESLOTS, .*\) from or to n1, which does not know it: that takes .*Valkey 9\.0 or later/,
    // Two servers that are no nodes of a cluster.
    sound: {
      'n1.txt': replication('master', 'valkey_version:8.1.1', 'redis_version:7.2.4'),
      'n2.txt': replication('master', 'valkey_version:9.1.2', 'redis_version:7.2.4'),
    },
  },
  {
    id: 'shards-lack-slots',
    files: {
      'n1.txt': clusterNodes(soundNodes) + shards(...soundShards.slice(1)),
      'n2.txt': clusterNodes(soundNodes.replace('myself,', '')) + shards(...soundShards),
    },
    says: /CLUSTER SHARDS of n1 lacks slots 0-5460, which CLUSTER NODES there gives to 10\.0\.0\.1:6379, epoch 1\. CLUSTER SHARDS of 1 other node has them\. .*without shard-id/,
    sound: {'n1.txt': clusterNodes(soundNodes) + shards(...soundShards)},
  },
  {
    id: 'shards-lack-slots',
    files: {
      'n1.txt':
        clusterNodes(
          `${soundNodes
            .replace('slave bbbb', 'master bbbb')
            .replace('5461-10922', '')
            .replace(
              `master ${id('b')} 0 1700000000000 1 connected`,
              'master - 0 1700000000000 7 connected 5461-10922',
            )
            .replace(`${id('b')} 10.0.0.2:6380@16380 master`, `${id('b')} 10.0.0.2:6380@16380 master,fail`)}`,
        ) +
        shards(
          soundShards[0],
          ['', ['b', 6380, 'master', 'fail'], ['e', 6383, 'master', 'online']],
          soundShards[2],
        ),
    },
    says: /lacks slots 5461-10922, which CLUSTER NODES there gives to 10\.0\.0\.5:6383, epoch 7.*second master, 10\.0\.0\.2:6380, which has failed/,
    // A master that has failed and has its slots still is another matter.
    sound: {
      'n1.txt':
        clusterNodes(
          soundNodes.replace(
            `${id('b')} 10.0.0.2:6380@16380 master`,
            `${id('b')} 10.0.0.2:6380@16380 master,fail`,
          ),
        ) + shards(soundShards[0], ['', ['b', 6380, 'master', 'fail']], soundShards[2]),
    },
  },
  {
    id: 'shard-has-two-masters',
    files: {
      'n1.txt':
        clusterNodes(`${soundNodes}\n${master('9', 6385, 3, '')}`) +
        shards(...soundShards.slice(0, 2), [
          '10923-16383',
          ['c', 6381, 'master', 'online'],
          ['9', 6385, 'master', 'online'],
        ]),
    },
    says: /10\.0\.0\.7:6385 and 10\.0\.0\.3:6381 are masters of one shard, as n1 lists it: 10\.0\.0\.7:6385 has no slots at epoch 3, 10\.0\.0\.3:6381 has slots 10923-16383 at epoch 3\. .*10\.0\.0\.7:6385 copies nothing/,
    // One that has failed stays in its shard as a master, until it is back.
    sound: {
      'n1.txt':
        clusterNodes(`${soundNodes}\n${master('9', 6385, 3, '', 'master,fail')}`) +
        shards(...soundShards.slice(0, 2), [
          '10923-16383',
          ['9', 6385, 'master', 'fail'],
          ['c', 6381, 'master', 'online'],
        ]),
    },
  },
  {
    id: 'shard-has-two-masters',
    files: {
      'nodes.conf': `${soundNodes.replaceAll(/(:\d+@\d+)/g, `$1,,tls-port=0,shard-id=${id('1')}`)}\nvars currentEpoch 3 lastVoteEpoch 0`,
    },
    says: /3 masters|are masters of one shard.*CLUSTER SHARDS gives the slots of only one/,
    sound: {
      'nodes.conf': `${soundNodes
        .split('\n')
        .map((line, index) => line.replace(/(:\d+@\d+)/, `$1,,tls-port=0,shard-id=${id(String(index % 3))}`))
        .join('\n')}\nvars currentEpoch 3 lastVoteEpoch 0`,
    },
  },
  {
    id: 'sentinel-periods-changed',
    files: {
      's1.txt': debug(['INFO-PERIOD', 10_000], ['PING-PERIOD', 20], ['TILT-PERIOD', 30_000]),
      's2.txt': debug(['INFO-PERIOD', 10_000], ['PING-PERIOD', 1000], ['TILT-PERIOD', 30_000]),
    },
    says: /Periods of s1 were changed with SENTINEL DEBUG: PING-PERIOD is 20 ms on s1, and 1000 at the start\. s1 can hardly promote a replica: .*100 ms.*differ between sentinels/,
    sound: {'s1.txt': debug(['INFO-PERIOD', 10_000], ['PING-PERIOD', 1000], ['SCRIPT-RETRY-DELAY', 30_000])},
  },
  {
    id: 'sentinel-script-fails',
    files: {
      's1.conf': sentinelConf(`${others}sentinel client-reconfig-script mymaster /etc/reconfig.sh`),
      's2.conf': sentinelConf(others),
    },
    says: /s2 has no client-reconfig-script of mymaster, and s1 has one/,
    sound: {
      's1.conf': sentinelConf(`${others}sentinel client-reconfig-script mymaster /etc/reconfig.sh`),
      's2.conf': sentinelConf(`${others}sentinel client-reconfig-script mymaster /opt/reconfig.sh`),
    },
  },
  {
    id: 'sentinel-script-fails',
    files: {
      's1.log': `${at('40.100', 'X')} # +sdown master mymaster 10.0.0.1 6379\n${at('40.200', 'X')} # -script-error /etc/notify.sh 0 2`,
    },
    says: /The script \/etc\/notify\.sh failed on s1 once, with exit code 2\. .*cannot be run/,
    sound: {'s1.log': `${at('40.100', 'X')} # +sdown master mymaster 10.0.0.1 6379`},
  },
  {
    id: 'sentinel-script-fails',
    files: {
      's1.conf': sentinelConf('sentinel notification-script mymaster /etc/notify.sh'),
      's1.txt': info(['sentinel_running_scripts:16', 'sentinel_scripts_queue_length:40']),
    },
    says: /s1 runs 16 scripts at once, and 40 wait or run in all/,
    sound: {
      's1.conf': sentinelConf('sentinel notification-script mymaster /etc/notify.sh'),
      's1.txt': info(['sentinel_running_scripts:1', 'sentinel_scripts_queue_length:1']),
    },
  },
  {
    id: 'replica-addresses-shared',
    files: {
      'n1.txt': announced(6379, 6379),
      'n2.txt': announced(6380, 6379),
    },
    says: /2 replicas have one address, 10\.0\.0\.1:6379/,
    // What CONFIG GET says where no port is announced.
    sound: {
      'n1.txt': announced(6379, 0),
      'n2.txt': announced(6380, 0),
    },
  },
  {
    id: 'cluster-no-failover',
    files: {
      'n1.txt': soundNodes.replace(`slave ${id('b')}`, `slave,nofailover ${id('b')}`),
    },
    says: /No replica of 10\.0\.0\.2:6380 may take over: 10\.0\.0\.5:6383 has .*its 5462 slots are not served until it comes back/,
    sound: {
      'n1.txt': `${soundNodes.replace(`slave ${id('b')}`, `slave,nofailover ${id('b')}`)}\n${replica('1', 6385, 'b')}`,
    },
  },
  {
    id: 'script-outlasts-timeout',
    files: {'n1.conf': 'busy-reply-threshold 5000', 'sentinel.conf': downAfter(3000)},
    says: /A script may run for 5000 ms until a server says BUSY, and sentinels wait for 3000 ms/,
    sound: {'n1.conf': 'busy-reply-threshold 5000', 'sentinel.conf': downAfter(30_000)},
  },
  {
    id: 'script-outlasts-timeout',
    files: {
      'n1.conf': 'replicaof 10.0.0.1 6379\nbusy-reply-threshold 5000',
      's1.conf': downAfter(3000),
      's2.conf': 'sentinel monitor other 10.0.0.7 6379 2\nsentinel down-after-milliseconds other 30000',
    },
    says: /sentinels wait for 3000 ms/,
    sound: {
      'n1.conf': 'replicaof 10.0.0.1 6379\nbusy-reply-threshold 5000',
      's1.conf': downAfter(30_000),
      's2.conf': 'sentinel monitor other 10.0.0.7 6379 2\nsentinel down-after-milliseconds other 3000',
    },
  },
  {
    id: 'slots-unbalanced',
    files: {
      'n1.txt': [
        master('a', 6379, 1, '0-9999', 'myself,master'),
        master('b', 6380, 2, '10000-13000'),
        master('c', 6381, 3, '13001-16383'),
      ].join('\n'),
    },
    says: /10\.0\.0\.1:6379 has 10000 slots, and 10\.0\.0\.2:6380 3001/,
    sound: {'n1.txt': soundNodes},
  },
  {
    id: 'clients-near-limit',
    files: {'n1.txt': replication('master', 'connected_clients:8700', 'maxclients:10000')},
    says: /n1 has 8700 of the 10000 clients/,
    sound: {'n1.txt': replication('master', 'connected_clients:870', 'maxclients:10000')},
  },
  {
    id: 'instances-left-out',
    files: {
      'n1.txt': `${asked('00')}, and had no answer: left out, and 41 more that others name: no more than 500 instances are asked`,
    },
    says: /42 instances were left out, 10\.0\.0\.1:6379 and others: no more than 500 are asked/,
    sound: {'n1.txt': `${asked('00')}, and had no answer: connection refused`},
  },
  {
    id: 'login-lacks-rights',
    files: {
      'n1.txt': `${asked('00')}, and had no answer: refused: the user reader may not run info`,
    },
    says: /The user reader may not run INFO on n1/,
    sound: {'n1.txt': `${asked('00')}, and had no answer: connection refused`},
  },
  {
    id: 'login-lacks-rights',
    files: {
      'n1.txt': `${asked('00')}\n\n10.0.0.1:6379> CONFIG GET *\n(error) NOPERM this user has no permissions to run the 'config' command or its subcommand\n`,
    },
    says: /The user may not run CONFIG GET on n1/,
    sound: {'n1.txt': `${asked('00')}\n\n${settings('replica-priority', '100')}\n`},
  },
]
