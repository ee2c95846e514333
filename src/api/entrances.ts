/**
 * What a program begins with. Each is loaded when it is first called, so that importing redislab costs next to nothing: a
 * test file that is skipped does not pay for what it does not use.
 */

import {provideDispose} from './provide-dispose.ts'

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
 * Starts a deployment, and returns when a failover would work. It belongs to this process unless told otherwise: when that
 * ends, in whatever way, the deployment is taken down.
 *
 * @example
 * await using lab = await startDeployment('1m2r3s')
 * await lab.kill('master')
 * const {newMaster} = await lab.awaitFailover()
 *
 * @throws RedislabError with one of the codes of {@link errorTable}; then nothing is left running or on disk
 */
export const startDeployment: typeof import('./start-deployment.ts').startDeployment = (...args) =>
  guarded('startDeployment', args, async () =>
    (await import('./start-deployment.ts')).startDeployment(...args),
  )

/**
 * A deployment that is running already: started by `redislab up`, or by another program.
 *
 * @param name by default `$REDISLAB_NAME`, which `redislab exec` sets; else `default`, or the only one there is
 * @throws RedislabError DEPLOYMENT_NOT_FOUND, STATE_UNREADABLE
 */
export const findDeployment: typeof import('./find-deployment.ts').findDeployment = (...args) =>
  guarded('findDeployment', args, async () => (await import('./find-deployment.ts')).findDeployment(...args))

/** Every deployment of a state folder whose record can be read, and the names of those whose record cannot. */
export const listDeployments: typeof import('./find-deployment.ts').listDeployments = (...args) =>
  guarded('listDeployments', args, async () =>
    (await import('./find-deployment.ts')).listDeployments(...args),
  )

/** Every Redis and Valkey server of this machine; the first supported one is the default. */
export const findServers: typeof import('../engine/servers/find-servers.ts').findServers = (...args) =>
  guarded('findServers', args, async () =>
    (await import('../engine/servers/find-servers.ts')).findServers(...args),
  )

/**
 * Starts a load in the background of this process: real clients that find the master as an application would, and a
 * checker of what they were promised.
 *
 * @example
 * await using load = await startLoad(lab, {kind: 'acked-writes', rate: 500})
 * await lab.kill('master')
 * const {acknowledged, lost, outageMs} = await load.stop()
 *
 * @throws RedislabError TARGET_AMBIGUOUS, TARGET_NOT_FOUND, OPTION_INVALID, TIMED_OUT when no client could connect
 */
export const startLoad: typeof import('../load/start-load.ts').startLoad = (...args) =>
  guarded('startLoad', args, async () => (await import('../load/start-load.ts')).startLoad(...args))

/**
 * Runs a lab, and takes its deployment down again however it ends. An expectation that fails is no error: the result says
 * so.
 *
 * @example
 * const {passed, reason} = await runLab('./labs/my-failover.yaml')
 *
 * @throws RedislabError LAB_NOT_FOUND, LAB_INVALID, and what starting a deployment throws
 */
export const runLab: typeof import('./run-lab.ts').runLab = (...args) =>
  guarded('runLab', args, async () => (await import('./run-lab.ts')).runLab(...args))
