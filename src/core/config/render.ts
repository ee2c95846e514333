import {featuresOf, type ServerVersion} from '../redis/server-version.ts'
import {downAfterOf} from '../topology/down-after.ts'
import {isLoopback} from '../topology/loopback.ts'
import {
  busPortOffset,
  hasLinks,
  listenAddress,
  type MasterGroup,
  type Plan,
  type PlannedInstance,
} from '../topology/plan.ts'
import type {InstanceKind} from '../words.ts'
import type {Access} from './access.ts'
import {type ConfLine, readConfLines} from './conf-line.ts'
import {describeDirective} from './directives.ts'
import {aclFile, filesOf, type TlsFiles} from './files.ts'
import {fillValue, namesInstance} from './fillers.ts'
import type {Mistake} from './mistake.ts'
import {commentOut, formatDirective, overrideDirectives, sentinelDirectives} from './override.ts'
import {redisPlaceholders, sentinelPlaceholders} from './placeholders.ts'
import {findTemplateMistakes, renderTemplate, type Template} from './template.ts'

export interface Templates {
  readonly redis: Template
  readonly sentinel: Template
}

export interface RenderOptions {
  /** The folder of an instance, absolute: its data and log go there. */
  readonly directoryOf: (instance: PlannedInstance) => string
  readonly access?: Access
  /** The files for TLS; without them servers speak plain text. */
  readonly tls?: TlsFiles | undefined
  /** The server that will read it. @default one of today */
  readonly server?: ServerVersion | undefined
}

/** A conf that is not checked yet: see {@link checkConfs}. */
export interface RenderedConf {
  readonly instance: PlannedInstance
  readonly directory: string
  readonly text: string
  readonly lines: readonly ConfLine[]
  /** The template that it was made from. */
  readonly file: string
}

export interface Drafts {
  readonly confs: readonly RenderedConf[]
  /** Of templates that cannot be rendered: no conf was made from these. */
  readonly mistakes: readonly Mistake[]
}

/** The confs of all instances of a plan: the templates filled in, then `--set` or `--sentinel-set` on top. */
export function renderConfs(plan: Plan, templates: Templates, options: RenderOptions): Drafts {
  const kinds = [...new Set(plan.instances.map(({kind}) => kind))]
  const found = kinds.map(
    (kind) => [kind, findUnrenderable(plan, templates[kind], {kind, ...options})] as const,
  )
  const sound = new Set(found.filter(([, mistakes]) => mistakes.length === 0).map(([kind]) => kind))
  return {
    confs: plan.instances
      .filter(({kind}) => sound.has(kind))
      .map((instance) => renderConf(plan, instance, templates[instance.kind], options)),
    mistakes: found.flatMap(([, mistakes]) => mistakes),
  }
}

function findUnrenderable(
  plan: Plan,
  template: Template,
  {kind, access, tls}: Pick<RenderOptions, 'access' | 'tls'> & {readonly kind: InstanceKind},
): readonly Mistake[] {
  const {file, text} = template
  const mistakes = findTemplateMistakes(template, kind === 'redis' ? redisPlaceholders : sentinelPlaceholders)
  const needed = [
    // An instance that does not announce the relay's address would be reached past the relay, and nothing could be cut.
    ...(hasLinks(plan) ? [{section: 'links', option: '--links'}] : []),
    ...(tls === undefined ? [] : [{section: 'tls', option: '--tls'}]),
    ...(access?.acl === undefined
      ? []
      : [{section: kind === 'redis' ? 'acl' : 'user', option: '--acl default'}]),
  ]
  const missing = needed.filter(({section}) => !hasSection(text, section))
  return [
    ...mistakes,
    ...missing.map(({section, option}) => ({
      where: file,
      problem: `has no {{#${section}}} section, which ${option.split(' ')[0]} needs`,
      remedy: `Take that section over from the shipped template: redislab render 1m1r1s ${option} --out DIR shows it filled in.`,
      file,
    })),
  ]
}

function hasSection(text: string, name: string): boolean {
  return [...text.matchAll(/\{\{\s*#\s*(\w+)\s*\}\}/g)].some(([, section]) => section === name)
}

function renderConf(
  plan: Plan,
  instance: PlannedInstance,
  template: Template,
  options: RenderOptions,
): RenderedConf {
  const {text, origins} =
    instance.kind === 'redis'
      ? renderRedisConf(plan, instance, template, options)
      : renderSentinelConf(plan, instance, template, options)
  const option = instance.kind === 'redis' ? '--set' : '--sentinel-set'
  const settings = settingsOf(plan, instance)
  const directives = settings.flatMap(({directives}) => directives)
  const source = template.text.split('\n')
  return {
    instance,
    directory: options.directoryOf(instance),
    text: overrideDirectives(text, directives, `Set with ${option}`),
    lines: [
      ...readConfLines(commentOut(text, directives), (index) => {
        const line = origins[index] ?? source.length
        const isForOneInstance = namesInstance.test(source[line - 1] ?? '')
        return {where: `${template.file}:${line}`, file: template.file, line, isForOneInstance}
      }),
      ...settings.flatMap(({where, isForOneInstance, directives: own}) =>
        readConfLines(own.map(formatDirective).join('\n'), () => ({where, isForOneInstance})),
      ),
    ],
    file: template.file,
  }
}

/** What `--set` or `--sentinel-set` mean for one instance, the ones for it alone last. */
function settingsOf({settings, masters}: Plan, instance: PlannedInstance) {
  const [option, all] =
    instance.kind === 'redis'
      ? (['--set', settings.set] as const)
      : (['--sentinel-set', settings.sentinelSet] as const)
  const general = all.filter((one) => one.instance === undefined)
  const own = all.filter((one) => one.instance === instance.name)
  const masterNames = masters.map(({name}) => name)
  return [...general, ...own].map((directive) => {
    const filled = {name: directive.name, value: fillValue(directive.value, instance)}
    return {
      where: `${option} ${JSON.stringify(describeDirective(directive))}`,
      isForOneInstance: directive.instance !== undefined || namesInstance.test(directive.value),
      directives: instance.kind === 'redis' ? [filled] : sentinelDirectives(filled, masterNames),
    }
  })
}

function isUnusualLoopback(host: string): boolean {
  return host.startsWith('127.') && host !== '127.0.0.1'
}

function commonValues(instance: PlannedInstance, {directoryOf, server, tls}: RenderOptions) {
  const {log, pid} = filesOf(instance)
  const directory = directoryOf(instance)
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
    tls:
      tls === undefined
        ? false
        : {caFile: quote(tls.ca), certificateFile: quote(tls.certificate), keyFile: quote(tls.key)},
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
  const {persist, timing} = plan.settings
  const {access: {password, acl} = {}, server} = options
  const rendered = renderTemplate(template, redisPlaceholders, {
    ...commonValues(instance, options),
    // An ACL file is read in place of requirepass.
    password: acl === undefined && quoteSecret(password),
    acl: acl !== undefined && {
      aclFile: quote(`${options.directoryOf(instance)}/${aclFile}`),
      replicaUser: quote(acl.replica.user),
      replicaPassword: quote(acl.replica.password),
    },
    // In a cluster nodes.conf says it.
    replicaOf:
      upstream === undefined || plan.mode === 'cluster'
        ? false
        : {name: upstream.name, host: upstream.host, port: upstream.port},
    cluster: plan.mode === 'cluster' ? clusterValues(plan, instance) : false,
    labTiming: timing !== 'redis',
    persistNone: persist === 'none',
    persistRdb: persist === 'rdb',
    persistAof: persist === 'aof',
    debugCommandGate: server === undefined || featuresOf(server).debugCommandGate,
    downloadThread: server !== undefined && featuresOf(server).downloadThread,
  })
  // Without a password Redis answers nobody but this machine, wherever it listens: --insecure said otherwise.
  const isOpen = password === undefined && acl === undefined && !isLoopback(listenAddress(instance).host)
  const open = [{name: 'protected-mode', value: 'no'}]
  return isOpen ? {...rendered, text: overrideDirectives(rendered.text, open, '--insecure')} : rendered
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
  const {access = {}} = options
  return renderTemplate(template, sentinelPlaceholders, {
    ...commonValues(instance, options),
    sentinelPassword: quoteSecret(access.sentinelPassword),
    sentinelId: instance.sentinelId,
    labTiming: plan.settings.timing !== 'redis',
    masters: plan.masters.map((group) => monitoredMaster(plan, group, instance, access)),
  })
}

function monitoredMaster(plan: Plan, group: MasterGroup, sentinel: PlannedInstance, {password, acl}: Access) {
  const members = plan.instances.filter(({masterName}) => masterName === group.name)
  const master = members.find(({name}) => name === group.instance)
  const {failoverTimeoutMs, parallelSyncs} = plan.settings
  return {
    name: group.name,
    host: master?.host,
    port: master?.port,
    quorum: group.quorum,
    downAfterMs: downAfterOf(plan, group, sentinel),
    failoverTimeoutMs,
    parallelSyncs,
    user: acl?.sentinel.user ?? false,
    password: quoteSecret(acl?.sentinel.password ?? password),
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
