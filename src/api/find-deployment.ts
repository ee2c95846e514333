import process from 'node:process'
import {findDeployment as findBase, listDeployments as listBase} from '../engine/deployment/deployment.ts'
import {findImpliedName} from '../engine/deployment/implied-name.ts'
import {checkHome, resolveHome} from '../engine/state/home.ts'
import type {Deployment} from './deployment/deployment.ts'
import {LibraryDeployment} from './deployment/library-deployment.ts'
import type {FindOptions} from './options.ts'

export async function findDeployment(
  name: string | undefined,
  options: FindOptions = {},
): Promise<Deployment> {
  const home = options.home === undefined ? resolveHome() : checkHome(options.home, 'home')
  const meant = name ?? (process.env['REDISLAB_NAME'] || (await findImpliedName(home)))
  return new LibraryDeployment(await findBase(meant, {home}))
}

/** The deployments of a state folder. */
export interface ListedDeployments {
  /** Those that redislab runs, and whose record can be read. */
  readonly deployments: readonly Deployment[]
  /** The names of those whose record cannot be read, and why. */
  readonly damaged: readonly {readonly name: string; readonly problem: string}[]
}

export async function listDeployments(options: FindOptions = {}): Promise<ListedDeployments> {
  const {deployments, unreadable} = await listBase(options)
  const run = deployments.filter(({record}) => record.opened === undefined)
  return {deployments: run.map((found) => new LibraryDeployment(found)), damaged: unreadable}
}
