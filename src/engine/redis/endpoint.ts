import type {Passwords} from '../../core/config/passwords.ts'
import {listenAddress, type PlannedInstance} from '../../core/topology/plan.ts'

/** Where a server is reached, and how it lets one in. */
export interface Endpoint {
  readonly host: string
  readonly port: number
  readonly password?: string
}

/** The password that an instance asks for; nothing where it asks for none. */
export function secretOf(
  {kind}: Pick<PlannedInstance, 'kind'>,
  {password, sentinelPassword}: Passwords,
): Pick<Endpoint, 'password'> {
  const secret = kind === 'sentinel' ? sentinelPassword : password
  return secret === undefined ? {} : {password: secret}
}

/** Where an instance is asked by redislab itself: past the relay, since what it is does not depend on its links. */
export function endpointOf(instance: PlannedInstance, passwords: Passwords): Endpoint {
  return {...listenAddress(instance), ...secretOf(instance, passwords)}
}
