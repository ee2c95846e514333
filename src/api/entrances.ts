/**
 * The functions that a program starts with. Each is loaded when it is first called, so that importing redislab costs next to
 * nothing: a test file that is skipped does not pay for what it does not use.
 */

import type {DiagnosisJson} from '../core/contract/diagnosis-json.ts'
import type {Lab} from '../core/lab/lab.ts'
import type {LabResult} from '../core/lab/result.ts'
import type {LoadKind} from '../core/load/report.ts'
import type {FoundServer} from '../core/redis/found-server.ts'
import type {Load, LoadOptions} from '../load/load.ts'
import type {Deployment} from './deployment/deployment.ts'
import type {OpenedEvidence} from './diagnose.ts'
import type {ListedDeployments} from './find-deployment.ts'
import type {Abortable, DiagnoseOptions, FindOptions, TopologyText} from './options.ts'
import {provideDispose} from './provide-dispose.ts'
import type {RunLabOptions} from './run-lab.ts'
import type {StartDeploymentOptions} from './start-deployment.ts'

async function guarded<Result>(
  called: keyof typeof import('./function-parameters.ts').functionParameters,
  values: readonly unknown[],
  action: () => Promise<Result>,
): Promise<Result> {
  provideDispose()
  const [{guard}, {functionParameters}] = await Promise.all([
    import('./guard.ts'),
    import('./function-parameters.ts'),
  ])
  return await guard({called, values, parameters: functionParameters[called]}, action)
}

/**
 * Starts a deployment, and returns when a failover would work. By default it belongs to this process: when the process ends,
 * in whatever way, the deployment is ended.
 *
 * @param topology the number of masters, replicas and sentinels, such as `1m2r3s`
 *
 * @example
 * await using deployment = await startDeployment('1m2r3s')
 * await deployment.kill('master')
 * const {newMaster} = await deployment.awaitFailover()
 *
 * @throws RedislabError with one of the codes of {@link errorTable}; then nothing is left running or on disk
 */
export async function startDeployment(
  topology: TopologyText,
  options?: StartDeploymentOptions,
): Promise<Deployment> {
  return guarded('startDeployment', [topology, options], async () =>
    (await import('./start-deployment.ts')).startDeployment(topology, options),
  )
}

/**
 * Finds a running deployment that `redislab up` or another program started.
 *
 * @param name its name. Default: `$REDISLAB_NAME`, which `redislab exec` sets; else `default`, or the only one there is
 *
 * @throws RedislabError DEPLOYMENT_NOT_FOUND, STATE_UNREADABLE
 */
export async function findDeployment(name?: string, options?: FindOptions): Promise<Deployment> {
  return guarded('findDeployment', [name, options], async () =>
    (await import('./find-deployment.ts')).findDeployment(name, options),
  )
}

/**
 * Lists the deployments of a state folder.
 *
 * @throws RedislabError STATE_UNREADABLE when the folder cannot be read
 */
export async function listDeployments(options?: FindOptions): Promise<ListedDeployments> {
  return guarded('listDeployments', [options], async () =>
    (await import('./find-deployment.ts')).listDeployments(options),
  )
}

/** Finds every Redis and Valkey server of this machine. The first supported one is the default. */
export async function findServers(options?: Abortable): Promise<readonly FoundServer[]> {
  return guarded('findServers', [options], async () =>
    (await import('../engine/servers/find-servers.ts')).findServers(options),
  )
}

/**
 * Reads logs, confs and saved replies of any deployment, in whatever form people have them, and says what is wrong with it.
 *
 * @param sources files, folders and archives, and `-` for standard input: all of one deployment
 *
 * @example
 * const {findings} = await diagnose(['./deploy'])
 * assert(findings.every(({severity}) => severity !== 'cause'))
 *
 * @throws RedislabError SOURCE_NOT_FOUND, SOURCE_UNREADABLE, OPTION_INVALID
 */
export async function diagnose(
  sources: readonly string[],
  options?: DiagnoseOptions,
): Promise<DiagnosisJson> {
  return guarded('diagnose', [sources, options], async () =>
    (await import('./diagnose.ts')).diagnose(sources, options),
  )
}

/**
 * Reads what people have of a deployment once: who is who in it, and what is wrong with it.
 *
 * @param sources files, folders and archives, and `-` for standard input: all of one deployment
 *
 * @example
 * const evidence = await openEvidence(['./night.tgz'])
 * const sentinels = evidence.instances.filter(({kind}) => kind === 'sentinel')
 *
 * @throws RedislabError SOURCE_NOT_FOUND, SOURCE_UNREADABLE, OPTION_INVALID
 */
export async function openEvidence(
  sources: readonly string[],
  options?: DiagnoseOptions,
): Promise<OpenedEvidence> {
  return guarded('openEvidence', [sources, options], async () =>
    (await import('./diagnose.ts')).openEvidence(sources, options),
  )
}

/** Starts a load on a deployment: the same as its method `startLoad`. */
export async function startLoad<Kind extends LoadKind>(
  deployment: Deployment,
  options: LoadOptions<Kind>,
): Promise<Load<Kind>> {
  return guarded('startLoad', [deployment], async () => deployment.startLoad(options))
}

/**
 * Runs a lab, and ends its deployment afterwards however the lab ends. An expectation that fails is not an error: the result
 * has it.
 *
 * @param nameOrFile a lab that comes with redislab, by its name; the file of a lab; or a lab that was read
 *
 * @example
 * const {passed, reason} = await runLab('./labs/my-failover.yaml')
 *
 * @throws RedislabError LAB_NOT_FOUND, LAB_INVALID, and what starting a deployment throws
 */
export async function runLab(nameOrFile: string | Lab, options?: RunLabOptions): Promise<LabResult> {
  return guarded('runLab', [nameOrFile, options], async () =>
    (await import('./run-lab.ts')).runLab(nameOrFile, options),
  )
}
