import {
  type FindOptions,
  findDeployment as findBase,
  listDeployments as listBase,
} from '../engine/deployment.ts'
import {Deployment} from './deployment.ts'

/**
 * A deployment that is running already, by its name: started by `redislab up`, or by another program.
 *
 * @throws RedislabError DEPLOYMENT_NOT_FOUND, STATE_UNREADABLE
 */
export async function findDeployment(name = 'default', options: FindOptions = {}): Promise<Deployment> {
  return new Deployment(await findBase(name, options))
}

/** Every deployment of a state folder whose record can be read, and the names of those whose record cannot. */
export async function listDeployments(options: FindOptions = {}): Promise<{
  readonly deployments: readonly Deployment[]
  readonly damaged: readonly {readonly name: string; readonly problem: string}[]
}> {
  const {deployments, unreadable} = await listBase(options)
  return {deployments: deployments.map((deployment) => new Deployment(deployment)), damaged: unreadable}
}
