import {readDirective} from '../config/conf-line.ts'
import {overrideDirectives} from '../config/override.ts'
import type {RenderedConf} from '../config/render.ts'
import {featuresOf, type ServerVersion} from '../redis/server-version.ts'
import type {Plan} from '../topology/plan.ts'
import type {Directive} from '../words.ts'
import {memoryOf} from './memory.ts'

/** Where what is mounted stands in each container. */
export const paths = {data: '/data', confs: '/confs', scripts: '/scripts', secrets: '/secrets'} as const

/** Directives that hold passwords, or the users whose passwords these are. */
const secretDirectives: ReadonlySet<string> = new Set([
  'requirepass',
  'masterauth',
  'masteruser',
  'user',
  'tls-key-file-pass',
  'tls-client-key-file-pass',
  'sentinel auth-pass',
  'sentinel auth-user',
  'sentinel sentinel-pass',
  'sentinel sentinel-user',
])

/** A conf for a container: what anybody may read, and the lines that are kept as a secret. */
export interface ContainerConf {
  readonly conf: string
  /** Empty where there are none. */
  readonly access: string
}

/** A conf as rendered, for a container: known by the name of its host, logging to standard output, its secrets apart. */
export function toContainerConf(
  {instance, text}: Pick<RenderedConf, 'instance' | 'text'>,
  plan: Plan,
  server: ServerVersion,
): ContainerConf {
  const {kind, host} = instance
  const announced = kind === 'sentinel' ? sentinelNames(host) : dataNames(host, plan, server)
  const whole = overrideDirectives(
    overrideDirectives(
      leaveOut(text),
      everywhere,
      'In a container: its network keeps strangers out, and its address is not known before. The log goes to it.',
    ),
    announced,
    'The name it is known by: addresses change when containers are made again, names stay.',
  )
  const {conf, access} = takeSecretsOut(
    overrideDirectives(
      whole,
      kind === 'sentinel' ? [] : limits(plan, server),
      'Less than the container may take, and no DEBUG.',
    ),
  )
  const file = accessFileOf(kind)
  return {
    conf:
      access === ''
        ? conf
        : `${conf.trimEnd()}\n\n# Users and passwords, readable only by the server.\ninclude ${paths.secrets}/${file}\n`,
    access,
  }
}

/** What confs say of servers that redislab starts on this machine. */
export const untrueInContainers: ReadonlySet<string> = new Set([
  '# Loopback only, unless --host was given: an open Redis is an open machine.',
  '# redislab starts the process and knows its pid: nothing to put into the background.',
  '# Here "bind" already keeps strangers out.',
  '# --- For experiments --------------------------------------------------------------------------------------------------',
  '# DEBUG can block or crash a server, so since 7.0 it is off. Here it may come from this machine, for experiments such as',
  '# a blocked event loop (DEBUG SLEEP). Never on a server that matters.',
])

function leaveOut(text: string): string {
  return text
    .split('\n')
    .filter((line) => !untrueInContainers.has(line))
    .join('\n')
}

const everywhere: readonly Directive[] = [
  {name: 'bind', value: '* -::*'},
  {name: 'logfile', value: ''},
  {name: 'pidfile', value: ''},
]

/** The name of the file with the secret lines of a conf. */
export function accessFileOf(kind: 'redis' | 'sentinel'): string {
  return `${kind}-access.conf`
}

function sentinelNames(host: string): readonly Directive[] {
  return [
    {name: 'sentinel resolve-hostnames', value: 'yes'},
    {name: 'sentinel announce-hostnames', value: 'yes'},
    {name: 'sentinel announce-ip', value: host},
  ]
}

function dataNames(host: string, plan: Plan, server: ServerVersion): readonly Directive[] {
  if (plan.mode !== 'cluster') return [{name: 'replica-announce-ip', value: host}]
  if (!featuresOf(server).announcedHostnames) return []
  return unsaid(plan, [
    {name: 'cluster-announce-hostname', value: host},
    {name: 'cluster-preferred-endpoint-type', value: 'hostname'},
  ])
}

function limits(plan: Plan, server: ServerVersion): readonly Directive[] {
  const {maxmemory} = memoryOf(plan.settings)
  return unsaid(plan, [
    ...(maxmemory === undefined ? [] : [{name: 'maxmemory', value: maxmemory}]),
    ...(featuresOf(server).debugCommandGate ? [{name: 'enable-debug-command', value: 'no'}] : []),
  ])
}

/** What somebody set stays. */
function unsaid({settings}: Plan, directives: readonly Directive[]): readonly Directive[] {
  return directives.filter(({name}) => !settings.set.some((given) => given.name === name))
}

/** A comment directly above a line goes with it. */
function takeSecretsOut(text: string): ContainerConf {
  const kept: string[] = []
  const secret: string[] = []
  let comment: string[] = []
  for (const line of text.split('\n')) {
    if (/^\s*#/.test(line)) {
      comment.push(line)
      continue
    }
    const name = readDirective(line)?.name
    const into = name !== undefined && secretDirectives.has(name) ? secret : kept
    into.push(...comment, line)
    comment = []
  }
  kept.push(...comment)
  return {conf: kept.join('\n'), access: secret.map((line) => `${line}\n`).join('')}
}
