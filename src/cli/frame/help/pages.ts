import {ExitCode} from '../../../core/errors/errors.ts'

/** A page of `redislab help` that is about no single command. */
export interface HelpPage {
  readonly name: string
  readonly summary: string
  readonly intro: string
  readonly rows: readonly (readonly [term: string, meaning: string])[]
  /** Commands to try. */
  readonly examples: readonly string[]
}

const targets: HelpPage = {
  name: 'targets',
  summary: 'How to point at instances: n2, master, replica:2, all, …',
  intro:
    'Most commands act on targets. A role is resolved when the command runs: after a failover, master is another instance. Commands that take several targets take them as separate words (kill n1 n2); partition, delay and heal also take lists with commas (master,s1).',
  rows: [
    ['n2, s1', 'an instance, by its name: n for data instances, s for sentinels'],
    ['master', 'the current master'],
    ['replica, replica:2', 'the first replica, the second one'],
    ['sentinel, sentinel:2', 'the first sentinel, the second one'],
    ['leader', 'the sentinel that led the last failover'],
    ['masters, replicas, sentinels', 'all instances of that role'],
    ['all', 'every instance'],
    ['killed', 'every instance that was killed, or died, and has not been started again'],
    ['mymaster-2/master', 'with several masters: of this master group only'],
    ['shard:2, shard:2/master', 'in a cluster: all nodes of a shard, its master'],
    ['slot:866, key:foo', 'in a cluster: the master that has the slot, or the key'],
    ['host:a', 'with up --hosts: all instances that run on the host named a'],
    ['clients', 'for partition and delay: the clients, as one side of a link'],
  ],
  examples: [
    'redislab kill master',
    'redislab start killed',
    'redislab logs n2 sentinels',
    'redislab set replica:2 replica-priority 0',
  ],
}

const topologies: HelpPage = {
  name: 'topologies',
  summary: 'What 1m2r3s means, and what else up takes.',
  intro:
    'A topology says how many masters (m), replicas (r) and sentinels (s) a deployment has, in total and in this order.',
  rows: [
    ['1m', 'one master'],
    ['1m2r', 'one master with two replicas, and nobody that fails over'],
    ['1m2r3s', 'one master, two replicas, three sentinels: what up starts by default'],
    ['2m4r3s', 'two masters with two replicas each, watched by the same three sentinels'],
    ['5m', 'five independent masters, as Redlock wants them'],
    ['1m3r --chain', 'replicas that replicate from one another'],
    ['3m3r --cluster', 'a Redis Cluster: three shards with a replica each'],
  ],
  examples: ['redislab up 1m2r3s', 'redislab up 3m3r --cluster', 'redislab up 2m4r3s --dry-run'],
}

const exitCodes: HelpPage = {
  name: 'exit-codes',
  summary: 'What the exit code of a command says.',
  intro: 'The same with and without --json. They keep their meaning in later versions.',
  rows: [
    [String(ExitCode.done), 'done'],
    [String(ExitCode.expectationFailed), 'a lab failed: an expectation or a claim did not hold'],
    [String(ExitCode.usage), 'usage error: a command, option, topology or file that cannot be used'],
    [
      String(ExitCode.environment),
      'environment error: no server, a port that is taken, no permission; or doctor found a fault',
    ],
    [String(ExitCode.notFound), 'no such deployment or target, or it is not in a state for this'],
    [String(ExitCode.timeout), 'timed out'],
    [String(ExitCode.bug), 'a bug in redislab'],
    [String(ExitCode.interrupted), 'interrupted by Ctrl-C (SIGINT)'],
    [String(ExitCode.terminated), 'ended by SIGTERM'],
    ['126, 127, 128 + n', 'of exec: the command cannot be executed, was not found, was ended by signal n'],
  ],
  examples: ['redislab exec --up 1m2r3s -- npm test; echo $?'],
}

const variables: HelpPage = {
  name: 'variables',
  summary: 'Environment variables that redislab reads, and those that env and exec set.',
  intro: 'An option on the command line always counts more than a variable.',
  rows: [
    ['REDISLAB_NAME', 'which deployment a command is about, as --name'],
    ['REDISLAB_HOME', 'the state folder, where deployments are kept; else $XDG_STATE_HOME/redislab'],
    ['REDISLAB_SERVER', 'the server to start, as --server: a path, a flavour (valkey), a version (7.0)'],
    ['REDISLAB_CONTAINERS', 'what runs --server image:…: docker or podman; else the first that is here'],
    ['REDISLAB_SERVERS', 'more places to look for servers: files or folders, separated as in PATH'],
    ['REDISLAB_PORT', 'the first port of data instances, as --port'],
    ['REDISLAB_SENTINEL_PORT', 'the first port of sentinels, as --sentinel-port'],
    ['REDISLAB_PASSWORD', 'the password of data instances, as --password'],
    ['REDISLAB_SENTINEL_PASSWORD', 'the password of sentinels, as --sentinel-password'],
    ['REDISLAB_INSECURE', 'start what other users could misuse, as --insecure'],
    ['REDISLAB_REGISTER', 'the folder in which deployments of all users note their ports'],
    ['REDISLAB_ARTIFACTS', 'for test suites: the folder that keeps what a failed test left'],
    ['NO_COLOR, FORCE_COLOR', 'no colours; colours although the output is no terminal'],
    ['LC_ALL, LC_CTYPE, LANG', 'plain ASCII instead of ✔, ━ and … where the locale is C or POSIX'],
    ['REDIS_URL, REDIS_HOST, REDIS_PORT', 'set by env and exec: the current master'],
    ['REDIS_SENTINELS, REDIS_MASTER_NAME', 'set where there are sentinels: their addresses, the group'],
    ['REDIS_MASTER_NAMES', 'set where there are several groups: all of them'],
    ['REDIS_CLUSTER_NODES', 'set for a cluster: nodes to connect to'],
    ['REDIS_NODES', 'set outside clusters: the data instances of the group, the master first'],
    ['REDIS_USERNAME, REDIS_PASSWORD', 'set where there is a password'],
    ['REDIS_TLS_CA', 'set where the servers speak TLS: the file of the CA to trust'],
    ['REDIS_TLS_CERT, REDIS_TLS_KEY', 'set there, too: files of a certificate that clients may show'],
    ['REDIS_SENTINEL_PASSWORD', 'set where sentinels ask for a password'],
    ['REDISLAB_DIRECTORY', 'set by env and exec: the folder of the deployment, with its logs'],
  ],
  examples: ['eval "$(redislab env)"', 'REDISLAB_NAME=app redislab status'],
}

export const helpPages: readonly HelpPage[] = [targets, topologies, exitCodes, variables]
