import {type Passwords, passwordOf} from '../../core/config/passwords.ts'
import {listenAddress, type PlannedInstance} from '../../core/topology/plan.ts'

/** Where a server is reached, and how it lets one in. */
export interface Endpoint {
  readonly host: string
  readonly port: number
  /** The user of ACLs; the default user when there is none. */
  readonly user?: string | undefined
  readonly password?: string | undefined
}

/** Where an instance is asked by redislab itself: past the relay, since what it is does not depend on its links. */
export function endpointOf(instance: PlannedInstance, passwords: Passwords): Endpoint {
  return {...listenAddress(instance), password: passwordOf(instance, passwords)}
}
