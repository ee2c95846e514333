import {findOpenUser} from '../../core/config/acl.ts'
import type {DeploymentOptions} from '../../core/config/deployment-options.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {featuresOf} from '../../core/redis/server-version.ts'
import {isLoopback} from '../../core/topology/loopback.ts'
import type {Plan} from '../../core/topology/plan.ts'
import type {ServerInfo} from '../../core/words.ts'
import {readTemplates} from '../files/templates.ts'
import {chooseServer} from '../servers/choose-server.ts'
import {type ChosenAccess, chooseAccess} from './access.ts'
import {findHosts} from './find-hosts.ts'
import {toPlanRequest} from './options.ts'
import {placeRelay} from './place-relay.ts'
import {type PlanRequest, planDeployment} from './reserve.ts'
import {checkConfs, type StartedDeployment, type StartOptions, startPlanned} from './start-deployment.ts'
import {findOwner} from './start-watcher.ts'

/** Where a deployment starts and from what, as a person or a program says it. */
export interface SourceOptions {
  /** The state folder. */
  readonly home: string
  /** A path, a flavour or a version, or a server that was found before; the first supported one on the PATH by default. */
  readonly server?: string | ServerInfo | undefined
  /** A folder with a redis.conf and a sentinel.conf. */
  readonly templates?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export interface StartFromOptions
  extends SourceOptions,
    Pick<StartOptions, 'replace' | 'withinMs' | 'onStep'> {
  /** The pid of the process that it belongs to; `self` is this one. It is taken down when that has ended. */
  readonly owner?: number | 'self' | undefined
}

/**
 * Starts a deployment from a topology and options, and waits until it is ready. When it cannot be, nothing is left.
 *
 * @throws RedislabError TOPOLOGY_INVALID, what the options are refused for, what choosing a server throws, and what
 * `startPlanned` throws
 */
export async function startFromOptions(
  topology: string,
  wanted: DeploymentOptions,
  {owner, ...options}: StartFromOptions,
): Promise<StartedDeployment> {
  const {request, ...sources} = await prepare(topology, wanted, options)
  return startPlanned(request, {
    ...options,
    ...sources,
    owner: typeof owner === 'number' ? await findOwner(owner) : owner,
  })
}

/**
 * What would be started, and by which server.
 *
 * @throws RedislabError as `startFromOptions`, as far as that can be known without a start
 */
export async function planFromOptions(
  topology: string,
  wanted: DeploymentOptions,
  options: SourceOptions,
): Promise<{readonly plan: Plan; readonly server: ServerInfo}> {
  const {request, ...sources} = await prepare(topology, wanted, options)
  const {home} = options
  await checkConfs(request, {home, ...sources})
  return {plan: await planDeployment(home, request), server: sources.server}
}

async function prepare(
  topology: string,
  wanted: DeploymentOptions,
  {server, templates, signal}: SourceOptions,
) {
  // What is wrong with the options is said before a server is looked for.
  const {wantedHosts} = toPlanRequest(topology, wanted)
  const [context] = wantedHosts?.map(({name}) => name) ?? []
  const found = typeof server === 'object' ? server : await chooseServer(server, {signal, context})
  const hosts = wantedHosts === undefined ? undefined : await findHosts(wantedHosts, found, {signal})
  const asked = {...toPlanRequest(topology, timedFor(found, wanted)), hosts}
  const request: PlanRequest = {...asked, ...(await placeRelay(asked))}
  const access = await chooseAccess(wanted, {server: found, cluster: request.topology.cluster})
  checkOpenUser(access, request, wanted)
  return {
    request,
    access,
    templates: await readTemplates(templates),
    server: found,
  }
}

/** A file may let somebody in without a password: that is the same as none at all. */
function checkOpenUser(
  {acl}: ChosenAccess,
  {host, hosts}: Pick<PlanRequest, 'host' | 'hosts'>,
  {acl: file, insecure = false}: DeploymentOptions,
): void {
  const user = acl === undefined ? undefined : findOpenUser(acl.file)
  if (user === undefined || insecure || (hosts === undefined && isLoopback(host))) return
  const option = hosts === undefined ? `--host ${host}` : `--hosts ${hosts.map(({name}) => name).join(',')}`
  throw new RedislabError(
    'OPTION_INVALID',
    `${option} would be open to the network: --acl ${file} lets the user ${user} in without a password.`,
    {
      suggestions: [
        `Give that user a password in place of nopass, or stay on 127.0.0.1.`,
        'In a network where nobody is a stranger: --insecure',
      ],
    },
  )
}

/** The options as a server can do them: without SENTINEL DEBUG, sentinels are as fast as a conf can make them. */
function timedFor(server: ServerInfo, wanted: DeploymentOptions): DeploymentOptions {
  const isTooFast = wanted.timing === 'fast' && !wanted.cluster && !featuresOf(server).sentinelDebug
  return isTooFast ? {...wanted, timing: 'lab'} : wanted
}
