import {RedislabError} from '../errors.ts'

/** One line of a conf file: a name and the rest of the line. */
export interface Directive {
  readonly name: string
  readonly value: string
}

/** Directives that redislab fills in itself, and the option that sets them. */
const reserved: Readonly<Record<string, string>> = {
  port: 'Use --port or --sentinel-port.',
  bind: 'Use --host.',
  dir: 'Each instance has its own folder; REDISLAB_HOME moves them all.',
  logfile: 'Each instance logs into its own folder: redislab logs shows it.',
  pidfile: 'redislab keeps track of the processes itself.',
  daemonize: 'redislab starts the servers itself.',
  supervised: 'redislab starts the servers itself.',
  requirepass: 'Use --password.',
  masterauth: 'Use --password.',
  replicaof: 'The topology decides who replicates from whom: 1m2r, or --chain.',
  slaveof: 'The topology decides who replicates from whom: 1m2r, or --chain.',
  include: 'Use --templates to bring your own conf files.',
  'cluster-config-file': 'Each node has its nodes.conf in its own folder.',
  'cluster-enabled': 'Cluster mode is a topology of its own: --cluster.',
}

const reservedForSentinels: Readonly<Record<string, string>> = {
  ...reserved,
  requirepass: 'Use --sentinel-password.',
  'sentinel-pass': 'Use --sentinel-password.',
  monitor: 'The topology decides what sentinels monitor; --quorum sets the quorum.',
  myid: 'redislab makes the ids.',
  'known-replica': 'The topology decides.',
  'known-slave': 'The topology decides.',
  'known-sentinel': 'The topology decides.',
  'auth-pass': 'Use --password.',
}

/** Options of sentinel.conf that are written `sentinel OPTION MASTER VALUE`, once for each master. */
const sentinelMasterOptions: ReadonlySet<string> = new Set([
  'down-after-milliseconds',
  'failover-timeout',
  'parallel-syncs',
  'notification-script',
  'client-reconfig-script',
  'auth-user',
  'rename-command',
  'master-reboot-down-after-period',
  'primary-reboot-down-after-period',
])

/** Options of sentinel.conf that are written `sentinel OPTION VALUE`, once. */
const sentinelOptions: ReadonlySet<string> = new Set([
  'announce-ip',
  'announce-port',
  'resolve-hostnames',
  'announce-hostnames',
  'deny-scripts-reconfig',
  'sentinel-user',
])

/**
 * Reads `name=value` as given to `--set` and `--sentinel-set`. Redis itself judges the value when the server starts.
 *
 * @param where what it is part of; a lab has no option by which most of what is reserved could be set instead
 * @throws RedislabError DIRECTIVE_INVALID
 */
export function parseDirective(
  text: string,
  option: '--set' | '--sentinel-set',
  where: 'a command' | 'a lab' = 'a command',
): Directive {
  const separator = text.indexOf('=')
  const name = text.slice(0, Math.max(separator, 0)).trim().toLowerCase()
  const value = text.slice(separator + 1).trim()
  const fail = (problem: string, suggestion: string): never => {
    throw new RedislabError('DIRECTIVE_INVALID', `${option} ${JSON.stringify(text)}: ${problem}`, {
      suggestions: [suggestion],
    })
  }
  if (separator < 1)
    fail('a directive needs a name and a value.', `Write ${option} name=value, such as ${exampleOf(option)}.`)
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    fail(
      `"${name}" is not the name of a directive.`,
      'Names are letters, digits and dashes, as in redis.conf.',
    )
  }
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(text)) {
    fail(
      'the value holds a line break or another control character.',
      'A directive is one line of a conf file.',
    )
  }
  const reservedNames = option === '--set' ? reserved : reservedForSentinels
  const instead = Object.hasOwn(reservedNames, name) ? reservedNames[name] : undefined
  if (instead !== undefined)
    fail(`redislab sets "${name}" itself.`, where === 'a command' ? instead : 'Leave it out.')
  if (name === 'sentinel')
    fail(
      'so begin lines of sentinel.conf, and no option is called so.',
      'Write the option itself: --sentinel-set down-after-milliseconds=500.',
    )
  if (name === 'user' && /^default(\s|$)/.test(value))
    fail(
      'redislab and the instances speak to each other as the default user.',
      'Use --password, or name another user.',
    )
  return {name, value}
}

function exampleOf(option: '--set' | '--sentinel-set'): string {
  return option === '--set' ? 'maxmemory=64mb' : 'parallel-syncs=2'
}

/** Directives that name files or programs, or open the way to commands that do. */
const reachingOut: ReadonlySet<string> = new Set([
  'aclfile',
  'client-reconfig-script',
  'enable-module-command',
  'enable-protected-configs',
  'loadmodule',
  'notification-script',
  'tls-ca-cert-dir',
  'tls-ca-cert-file',
  'tls-cert-file',
  'tls-client-cert-file',
  'tls-client-key-file',
  'tls-dh-params-file',
  'tls-key-file',
  'unixsocket',
])

/** Whether a directive has the server read or write files outside of its folder, or run programs. */
export function reachesOut(name: string): boolean {
  return reachingOut.has(name.trim().toLowerCase())
}

/** The line of a conf file. An empty value is written `""`, as `save ""` needs it. */
export function formatDirective({name, value}: Directive): string {
  return `${name} ${value === '' ? '""' : value}`
}

/** The lines of sentinel.conf that a `--sentinel-set` means: one for each master where Sentinel wants it so. */
export function sentinelDirectives(
  {name, value}: Directive,
  masterNames: readonly string[],
): readonly Directive[] {
  if (sentinelMasterOptions.has(name)) {
    return masterNames.map((masterName) => ({name: `sentinel ${name} ${masterName}`, value}))
  }
  return [{name: sentinelOptions.has(name) ? `sentinel ${name}` : name, value}]
}

/** Directives that a conf repeats, once for each thing that their first word names. */
const repeated = /^(rename-command|user|loadmodule|sentinel rename-command \S+)$/

/** What a repeated directive is about: lines about something else are not overridden by it. */
function subjectsOf(name: string, words: readonly string[]): readonly string[] | undefined {
  if (repeated.test(name)) return words.slice(0, 1)
  if (name !== 'client-output-buffer-limit') return undefined
  // `class hard soft seconds`, as often as one likes; replicas have an older name, too.
  const classes = words.filter((_, index) => index % 4 === 0)
  return classes.map((each) => (each === 'slave' ? 'replica' : each))
}

/**
 * Puts directives into a conf text: the lines that set the same become comments, and the directives are added at the end
 * under a heading. Everything else stays as it is.
 */
export function overrideDirectives(conf: string, directives: readonly Directive[], heading: string): string {
  if (directives.length === 0) return conf
  const wordsOf = (text: string) => text.trim().toLowerCase().split(/\s+/)
  const given = new Map<string, Set<string>>()
  for (const {name, value} of directives) {
    const known = given.get(name.toLowerCase()) ?? new Set()
    given.set(name.toLowerCase(), known)
    for (const subject of subjectsOf(name.toLowerCase(), wordsOf(value)) ?? []) known.add(subject)
  }
  const isOverridden = (line: string) => {
    const words = wordsOf(line)
    return [1, 2, 3].some((count) => {
      const name = words.slice(0, count).join(' ')
      const known = given.get(name)
      // A line about several things of which some are set below stays: what comes later counts.
      return (
        known !== undefined && (subjectsOf(name, words.slice(count))?.every((it) => known.has(it)) ?? true)
      )
    })
  }
  const lines = conf.split('\n').map((line) => (isOverridden(line) ? `# ${line} (set below)` : line))
  return `${lines.join('\n').trimEnd()}\n\n# ${heading}\n${directives.map(formatDirective).join('\n')}\n`
}

/** Settings by which redislab finds and reaches an instance: changed in a running one, it would be lost. */
const unchangeable: ReadonlySet<string> = new Set(['port', 'bind', 'requirepass', 'tls-port'])

/**
 * A setting for a running instance. Redis itself judges the name and the value.
 *
 * @throws RedislabError DIRECTIVE_INVALID
 */
export function parseSetting(key: string, value: string): Directive {
  const name = key.trim().toLowerCase()
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new RedislabError('DIRECTIVE_INVALID', `${JSON.stringify(key)} is not the name of a setting.`, {
      suggestions: ['Names are letters, digits and dashes, as in redis.conf.'],
    })
  }
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) {
    throw new RedislabError(
      'DIRECTIVE_INVALID',
      `The value for ${name} holds a line break or another control character.`,
      {suggestions: ['A setting is one line of a conf file.']},
    )
  }
  if (unchangeable.has(name)) {
    throw new RedislabError(
      'DIRECTIVE_INVALID',
      `${name} cannot be changed: redislab would lose the instance.`,
      {
        suggestions: [reserved[name] ?? 'It is set when the deployment starts.'],
      },
    )
  }
  return {name, value}
}
