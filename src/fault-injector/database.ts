import type {Deployment} from '../engine/deployment/deployment.ts'
import type {MasterDoor} from './master-door.ts'

/** What a suite calls a database: a deployment with a number. */
export interface Database {
  readonly id: number
  readonly name: string
  readonly deployment: Deployment
  /** The one address of a database that is no cluster: it leads to the master. */
  readonly door: MasterDoor | undefined
  /** It was made by an action, and ends with the injector. */
  readonly isOurs: boolean
}
