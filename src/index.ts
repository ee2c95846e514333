import {Deployment} from './api/deployment.ts'
import {choosePassword, type DeploymentOptions, toPlanRequest} from './engine/options.ts'
import {chooseServer} from './engine/servers/choose-server.ts'
import {startPlanned} from './engine/start-deployment.ts'
import {checkHome, resolveHome} from './engine/state/home.ts'
import {readTemplates} from './engine/templates.ts'

export {Deployment} from './api/deployment.ts'
export {findDeployment, listDeployments} from './api/find-deployment.ts'
export type * from './api/options.ts'
export {type RunLabOptions, runLab} from './api/run-lab.ts'
export {type ErrorCode, ExitCode, errorTable, RedislabError} from './core/errors.ts'
export type {AffectedInstance, FaultReport, LinkFaultReport} from './core/fault-report.ts'
export type {ClientType, Fault} from './core/faults.ts'
export type {LabResult} from './core/lab/result.ts'
export type {Cut, Link, LinkRule} from './core/links/link.ts'
export type {LinkFault} from './core/links/link-fault.ts'
export {type LockStrategyName, lockStrategyNames} from './core/load/lock-strategies.ts'
export type {LoadKind, LoadReport, LoadSnapshot} from './core/load/report.ts'
export type {
  DeploymentStatus,
  InstanceState,
  InstanceStatus,
  LinksStatus,
  MasterStatus,
  Mode,
  Role,
  ServerInfo,
} from './core/status/status.ts'
export type {TimelineEntry} from './core/timeline/entry.ts'
export type {Failover, FailoverPhases} from './core/timeline/phases.ts'
export type {InjectedFault} from './engine/deployment.ts'
export type {DeploymentOptions} from './engine/options.ts'
export type {ResetReport} from './engine/reset/reset-deployment.ts'
export {findServers} from './engine/servers/find-servers.ts'
export type {FoundServer} from './engine/servers/found-server.ts'
export {type Load, type LoadOptions, startLoad} from './load/start-load.ts'

export interface StartDeploymentOptions extends DeploymentOptions {
  /** The state folder. @default `$REDISLAB_HOME`, else `$XDG_STATE_HOME/redislab`, else `~/.local/state/redislab` */
  readonly home?: string | undefined
  /** A path, a flavour (`valkey`) or a version (`7.0`). @default the first supported server on the PATH */
  readonly server?: string | undefined
  /** A folder with a redis.conf and a sentinel.conf of your own. */
  readonly templates?: string | undefined
  /** Takes a deployment of the same name down first. @default false */
  readonly replace?: boolean | undefined
  /** Milliseconds until it must be ready. @default 60 000 */
  readonly withinMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Starts a deployment, and returns when a failover would work.
 *
 * @example
 * await using lab = await startDeployment('1m2r3s')
 * await lab.kill('master')
 * const {newMaster} = await lab.awaitFailover()
 *
 * @throws RedislabError with one of the codes of {@link errorTable}; then nothing is left running or on disk
 */
export async function startDeployment(
  topology: string,
  options: StartDeploymentOptions = {},
): Promise<Deployment> {
  const {server, templates, replace, withinMs, signal} = options
  const home = options.home === undefined ? resolveHome() : checkHome(options.home, 'home')
  const {deployment} = await startPlanned(toPlanRequest(topology, options), {
    home,
    server: await chooseServer(server, signal === undefined ? {} : {signal}),
    templates: await readTemplates(templates),
    password: choosePassword(options.password),
    replace,
    withinMs,
    signal,
  })
  return new Deployment(deployment)
}
