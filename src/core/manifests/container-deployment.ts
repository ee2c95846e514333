import {type Access, adminOf, clientOf} from '../config/access.ts'
import {renderNodesConf} from '../config/nodes-conf.ts'
import {renderConfs, type Templates} from '../config/render.ts'
import type {ServerVersion} from '../redis/server-version.ts'
import type {Plan, PlannedInstance} from '../topology/plan.ts'
import {accessFileOf, paths, toContainerConf} from './container-conf.ts'

/** The scripts that run in containers, by their names. */
export interface Scripts {
  readonly 'prepare.sh': string
  readonly 'start.sh': string
  readonly 'health.sh': string
  readonly 'handover.sh': string
}

/** All that containers need, on Compose and on Kubernetes. */
export interface ContainerDeployment {
  readonly name: string
  readonly plan: Plan
  readonly image: string
  readonly server: ServerVersion
  readonly access: Access
  readonly scripts: Scripts
  /** What is below /confs, by the instance that reads it. */
  readonly confs: ReadonlyMap<PlannedInstance, InstanceFiles>
  /** Of a cluster: the id of each node, and the name of its host. */
  readonly nodes?: string | undefined
  /** The day on which its certificates end, such as `2030-01-31`. */
  readonly certificatesEnd?: string | undefined
  /** The text of each file below /secrets. */
  readonly secrets: ReadonlyMap<string, string>
}

/** What an instance starts from. */
export interface InstanceFiles {
  readonly conf: string
  /** Of a node of a cluster: its nodes.conf, with the names of hosts in place of addresses. */
  readonly nodesConf?: string
}

/** How the certificates of a deployment are named in its containers, as in secrets of Kubernetes. */
export const tlsFiles = {
  ca: `${paths.secrets}/ca.crt`,
  certificate: `${paths.secrets}/tls.crt`,
  key: `${paths.secrets}/tls.key`,
} as const

/** The comment that says when certificates end; nothing where there are none. */
export function endOfCertificates(day: string | undefined): string {
  return day === undefined
    ? ''
    : `# The certificates end on ${day}. Put others into the secrets before that day, and start each server again.\n`
}

/** Renders what containers read. */
export function toContainers(
  {plan, server, access, ...rest}: Omit<ContainerDeployment, 'confs' | 'nodes' | 'secrets'>,
  templates: Templates,
): ContainerDeployment {
  const {tls} = access
  const isCluster = plan.mode === 'cluster'
  const drafts = renderConfs(plan, templates, {
    directoryOf: () => paths.data,
    access,
    server,
    tls: tls === undefined ? undefined : tlsFiles,
  })
  const confs = new Map<PlannedInstance, InstanceFiles>()
  const secrets = new Map<string, string>()
  for (const rendered of drafts.confs) {
    const {instance} = rendered
    // Its ACL file is a secret like the others.
    const text = rendered.text.replaceAll(`"${paths.data}/users.acl"`, `${paths.secrets}/users.acl`)
    const {conf, access: lines} = toContainerConf({instance, text}, plan, server)
    confs.set(instance, isCluster ? {conf, nodesConf: renderNodesConf(plan, instance, server)} : {conf})
    if (lines !== '') secrets.set(accessFileOf(instance.kind), lines)
  }
  for (const [file, text] of passwordFiles(access, plan)) secrets.set(file, text)
  const nodes = plan.instances.map(({nodeId, host}) => `${nodeId} ${host}\n`).join('')
  return {...rest, plan, server, access, confs, secrets, ...(isCluster ? {nodes} : {})}
}

/** What scripts and applications log in with, and the certificates. */
function passwordFiles(access: Access, {mode}: Plan): readonly (readonly [string, string])[] {
  const {acl, tls} = access
  const own = adminOf({kind: 'redis'}, access).password
  const sentinel = adminOf({kind: 'sentinel'}, access).password
  const client = acl === undefined ? undefined : clientOf(access)
  return [
    ...(own === undefined ? [] : [['redis-password', own] as const]),
    ...(sentinel === undefined || mode !== 'sentinel' ? [] : [['sentinel-password', sentinel] as const]),
    ...(acl === undefined ? [] : [['users.acl', acl.file] as const]),
    ...(client?.user === undefined ? [] : [['client-user', client.user] as const]),
    ...(client?.password === undefined ? [] : [['client-password', client.password] as const]),
    ...(tls === undefined
      ? []
      : ([
          ['ca.crt', tls.ca],
          ['tls.crt', tls.certificate],
          ['tls.key', tls.key],
        ] as const)),
  ]
}

/** What the scripts of a container read from its environment. */
export function environmentOf(
  {server, access}: Pick<ContainerDeployment, 'server' | 'access'>,
  {kind, port}: Pick<PlannedInstance, 'kind' | 'port'>,
): Readonly<Record<string, string>> {
  const {user} = adminOf({kind}, access)
  const options = [...tlsOptions(access), ...(user === undefined ? [] : ['--user', user])]
  return {
    KIND: kind,
    SERVER: `${server.flavour}-server`,
    CLI: `${server.flavour}-cli`,
    PORT: String(port),
    ...(options.length === 0 ? {} : {CLI_OPTIONS: options.join(' ')}),
  }
}

/** The options of redis-cli for TLS; none where servers speak plain text. */
export function tlsOptions({tls}: Access): readonly string[] {
  return tls === undefined ? [] : ['--tls', '--cacert', tlsFiles.ca]
}
