import process from 'node:process'
import {
  type FindOptions,
  findDeployment as findBase,
  listDeployments as listBase,
} from '../engine/deployment/deployment.ts'
import {findImpliedName} from '../engine/deployment/implied-name.ts'
import {checkHome, resolveHome} from '../engine/state/home.ts'
import {Deployment} from './deployment.ts'

/**
 * A deployment that is running already: started by `redislab up`, or by another program.
 *
 * @param name by default `$REDISLAB_NAME`, which `redislab exec` sets; else `default`, or the only one there is
 * @throws RedislabError DEPLOYMENT_NOT_FOUND, STATE_UNREADABLE
 */
export async function findDeployment(name?: string, options: FindOptions = {}): Promise<Deployment> {
  const home = options.home === undefined ? resolveHome() : checkHome(options.home, 'home')
  const meant = name ?? (process.env['REDISLAB_NAME'] || (await findImpliedName(home)))
  return new Deployment(await findBase(meant, {home}))
}

/** Every deployment of a state folder whose record can be read, and the names of those whose record cannot. */
export async function listDeployments(options: FindOptions = {}): Promise<{
  readonly deployments: readonly Deployment[]
  readonly damaged: readonly {readonly name: string; readonly problem: string}[]
}> {
  const {deployments, unreadable} = await listBase(options)
  return {deployments: deployments.map((deployment) => new Deployment(deployment)), damaged: unreadable}
}
