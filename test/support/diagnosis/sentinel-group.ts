import {answers, type Server, type Servers} from './servers.ts'

export interface GroupOptions {
  readonly port: number
  readonly replicas?: number
  readonly sentinels?: number
  readonly quorum?: number
  /** Lines of each server; of one: `{n2: '…'}`. */
  readonly conf?: string
  readonly of?: Readonly<Record<string, string>>
  /** Lines of each sentinel, below the monitor line. */
  readonly sentinelConf?: string
  /** The loopback addresses that stand for hosts; all others are on 127.0.0.1. */
  readonly hosts?: Readonly<Record<string, string>>
  readonly downAfterMs?: number
  readonly failoverTimeoutMs?: number
  /** Sentinels that are on record and do not exist: `HOST PORT`. */
  readonly ghosts?: readonly string[]
  /** For redis-cli to the servers. */
  readonly cliOptions?: readonly string[]
  /** Whether to wait until sentinels and replicas have found each other. */
  readonly isAwaited?: boolean
}

export interface Group {
  readonly servers: Servers
  readonly master: Server
  /** n2; n1 where there is no replica. */
  readonly replica: Server
  readonly sentinels: readonly Server[]
  /** The last of the sentinels. */
  readonly sentinel: Server
}

const idOf = (digit: number) => String(digit).repeat(40)

/** A master (n1) with replicas (n2 …) and sentinels (s1 …) that know each other from the start, with short timers. */
export async function startGroup(servers: Servers, options: GroupOptions): Promise<Group> {
  const {port, replicas = 1, sentinels: count = 3, quorum = 2, hosts = {}} = options
  const hostOf = (name: string) => hosts[name] ?? '127.0.0.1'
  const names = Array.from({length: replicas + 1}, (_, index) => `n${index + 1}`)
  const data: Server[] = []
  for (const [index, name] of names.entries()) {
    const lines = [
      `replica-announce-ip ${hostOf(name)}`,
      index > 0 ? `replicaof ${hostOf('n1')} ${port}` : '',
      options.conf ?? '',
      options.of?.[name] ?? '',
    ]
    const at = {host: hostOf(name), port: port + index, conf: lines.join('\n')}
    data.push(await servers.start(name, {...at, cliOptions: options.cliOptions ?? []}))
  }
  const watchers = Array.from({length: count}, (_, index) => ({
    name: `s${index + 1}`,
    port: port + 10 + index,
    id: idOf(index + 1),
  }))
  const sentinels: Server[] = []
  for (const own of watchers) {
    const others = watchers.filter((it) => it !== own)
    const ghosts = (options.ghosts ?? []).map((address, index) => `${address} ${idOf(9 - index)}`)
    const lines = [
      `sentinel announce-ip ${hostOf(own.name)}`,
      `sentinel myid ${own.id}`,
      `sentinel monitor mymaster ${hostOf('n1')} ${port} ${quorum}`,
      `sentinel down-after-milliseconds mymaster ${options.downAfterMs ?? 300}`,
      `sentinel failover-timeout mymaster ${options.failoverTimeoutMs ?? 3000}`,
      ...names
        .slice(1)
        .map((name, index) => `sentinel known-replica mymaster ${hostOf(name)} ${port + index + 1}`),
      ...others.map(
        ({name, port: its, id}) => `sentinel known-sentinel mymaster ${hostOf(name)} ${its} ${id}`,
      ),
      ...ghosts.map((ghost) => `sentinel known-sentinel mymaster ${ghost}`),
      options.sentinelConf ?? '',
    ]
    const at = {host: hostOf(own.name), port: own.port, isSentinel: true, conf: lines.join('\n')}
    const sentinel = await servers.start(own.name, at)
    // A replica that has not answered for 5 ping periods is not promoted: these leave 2 s (sentinel.c: sentinelSelectSlave).
    const periods = ['INFO-PERIOD', '300', 'PUBLISH-PERIOD', '200', 'PING-PERIOD', '400', 'ASK-PERIOD', '200']
    await sentinel.cli('SENTINEL', 'DEBUG', ...periods)
    sentinels.push(sentinel)
  }
  const [master, replica = master] = data as [Server, ...Server[]]
  const group: Group = {servers, master, replica, sentinels, sentinel: sentinels.at(-1) as Server}
  if (options.isAwaited ?? true) await areReady(group, replicas)
  return group
}

async function areReady({master, sentinels}: Group, replicas: number): Promise<void> {
  await answers(master, ['INFO', 'replication'], new RegExp(`connected_slaves:${replicas}\\b`))
  for (const sentinel of sentinels) {
    await answers(
      sentinel,
      ['SENTINEL', 'REPLICAS', 'mymaster'],
      replicas === 0 ? /^/ : /master-link-status\s+ok/,
    )
  }
}

/** Waits until a sentinel has counted the master as down for `ms`, all the time without a quorum. */
export async function staysSubjective(sentinel: Server, ms: number): Promise<void> {
  await answers(
    sentinel,
    ['SENTINEL', 'MASTER', 'mymaster'],
    new RegExp(`s-down-time\\s+${longerThan(ms)}\\s`),
  )
}

/** A pattern of numbers of milliseconds from so many thousands on. */
function longerThan(ms: number): string {
  return `(?:[${Math.floor(ms / 1000)}-9]\\d{3}|\\d{5,})`
}
