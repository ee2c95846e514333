/** A directive that an image writes, and the variable that makes it do so; undefined where the image does so by itself. */
export interface ImageDirective {
  readonly line: string
  readonly variable: string | undefined
}

type Environment = ReadonlyMap<string, string>

/**
 * What the images of bitnami write into their confs for their environment (their libredis.sh and libredissentinel.sh; the same
 * with VALKEY_ for REDIS_, and PRIMARY for MASTER). The official images of Redis and Valkey read no variables.
 */
export function directivesOfImage(
  image: string | undefined,
  environment: Environment,
): readonly ImageDirective[] {
  if (image === undefined || !/(?:^|\/)bitnami(?:legacy|secure)?\/(?:redis|valkey)/.test(image)) return []
  const product = /valkey/.test(image) ? 'VALKEY' : 'REDIS'
  const read = new Reader(product, environment)
  if (/(?:redis|valkey)-sentinel/.test(image)) return ofSentinel(read)
  if (/(?:redis|valkey)-cluster/.test(image)) return ofClusterNode(read)
  return ofServer(read)
}

class Reader {
  readonly directives: ImageDirective[] = []
  readonly #product: string
  readonly #environment: Environment

  constructor(product: string, environment: Environment) {
    this.#product = product
    this.#environment = environment
  }

  /** The variable that gives a value, by its name without the product; the first that is set and not empty. */
  variable(...names: readonly string[]): string | undefined {
    return names
      .flatMap((name) => [name, name.replace('MASTER', 'PRIMARY')])
      .map((name) => (name.startsWith('ALLOW_') ? name : `${this.#product}_${name}`))
      .find((name) => (this.#environment.get(name) ?? '') !== '')
  }

  value(...names: readonly string[]): string | undefined {
    const name = this.variable(...names)
    return name === undefined ? undefined : this.#environment.get(name)
  }

  isYes(name: string): boolean {
    return /^(?:1|yes|true)$/i.test(this.value(name) ?? '')
  }

  add(line: string, ...names: readonly string[]): void {
    this.directives.push({line, variable: this.variable(...names)})
  }

  /** `directive value`, where a variable or the image gives one. */
  set(directive: string, names: readonly string[], byItself?: string): void {
    const value = this.value(...names) ?? byItself
    if (value !== undefined) this.add(`${directive} ${value}`, ...names)
  }
}

function ofServer(read: Reader): readonly ImageDirective[] {
  read.set('port', ['PORT_NUMBER'], '6379')
  if (read.isYes('ALLOW_EMPTY_PASSWORD')) read.add('protected-mode no', 'ALLOW_EMPTY_PASSWORD')
  read.set('appendonly', ['AOF_ENABLED'], 'yes')
  const policy = read.value('RDB_POLICY')
  for (const rule of policy?.split(/\s+/) ?? []) read.add(`save ${rule.replace('#', ' ')}`, 'RDB_POLICY')
  if (policy === undefined && read.isYes('RDB_POLICY_DISABLED')) read.add('save ""', 'RDB_POLICY_DISABLED')
  read.set('requirepass', ['REQUIREPASS', 'PASSWORD'])
  for (const command of read.value('DISABLE_COMMANDS')?.split(',') ?? [])
    read.add(`rename-command ${command.trim()} ""`, 'DISABLE_COMMANDS')
  read.set('aclfile', ['ACLFILE'])
  const mode = read.value('REPLICATION_MODE')
  if (mode === undefined) return read.directives
  read.set('replica-announce-ip', ['REPLICA_IP'])
  read.set('replica-announce-port', ['REPLICA_PORT', 'MASTER_PORT_NUMBER'])
  read.set('masterauth', ['MASTER_PASSWORD', 'PASSWORD'])
  const host = read.value('MASTER_HOST')
  // With a sentinel to ask, the master is whom it names.
  if (/^(?:slave|replica)$/.test(mode) && host !== undefined && read.value('SENTINEL_HOST') === undefined)
    read.add(`replicaof ${host} ${read.value('MASTER_PORT_NUMBER') ?? '6379'}`, 'MASTER_HOST')
  return read.directives
}

/** A node of a cluster, where the image gives one password for both directions (their librediscluster.sh). */
function ofClusterNode(read: Reader): readonly ImageDirective[] {
  read.set('port', ['PORT_NUMBER', 'PORT'], '6379')
  if (read.isYes('ALLOW_EMPTY_PASSWORD')) read.add('protected-mode no', 'ALLOW_EMPTY_PASSWORD')
  read.set('appendonly', ['AOF_ENABLED'], 'yes')
  read.add('cluster-enabled yes')
  read.set('requirepass', ['PASSWORD'])
  read.set('masterauth', ['PASSWORD'])
  read.set('cluster-announce-ip', ['CLUSTER_ANNOUNCE_IP', 'ANNOUNCE_IP'])
  read.set('cluster-announce-port', ['CLUSTER_ANNOUNCE_PORT'])
  read.set('cluster-announce-bus-port', ['CLUSTER_ANNOUNCE_BUS_PORT'])
  read.set('cluster-announce-hostname', ['CLUSTER_ANNOUNCE_HOSTNAME'])
  return read.directives
}

function ofSentinel(read: Reader): readonly ImageDirective[] {
  const name = read.value('MASTER_SET') ?? 'mymaster'
  const host = read.value('MASTER_HOST') ?? 'redis'
  const port = read.value('MASTER_PORT_NUMBER') ?? '6379'
  read.set('port', ['SENTINEL_PORT_NUMBER'], '26379')
  read.set('requirepass', ['SENTINEL_PASSWORD'])
  read.add(
    `sentinel monitor ${name} ${host} ${port} ${read.value('SENTINEL_QUORUM') ?? '2'}`,
    'SENTINEL_QUORUM',
    'MASTER_HOST',
  )
  read.set(`sentinel down-after-milliseconds ${name}`, ['SENTINEL_DOWN_AFTER_MILLISECONDS'], '60000')
  read.set(`sentinel failover-timeout ${name}`, ['SENTINEL_FAILOVER_TIMEOUT'], '180000')
  read.set(`sentinel auth-pass ${name}`, ['MASTER_PASSWORD'])
  read.set(`sentinel auth-user ${name}`, ['MASTER_USER'])
  read.set('sentinel announce-ip', ['SENTINEL_ANNOUNCE_IP'])
  read.set('sentinel announce-port', ['SENTINEL_ANNOUNCE_PORT'])
  read.set('sentinel resolve-hostnames', ['SENTINEL_RESOLVE_HOSTNAMES'], 'yes')
  read.set('sentinel announce-hostnames', ['SENTINEL_ANNOUNCE_HOSTNAMES'], 'no')
  return read.directives
}
