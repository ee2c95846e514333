import type {Directive} from '../words.ts'

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
  const kept = commentOut(conf, directives).trimEnd()
  return `${kept}\n\n# ${heading}\n${directives.map(formatDirective).join('\n')}\n`
}

/** A conf text in which the lines that set the same as some directives are comments. */
export function commentOut(conf: string, directives: readonly Directive[]): string {
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
  return conf
    .split('\n')
    .map((line) => (isOverridden(line) ? `# ${line} (set below)` : line))
    .join('\n')
}
