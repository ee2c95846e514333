import {RedislabError} from '../errors.ts'
import {featuresOf, type ServerVersion} from '../redis/server-version.ts'
import {isLoopback} from '../topology/loopback.ts'
import {
  busPortOffset,
  listenAddress,
  type MasterGroup,
  type Plan,
  type PlannedInstance,
} from '../topology/plan.ts'
import {overrideDirectives, sentinelDirectives} from './directives.ts'
import type {Passwords} from './passwords.ts'
import {type Placeholders, renderTemplate, type Template} from './template.ts'

export interface Templates {
  readonly redis: Template
  readonly sentinel: Template
}

export interface RenderOptions {
  /** The folder of the instance, absolute: its data and log go there. */
  readonly directory: string
  readonly passwords?: Passwords
  /** The server that will read it. @default one of today */
  readonly server?: ServerVersion
}

/** What both kinds of template may use for links. */
const linkPlaceholders: Placeholders = {announcedHost: {}, announcedPort: {}, bindSource: {}}

/** What redis.conf templates may use. */
export const redisPlaceholders: Placeholders = {
  name: {},
  host: {},
  port: {},
  links: linkPlaceholders,
  announce: {},
  dir: {},
  logfile: {},
  pidfile: {},
  password: {},
  replicaOf: {name: {}, host: {}, port: {}},
  labTiming: {},
  persistNone: {},
  persistRdb: {},
  persistAof: {},
  debugCommandGate: {},
  cluster: {nodeTimeoutMs: {}, announcedHost: {}, announcedPort: {}, announcedBusPort: {}, announced: {}},
}

/** What sentinel.conf templates may use. */
export const sentinelPlaceholders: Placeholders = {
  name: {},
  host: {},
  port: {},
  links: linkPlaceholders,
  announce: {},
  dir: {},
  logfile: {},
  pidfile: {},
  sentinelPassword: {},
  sentinelId: {},
  labTiming: {},
  masters: {
    name: {},
    host: {},
    port: {},
    quorum: {},
    downAfterMs: {},
    failoverTimeoutMs: {},
    parallelSyncs: {},
    password: {},
    replicas: {host: {}, port: {}},
  },
}

/** The files of an instance, inside its own folder. */
export function filesOf({kind}: PlannedInstance) {
  return kind === 'redis'
    ? ({conf: 'redis.conf', log: 'redis.log', pid: 'redis.pid', output: 'output.log'} as const)
    : ({conf: 'sentinel.conf', log: 'sentinel.log', pid: 'sentinel.pid', output: 'output.log'} as const)
}

/**
 * The conf text of one instance of a plan: the template filled in, then `--set` or `--sentinel-set` on top.
 *
 * @throws RedislabError TEMPLATE_INVALID
 */
export function renderConf(
  plan: Plan,
  instance: PlannedInstance,
  templates: Templates,
  options: RenderOptions,
): string {
  const template = instance.kind === 'redis' ? templates.redis : templates.sentinel
  checkLinks(instance, template)
  const conf =
    instance.kind === 'redis'
      ? renderRedisConf(plan, instance, template, options)
      : renderSentinelConf(plan, instance, template, options)
  checkAddress(conf, instance, template)
  return conf
}

/** A server that listens elsewhere would not be found, or be open to the network. */
function checkAddress(conf: string, instance: PlannedInstance, {file}: Template): void {
  const {host, port} = listenAddress(instance)
  const last = (name: string) =>
    conf
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .findLast(([first]) => first?.toLowerCase() === name)
      ?.slice(1)
  const problem =
    last('port')?.[0] !== String(port)
      ? {line: 'port {{port}}', where: 'on another port'}
      : last('bind')?.join(' ') !== host
        ? {line: 'bind {{host}}', where: 'on other addresses'}
        : undefined
  if (problem === undefined) return
  throw new RedislabError(
    'TEMPLATE_INVALID',
    `${file} does not say "${problem.line}", so the server would listen ${problem.where} than redislab looks for it.`,
    {suggestions: [`Put a line "${problem.line}" into it.`], details: {file}},
  )
}

/** An instance that does not announce the relay's address would be reached past the relay, and nothing could be cut. */
function checkLinks({bound}: PlannedInstance, {file, text}: Template): void {
  if (bound === undefined || /\{\{\s*#\s*links\s*\}\}/.test(text)) return
  throw new RedislabError('TEMPLATE_INVALID', `${file} has no {{#links}} section, which --links needs.`, {
    suggestions: [
      'Take that section over from the shipped template: redislab render 1m1r1s --links --out DIR shows it filled in.',
    ],
    details: {file},
  })
}

/** Sentinels that ask for no password hand that of the data instances out: nobody shall have them so without knowing it. */
function checkSentinelPassword({sentinelPassword}: Passwords, {file, text}: Template): void {
  if (sentinelPassword === undefined || /\{\{\s*sentinelPassword\s*\}\}/.test(text)) return
  throw new RedislabError('TEMPLATE_INVALID', `${file} gives the sentinels no password.`, {
    suggestions: [
      'Take the section {{#sentinelPassword}} over from the shipped template: redislab render 1m1s --password --out DIR shows it filled in.',
      'Leave the sentinels without one: --sentinel-password none.',
    ],
    details: {file},
  })
}

function isUnusualLoopback(host: string): boolean {
  return host.startsWith('127.') && host !== '127.0.0.1'
}

function commonValues(instance: PlannedInstance, {directory, server}: RenderOptions) {
  const {log, pid} = filesOf(instance)
  return {
    name: instance.name,
    ...listenAddress(instance),
    links:
      instance.bound === undefined
        ? false
        : {
            announcedHost: instance.host,
            announcedPort: instance.port,
            bindSource: server === undefined || featuresOf(server).bindSource,
          },
    // Connections to any loopback address come from the usual one, which others would take for the caller's own.
    announce: instance.bound === undefined && isUnusualLoopback(instance.host),
    // Quoted, since a path may hold spaces.
    dir: quote(directory),
    logfile: quote(`${directory}/${log}`),
    pidfile: quote(`${directory}/${pid}`),
  }
}

function renderRedisConf(plan: Plan, instance: PlannedInstance, template: Template, options: RenderOptions) {
  const upstream = plan.instances.find(({name}) => name === instance.replicaOf)
  const {persist, timing, set} = plan.settings
  const {passwords: {password} = {}, server} = options
  const conf = renderTemplate(template, redisPlaceholders, {
    ...commonValues(instance, options),
    password: quoteSecret(password),
    // In a cluster nodes.conf says it.
    replicaOf:
      upstream === undefined || plan.mode === 'cluster'
        ? false
        : {name: upstream.name, host: upstream.host, port: upstream.port},
    cluster: plan.mode === 'cluster' ? clusterValues(plan, instance) : false,
    labTiming: timing === 'lab',
    persistNone: persist === 'none',
    persistRdb: persist === 'rdb',
    persistAof: persist === 'aof',
    debugCommandGate: server === undefined || featuresOf(server).debugCommandGate,
  })
  // Without a password Redis answers nobody but this machine, wherever it listens: --insecure said otherwise.
  const isOpen = password === undefined && !isLoopback(listenAddress(instance).host)
  const open = isOpen ? overrideDirectives(conf, [{name: 'protected-mode', value: 'no'}], '--insecure') : conf
  return overrideDirectives(open, set, 'Set with --set')
}

function clusterValues({settings}: Plan, {host, port, bound}: PlannedInstance) {
  return {
    nodeTimeoutMs: settings.downAfterMs,
    announced: bound !== undefined,
    announcedHost: host,
    announcedPort: port,
    announcedBusPort: port + busPortOffset,
  }
}

function renderSentinelConf(
  plan: Plan,
  instance: PlannedInstance,
  template: Template,
  options: RenderOptions,
) {
  const {passwords = {}} = options
  checkSentinelPassword(passwords, template)
  const conf = renderTemplate(template, sentinelPlaceholders, {
    ...commonValues(instance, options),
    sentinelPassword: quoteSecret(passwords.sentinelPassword),
    sentinelId: instance.sentinelId,
    labTiming: plan.settings.timing === 'lab',
    masters: plan.masters.map((group) => monitoredMaster(plan, group, passwords.password)),
  })
  const masterNames = plan.masters.map(({name}) => name)
  const added = plan.settings.sentinelSet.flatMap((directive) => sentinelDirectives(directive, masterNames))
  return overrideDirectives(conf, added, 'Set with --sentinel-set')
}

function monitoredMaster(plan: Plan, group: MasterGroup, password: string | undefined) {
  const members = plan.instances.filter(({masterName}) => masterName === group.name)
  const master = members.find(({name}) => name === group.instance)
  const {downAfterMs, failoverTimeoutMs, parallelSyncs} = plan.settings
  return {
    name: group.name,
    host: master?.host,
    port: master?.port,
    quorum: group.quorum,
    downAfterMs,
    failoverTimeoutMs,
    parallelSyncs,
    password: quoteSecret(password),
    replicas: members.filter(({replicaOf}) => replicaOf !== undefined).map(({host, port}) => ({host, port})),
  }
}

/**
 * A sentinel.conf as its sentinel can read it back. Sentinel writes `sentinel auth-pass` without quotes (sentinel.c:
 * rewriteConfigSentinelOption), so it cannot be started again with a password that needs them.
 */
export function requoteAuthPass(conf: string, password: string): string {
  return conf.replace(/^(sentinel auth-pass \S+ )(.*)$/gm, (line, words, value) =>
    value === password ? `${words}${quote(password)}` : line,
  )
}

/** The value of a section that is there only with a password. */
function quoteSecret(password: string | undefined): string | false {
  return password === undefined ? false : quote(password)
}

/** A word of a conf file as Redis reads it back (sdssplitargs): `\"`, `\\`, and `\x0a` for what would end the line. */
function quote(text: string): string {
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    .replace(/[\x00-\x1f\x7f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return `"${escaped}"`
}
