import process from 'node:process'
import type {DeploymentOptions} from '../core/config/deployment-options.ts'
import {makeName} from '../engine/state/deployment-name.ts'
import {checkHome, resolveHome} from '../engine/state/home.ts'
import {startFromOptions} from '../engine/up/start-from-options.ts'
import type {Deployment} from './deployment/deployment.ts'
import {LibraryDeployment} from './deployment/library-deployment.ts'
import type {TopologyText} from './options.ts'

/** Options of `startDeployment`: those of `redislab up`, and those of a program. Times are in milliseconds. */
export interface StartDeploymentOptions extends DeploymentOptions {
  /** The name of the deployment in its state folder. @default a name of its own */
  readonly name?: string | undefined
  /** The state folder. @default `$REDISLAB_HOME`, else `$XDG_STATE_HOME/redislab`, else `~/.local/state/redislab` */
  readonly home?: string | undefined
  /** The server: a path, a flavour (`valkey`) or a version (`7.0`). @default the first supported server on the PATH */
  readonly server?: string | undefined
  /** A folder with your own redis.conf and sentinel.conf. @default the templates of redislab */
  readonly templates?: string | undefined
  /** Ends a deployment of the same name first. @default false */
  readonly replace?: boolean | undefined
  /**
   * The pid of the process that the deployment belongs to: when that process ends, in whatever way, the deployment is ended.
   * False: it runs until it is closed. @default this process
   */
  readonly owner?: number | false | undefined
  /** How long to wait until it is ready, in milliseconds. @default 60 000 */
  readonly withinMs?: number | undefined
  /** Aborts the start, which then throws the reason of the signal. */
  readonly signal?: AbortSignal | undefined
}

export async function startDeployment(
  topology: TopologyText,
  options: StartDeploymentOptions = {},
): Promise<Deployment> {
  const {server, templates, replace, owner = process.pid, withinMs, signal} = options
  const home = options.home === undefined ? resolveHome() : checkHome(options.home, 'home')
  const {deployment} = await startFromOptions(
    topology,
    {...options, name: options.name ?? makeName('program')},
    {home, server, templates, replace, owner: owner === false ? undefined : owner, withinMs, signal},
  )
  return new LibraryDeployment(deployment)
}
