import type {BadInput} from '../bad-input.ts'

/** What cannot be started: shapes, ports, times, addresses, names, and where they are to be. */
export const up: readonly BadInput[] = [
  {
    typed: 'up 1mm',
    code: 'TOPOLOGY_INVALID',
    message: '"1mm" is not a topology.',
    suggestions: [
      'Write masters, replicas and sentinels as in 1m2r3s (1 master, 2 replicas, 3 sentinels); 1m and 1m2r work too.',
    ],
  },
  {
    typed: 'up m1r2s3',
    code: 'TOPOLOGY_INVALID',
    message: '"m1r2s3" is not a topology.',
    suggestions: ['Did you mean 1m2r3s?'],
  },
  {
    typed: 'up 0m3s',
    code: 'TOPOLOGY_INVALID',
    message: 'The topology "0m3s" has no master.',
    suggestions: ['Start with at least one master: 1m2r3s.'],
  },
  {
    typed: 'up 999m',
    code: 'TOPOLOGY_INVALID',
    message: 'The topology "999m" has 999 instances; the most is 200.',
    suggestions: ['Ask for fewer: 1m50r3s is a large one.'],
  },
  {
    typed: 'up 1m2r-3s',
    code: 'TOPOLOGY_INVALID',
    message: '"1m2r-3s" is not a topology.',
    suggestions: ['Did you mean 1m2r3s?'],
  },
  {
    typed: 'up 3m3r3s --cluster',
    code: 'TOPOLOGY_INVALID',
    message: 'The topology "3m3r3s" has sentinels, and a cluster has none.',
    suggestions: [
      'In a cluster the masters themselves watch each other: leave the sentinels out, as in 3m3r.',
    ],
  },
  {
    typed: 'up 3m3r --cluster --chain',
    code: 'TOPOLOGY_INVALID',
    message: 'In a cluster every replica replicates from a master.',
    suggestions: ['Leave --chain out.'],
  },
  {
    typed: 'up 1m2r3s --port 70000',
    code: 'OPTION_INVALID',
    message: '--port: "70000" is not a port.',
    suggestions: ['A port is a number from 1 to 65535.'],
  },
  {
    typed: 'up 1m2r --port 65534',
    code: 'OPTION_INVALID',
    message: '--port 65534: 3 ports from there do not fit between 1 and 65535.',
    suggestions: ['Choose a port from 1024 to 65533.'],
  },
  {
    typed: 'up 3m3r --cluster --port 60000',
    code: 'OPTION_INVALID',
    message:
      '--port 60000: the nodes of a cluster talk to each other 10000 ports above, which is past 65535.',
    suggestions: ['Choose a port from 1024 to 55530.'],
  },
  {
    typed: 'up 1m1s --port 7000 --sentinel-port 7000',
    code: 'OPTION_INVALID',
    message: 'The ports 7000 to 7000 of the data instances and 7000 to 7000 of the sentinels overlap.',
    suggestions: ['Move one of them with --port or --sentinel-port.'],
  },
  {
    typed: 'up 1m1s --sentinel-port 65536',
    code: 'OPTION_INVALID',
    message: '--sentinel-port: "65536" is not a port.',
    suggestions: ['A port is a number from 1 to 65535.'],
  },
  {
    typed: 'up 1m --quorum 1',
    code: 'OPTION_INVALID',
    message: 'A quorum was given, but the topology has no sentinels.',
    suggestions: ['Add sentinels to the topology (1m2r3s), or leave --quorum out.'],
  },
  {
    typed: 'up 1m3s --quorum 4',
    code: 'OPTION_INVALID',
    message: 'A quorum of 4 is not possible with 3 sentinels.',
    suggestions: ['Choose --quorum from 1 to 3.'],
  },
  {
    typed: 'up 1m3s --quorum two',
    code: 'OPTION_INVALID',
    message: '--quorum: "two" is not a whole number from 0 on.',
    suggestions: ['Write it in digits, such as 2.'],
  },
  {
    typed: 'up 1m --down-after 5',
    code: 'OPTION_INVALID',
    message: '--down-after: "5" is not a duration.',
    suggestions: ['Write a number and a unit: 200ms, 5s, 1.5s, 2m, 1h.'],
  },
  {
    typed: 'up 1m2r3s --down-after 0ms',
    code: 'OPTION_INVALID',
    message: '--down-after: "0ms" is too short.',
    suggestions: ['Give it 1ms at least.'],
  },
  {
    typed: 'up 1m2r3s --failover-timeout soon',
    code: 'OPTION_INVALID',
    message: '--failover-timeout: "soon" is not a duration.',
    suggestions: ['Write a number and a unit: 200ms, 5s, 1.5s, 2m, 1h.'],
  },
  {
    typed: 'up 1m2r3s --failover-timeout 0s',
    code: 'OPTION_INVALID',
    message: '--failover-timeout: "0s" is too short.',
    suggestions: ['Give it 1ms at least.'],
  },
  {
    typed: 'up 1m2r3s --parallel-syncs many',
    code: 'OPTION_INVALID',
    message: '--parallel-syncs: "many" is not a whole number from 1 on.',
    suggestions: ['Write it in digits, such as 2.'],
  },
  {
    typed: 'up 1m --timing fast',
    code: 'USAGE',
    message: '--timing: "fast" is none of lab, redis.',
    suggestions: ['redislab up --help shows how it is used.'],
  },
  {
    typed: 'up 1m --persist disk',
    code: 'USAGE',
    message: '--persist: "disk" is none of none, rdb, aof.',
    suggestions: ['redislab up --help shows how it is used.'],
  },
  {
    typed: 'up 1m --host example.org',
    code: 'OPTION_INVALID',
    message: '--host example.org: this is not an IP address.',
    suggestions: [
      'Sentinel gives addresses to clients as they stand in its conf: use an IP such as 127.0.0.1.',
    ],
  },
  {
    typed: 'up 1m --host 300.1.1.1',
    code: 'OPTION_INVALID',
    message: '--host 300.1.1.1: this is not an IP address.',
    suggestions: [
      'Sentinel gives addresses to clients as they stand in its conf: use an IP such as 127.0.0.1.',
    ],
  },
  {
    typed: 'up 1m --links --host 10.0.0.1 --password x',
    code: 'OPTION_INVALID',
    message: '--links works on loopback only, and --host is 10.0.0.1.',
    suggestions: ['Leave --host out: links are told apart by loopback addresses.'],
  },
  {
    typed: 'up 1m --name ../x',
    code: 'OPTION_INVALID',
    message: '"../x" cannot be the name of a deployment.',
    suggestions: [
      'Use letters, digits, dash, underscore and dot, 64 at most, beginning with a letter or digit.',
    ],
  },
  {
    typed: 'REDISLAB_PORT=abc up 1m',
    code: 'OPTION_INVALID',
    message: '--port: "abc" is not a port.',
    suggestions: ['A port is a number from 1 to 65535.'],
  },
  {
    typed: 'up 1m 1r',
    code: 'USAGE',
    message: 'up takes no further arguments, but got "1r".',
    suggestions: ['redislab up --help shows how it is used.'],
  },
  {
    typed: 'up 1m --nonsense',
    code: 'USAGE',
    message: 'up has no option --nonsense.',
    suggestions: ['redislab up --help shows how it is used.'],
  },
  {
    typed: 'up 1m --downafter 5s',
    code: 'USAGE',
    message: 'up has no option --downafter.',
    suggestions: ['Did you mean --down-after?', 'redislab up --help shows how it is used.'],
  },
  {
    typed: 'up 1m --sentinel-prot 26380',
    code: 'USAGE',
    message: 'up has no option --sentinel-prot.',
    suggestions: ['Did you mean --sentinel-port?', 'redislab up --help shows how it is used.'],
  },
  {
    typed: 'up 1m --port',
    code: 'USAGE',
    message: '--port needs a value: first port of the data instances.',
    suggestions: ['redislab up --help shows how it is used.'],
  },
  {
    typed: 'up 1m --quiet',
    code: 'USAGE',
    message: 'up has no option --quiet.',
    suggestions: ['redislab up --help shows how it is used.'],
  },
  {
    typed: "up 1m --password ''",
    code: 'OPTION_INVALID',
    message: 'The password is empty or holds a control character.',
    suggestions: ['Leave --password without a value, or write auto, to have one made up.'],
  },
  {
    typed: 'up 1m --owner x',
    code: 'OPTION_INVALID',
    message: '--owner: "x" is not a whole number from 1 on.',
    suggestions: ['Write it in digits, such as 2.'],
  },
  {
    typed: 'up 1m --owner 99999999',
    code: 'OPTION_INVALID',
    message: 'There is no process 99999999 that could own the deployment.',
    suggestions: ['Name one that runs, such as the shell of a script: --owner $$'],
  },
  {
    typed: 'REDISLAB_HOME=/proc/x up 1m',
    code: 'STATE_UNWRITABLE',
    message: 'The state folder /proc/x cannot be written: no folder can be made in /proc.',
    suggestions: ['Point REDISLAB_HOME at a folder that you can write.'],
  },
  {
    typed: 'REDISLAB_HOME=./file up 1m',
    code: 'STATE_UNWRITABLE',
    message: 'The state folder /here/file cannot be written: it is not a folder.',
    suggestions: ['Point REDISLAB_HOME at a folder that you can write.'],
  },
  {
    typed: 'REDISLAB_HOME=./file/below up 1m',
    code: 'STATE_UNWRITABLE',
    message: 'The state folder /here/file/below cannot be written: it is not a folder.',
    suggestions: ['Point REDISLAB_HOME at a folder that you can write.'],
  },
  {
    typed: "REDISLAB_HOME=$'a\\nb' up 1m",
    code: 'OPTION_INVALID',
    message: 'REDISLAB_HOME holds a line break or another control character.',
    suggestions: ['Point REDISLAB_HOME at a folder whose name is plain text.'],
  },
  {
    typed: 'up 1m2r',
    stage: 'sentinels',
    code: 'DEPLOYMENT_EXISTS',
    message: 'A deployment named "default" already exists.',
    suggestions: [
      'Replace it: add --replace.',
      'Start another beside it: add --name OTHER.',
      'Look at it: redislab status',
    ],
  },
  {
    typed: 'up 1m --name other --port 6380',
    stage: 'sentinels',
    code: 'PORT_TAKEN',
    message: 'Port 6380, wanted for n1, is in use by pid 4711 (/usr/bin/redis-server 127.0.0.1:6380).',
    suggestions: [
      'Choose another with --port or --sentinel-port, or leave them out: redislab then finds free ports.',
    ],
  },
  {
    typed: 'up 1m --name other --port 6380',
    stage: 'kept',
    code: 'PORT_TAKEN',
    message: 'Port 6380, wanted for n1, belongs to the deployment "default", which is not running now.',
    suggestions: ['Remove it (redislab down --name default), or choose another port.'],
  },
]
