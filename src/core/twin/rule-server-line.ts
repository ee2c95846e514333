import {bytesOf} from './memory.ts'
import {adapted, asItWas, type Circumstances, kept, leftOut, type Ruling} from './ruling.ts'

type Rule = (words: readonly string[], circumstances: Circumstances) => Ruling

/** What one instance may fill of the memory of this machine. */
const mostMemory = '100mb'
/** A backlog is allocated at once (up to Redis 6.2), and so large a one shows nothing that a smaller one does not. */
const mostBacklog = '512mb'

const elsewhere = 'every instance has a port of its own on this machine'
const reached = 'it is reached where it listens'
const ownFolder = 'each instance has a folder of its own'
const ofMachine = 'it is about the machine of the original'
const ofProcess = 'redislab starts and ends the process'

const all = (names: string, rule: Rule): Readonly<Record<string, Rule>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, rule]))

const out =
  (why: string): Rule =>
  () =>
    leftOut(why)

/** What differs on another machine, and what cannot hold there; everything else is kept. */
const rules: Readonly<Record<string, Rule>> = {
  ...all('bind', () => adapted('an address of this machine', 'only this machine is to reach it')),
  port: ([port], {tls}) =>
    port === '0' && tls ? kept('it speaks TLS alone') : adapted('a port of its own', elsewhere),
  'tls-port': ([port]) => (port === '0' ? kept('there is none') : adapted('a port of its own', elsewhere)),
  ...all(
    'cluster-port replica-announce-ip replica-announce-port slave-announce-ip slave-announce-port cluster-announce-ip cluster-announce-port cluster-announce-tls-port cluster-announce-bus-port cluster-announce-hostname cluster-announce-client-ipv4 cluster-announce-client-ipv6 cluster-announce-client-port cluster-announce-client-tls-port bind-source-addr rdma-bind rdma-port',
    out(reached),
  ),
  ...all('cluster-preferred-endpoint-type', ([type]) =>
    type === 'ip' ? kept(asItWas) : leftOut('names of hosts mean nothing here, so addresses are told'),
  ),
  ...all('replicaof slaveof', () =>
    adapted('the instance that stands for it', 'the same master, at its address here'),
  ),
  ...all('dir logfile pidfile', () => adapted('a folder of its own', ownFolder)),
  ...all('dbfilename appendfilename appenddirname', (words) =>
    words.some((word) => word.includes('/')) ? leftOut(ownFolder) : kept('a file in its own folder'),
  ),
  'cluster-config-file': () => adapted('nodes.conf', 'written with the nodes of the twin'),
  ...all('unixsocket unixsocketperm unixsocketgroup', out('it would be a file outside of its folder')),
  ...all('aclfile', () => adapted('users.acl', 'the same users and rights, with made-up passwords')),
  ...all('include', out('its lines stand here')),
  ...all('loadmodule', out('it would run a program of the machine of the original')),
  ...all('daemonize supervised', out(ofProcess)),
  ...all('syslog-enabled syslog-ident syslog-facility', out('it would write into the log of this machine')),
  ...all(
    'oom-score-adj oom-score-adj-values server-cpulist bio-cpulist aof-rewrite-cpulist bgsave-cpulist server_cpulist bio_cpulist aof_rewrite_cpulist bgsave_cpulist socket-mark-id disable-thp jemalloc-bg-thread ignore-warnings availability-zone',
    out(ofMachine),
  ),
  ...all(
    'io-threads io-threads-do-reads events-per-io-thread',
    out('all instances share the processors of this machine'),
  ),
  ...all('log-format log-timestamp-format', out('redislab reads the form that logs have by default')),
  loglevel: ([level]) =>
    level === 'warning' || level === 'nothing'
      ? adapted('notice', 'below it nothing could be explained', [{name: 'loglevel', value: 'notice'}])
      : kept(asItWas),
  maxmemory: ([size = '']) =>
    (bytesOf(size) ?? 0) > (bytesOf(mostMemory) ?? 0)
      ? adapted(mostMemory, 'all instances share the memory of this machine', [
          {name: 'maxmemory', value: mostMemory},
        ])
      : kept('it fits here'),
  'repl-backlog-size': ([size = '']) =>
    (bytesOf(size) ?? 0) > (bytesOf(mostBacklog) ?? 0)
      ? adapted(mostBacklog, 'all instances share the memory of this machine', [
          {name: 'repl-backlog-size', value: mostBacklog},
        ])
      : kept('what an outage may write before a full resync is due'),
  save: (words) =>
    words.join('') === ''
      ? kept('no snapshots')
      : adapted('save 3600 1', 'snapshots stay on, less often: at an orderly stop above all', [
          {name: 'save', value: '3600 1'},
        ]),
  requirepass: ([word = ''], {password}) =>
    word === ''
      ? kept('there is none')
      : adapted('a made-up one', password === undefined ? 'made up' : 'all data instances have the same'),
  ...all('masterauth primaryauth', ([word = ''], {passwordFor, password, hasMasterUser}) => {
    if (word === '') return kept('there is none')
    const own = passwordFor(word)
    return hasMasterUser || own === password
      ? adapted('a made-up one', 'the one that its master asks for')
      : adapted('a made-up one', 'another than its master asks for, as in the original', [
          {name: 'masterauth', value: own},
        ])
  }),
  ...all('masteruser primaryuser', ([user], {hasAcl}) =>
    hasAcl ? kept(`the user ${user} has its rights here`) : kept(asItWas),
  ),
  user: () => adapted('users.acl', 'the same rights, with made-up passwords'),
  'rename-command': ([command = '']) =>
    /^(?:ping|info|role|auth|hello|client|command|acl|cluster|replconf|psync)$/i.test(command)
      ? leftOut('redislab itself, and the instances among each other, need it by its name')
      : kept('it is called so by others, too'),
  'enable-debug-command': () => adapted('local', 'faults such as sleep need it'),
  ...all(
    'enable-protected-configs enable-module-command',
    out('it opens the way to programs of this machine'),
  ),
  ...all('tls-cert-file tls-key-file tls-ca-cert-file', (_, {tls}) =>
    tls ? adapted('made for the twin', 'a certificate of its own CA') : leftOut('the twin speaks no TLS'),
  ),
  ...all(
    'tls-ca-cert-dir tls-client-cert-file tls-client-key-file tls-client-key-file-pass tls-key-file-pass tls-dh-params-file tls-auto-reload-interval',
    out('its certificates are made for the twin'),
  ),
  'tls-auth-clients': ([word]) =>
    word === 'yes' ? adapted('optional', 'applications may come without a certificate') : kept(asItWas),
  ...all('tls-replication tls-cluster', (_, {tls}) =>
    tls ? kept('between the instances, too') : leftOut('the twin speaks no TLS'),
  ),
  ...all('cluster-node-timeout', ([word = ''], {factor}) =>
    !isTime(word)
      ? leftOut(noNumber)
      : factor === 1
        ? kept(asItWas)
        : adapted(String(fast(word, factor)), `${factor} times shorter`, [
            {name: 'cluster-node-timeout', value: String(fast(word, factor))},
          ]),
  ),
}

/** Why a line with a variable in place of a number is left out: no server reads it. */
export const noNumber = 'where a number belongs there is none'

/** Whether a word is a number that a timer can have: files for templates have variables there. */
export function isTime(word: string | undefined): boolean {
  return word !== undefined && /^\d+$/.test(word)
}

/** A time in milliseconds, shortened. */
export function fast(ms: string, factor: number): number {
  return Math.max(200, Math.round(Number(ms) / factor))
}

/** What happens to a line of redis.conf; undefined for one that no rule is about. */
export function ruleServerLine(
  name: string,
  words: readonly string[],
  circumstances: Circumstances,
): Ruling | undefined {
  return Object.hasOwn(rules, name) ? rules[name]?.(words, circumstances) : undefined
}
