import {Flags, type Interfaces} from '@oclif/core'
import type {DeploymentOptions} from '../../core/config/deployment-options.ts'
import {countFlag, durationFlag, portFlag} from './flags.ts'

/** What flags of directives share. */
export const directiveFlag = {multiple: true, multipleNonGreedy: true, helpValue: 'K=V'} as const

/** The options that shape a deployment, for `up` and `render`. */
export const deploymentFlags = {
  port: portFlag({
    summary:
      'First port of the data instances. By default the first free block from 7100 on for root, for others from 7120 … 7860.',
    env: 'REDISLAB_PORT',
  }),
  'sentinel-port': portFlag({
    summary:
      'First port of the sentinels. By default the first free block from 27100 on for root, for others from 27120 … 27860.',
    env: 'REDISLAB_SENTINEL_PORT',
  }),
  host: Flags.string({
    summary: 'IP address to listen on; with --hosts and --links that of this machine, for the hosts.',
    default: '127.0.0.1',
    helpValue: 'IP',
  }),
  set: Flags.string({
    summary:
      'A directive for redis.conf: maxmemory=64mb; for one instance n3:maxmemory=64mb. Repeat it for more.',
    ...directiveFlag,
  }),
  'sentinel-set': Flags.string({
    summary:
      'A directive for sentinel.conf: parallel-syncs=2; for one s1:loglevel=debug. Repeat it for more.',
    ...directiveFlag,
  }),
  'master-name': Flags.string({
    summary: 'The name by which sentinels know the master; of several, numbered, or one each: orders,users.',
    helpValue: 'NAME',
  }),
  quorum: countFlag({
    summary: 'How many sentinels must agree that a master is down. By default a majority.',
  }),
  'down-after': durationFlag({
    min: 1,
    summary: 'How long an instance must be silent to count as down.',
    helpValue: '1.5s',
  }),
  'failover-timeout': durationFlag({min: 1, summary: 'How long a failover may take.', helpValue: '5s'}),
  'parallel-syncs': countFlag({min: 1, summary: 'How many replicas may resync with a new master at once.'}),
  timing: Flags.option({
    summary:
      'lab: short timers and an instant start. fast: shorter ones, for tests only. redis: what Redis ships with.',
    options: ['lab', 'fast', 'redis'] as const,
    default: 'lab' as const,
  })(),
  password: Flags.string({
    summary: 'Password of all data instances. Without a value, or with auto, one is made up.',
    env: 'REDISLAB_PASSWORD',
    helpValue: 'TEXT',
  }),
  'sentinel-password': Flags.string({
    summary: 'Password of the sentinels. By default that of --password; without both they have none.',
    env: 'REDISLAB_SENTINEL_PASSWORD',
    helpValue: 'TEXT',
  }),
  acl: Flags.string({
    summary:
      'Users of the data instances: a file with a user a line (user app on >secret ~* +@all), or default. Sentinels and replicas get users of their own.',
    helpValue: 'FILE|default',
  }),
  tls: Flags.boolean({
    default: false,
    summary: 'All instances speak TLS, with certificates that are made for the deployment.',
  }),
  insecure: Flags.boolean({
    default: false,
    summary: 'No password, although --host is open to the network, or the server is older than 7.0.',
    exclusive: ['password'],
  }),
  persist: Flags.option({
    summary: 'What is kept on disk.',
    options: ['none', 'rdb', 'aof'] as const,
    default: 'none' as const,
  })(),
  server: Flags.string({
    summary: 'The server to run: a path, a flavour (valkey), a version (7.0), or image:NAME for containers.',
    env: 'REDISLAB_SERVER',
    helpValue: 'PATH|NAME|image:IMAGE',
  }),
  templates: Flags.string({
    summary: 'Folder with a redis.conf and sentinel.conf of your own.',
    helpValue: 'DIR',
  }),
  links: Flags.boolean({
    default: false,
    summary:
      'Links between instances, or between hosts, that can be cut and slowed down: partition, delay (Linux).',
  }),
  cluster: Flags.boolean({default: false, summary: 'The masters are the shards of a Redis Cluster.'}),
  chain: Flags.boolean({default: false, summary: 'The replicas replicate from one another.'}),
}

/** Where else instances run, for `up`. */
export const hostsFlag = {
  hosts: Flags.string({
    summary:
      'Spread it over other hosts: contexts of docker (docker context ls), in a Swarm or with their addresses. With image:NAME and a password.',
    helpValue: 'NAME[=IP],…',
  }),
}

/** What a command line said about a deployment. */
export type DeploymentFlags = {readonly name: string; readonly hosts?: string | undefined} & Partial<
  Interfaces.InferredFlags<typeof deploymentFlags>
>

/** The options of a deployment from the flags of a command line. */
export function toDeploymentOptions(flags: DeploymentFlags): DeploymentOptions {
  return {
    name: flags.name,
    port: flags.port,
    sentinelPort: flags['sentinel-port'],
    host: flags.host,
    hosts: flags.hosts?.split(','),
    set: flags.set,
    sentinelSet: flags['sentinel-set'],
    ...toMasterNames(flags['master-name']),
    quorum: flags.quorum,
    downAfterMs: flags['down-after'],
    failoverTimeoutMs: flags['failover-timeout'],
    parallelSyncs: flags['parallel-syncs'],
    timing: flags.timing,
    password: flags.password,
    sentinelPassword: flags['sentinel-password'],
    acl: flags.acl,
    tls: flags.tls,
    insecure: flags.insecure,
    persist: flags.persist,
    chain: flags.chain,
    cluster: flags.cluster,
    links: flags.links,
  }
}

function toMasterNames(names: string | undefined): Pick<DeploymentOptions, 'masterName' | 'masterNames'> {
  return names?.includes(',') ? {masterNames: names.split(',')} : {masterName: names}
}

/** Whether a word is no value: another flag, or nothing at all. */
export function isFlagWord(word: string | undefined): boolean {
  return word === undefined || word.startsWith('-')
}

const isTopology = (word: string | undefined) => /^\d+m(\d+r)?(\d+s)?$/.test(word ?? '')

/** `--password` may stand without a value: at the end, before another flag, or before the topology. */
export function fillPassword(argv: readonly string[]): string[] {
  const end = argv.indexOf('--')
  return argv.flatMap((word, index) => {
    const next = argv[index + 1]
    const isBare = word === '--password' && (end < 0 || index < end) && (isFlagWord(next) || isTopology(next))
    return isBare ? [word, 'auto'] : [word]
  })
}
