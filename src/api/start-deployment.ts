import process from 'node:process'
import {readTemplates} from '../engine/files/templates.ts'
import {chooseServer} from '../engine/servers/choose-server.ts'
import {makeName} from '../engine/state/deployment-name.ts'
import {checkHome, resolveHome} from '../engine/state/home.ts'
import {type DeploymentOptions, toPlanRequest} from '../engine/up/options.ts'
import {choosePasswords} from '../engine/up/passwords.ts'
import {startPlanned} from '../engine/up/start-deployment.ts'
import {findOwner} from '../engine/up/start-watcher.ts'
import {Deployment} from './deployment.ts'
import type {TopologyText} from './options.ts'

export interface StartDeploymentOptions extends DeploymentOptions {
  /** What it is called in the state folder. @default a name of its own */
  readonly name?: string | undefined
  /** The state folder. @default `$REDISLAB_HOME`, else `$XDG_STATE_HOME/redislab`, else `~/.local/state/redislab` */
  readonly home?: string | undefined
  /** A path, a flavour (`valkey`) or a version (`7.0`). @default the first supported server on the PATH */
  readonly server?: string | undefined
  /** A folder with a redis.conf and a sentinel.conf of your own. */
  readonly templates?: string | undefined
  /** Takes a deployment of the same name down first. @default false */
  readonly replace?: boolean | undefined
  /**
   * The pid of the process that it belongs to: when that ends, in whatever way, it is taken down. False: it stays until it
   * is stopped. @default this process
   */
  readonly owner?: number | false | undefined
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
  topology: TopologyText,
  options: StartDeploymentOptions = {},
): Promise<Deployment> {
  const {server, templates, replace, owner = process.pid, withinMs, signal} = options
  const home = options.home === undefined ? resolveHome() : checkHome(options.home, 'home')
  const request = toPlanRequest(topology, {...options, name: options.name ?? makeName('program')})
  const {deployment} = await startPlanned(request, {
    home,
    server: await chooseServer(server, signal === undefined ? {} : {signal}),
    templates: await readTemplates(templates),
    passwords: choosePasswords(options),
    replace,
    owner: owner === false ? undefined : await findOwner(owner),
    withinMs,
    signal,
  })
  return new Deployment(deployment)
}
