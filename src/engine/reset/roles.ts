import type {PlannedInstance} from '../../core/topology/plan.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import type {ResetContext} from './context.ts'

/** For a data set of any size: the server does nothing else meanwhile. */
const flushWithinMs = 20_000

/** Makes an instance the master or the replica that it was planned as. A master has no data then. */
export async function takeRoleBack({record}: ResetContext, instance: PlannedInstance): Promise<void> {
  const {plan, server} = record
  using connection = await Connection.open(endpointOf(instance, record), {timeoutMs: flushWithinMs})
  const upstream = plan.instances.find(({name}) => name === instance.replicaOf)
  const role = (await connection.call('ROLE')) as readonly unknown[]
  if (upstream !== undefined) {
    // Asked again while it follows already, the server would begin again for nothing.
    const follows = role[0] === 'slave' && role[1] === upstream.host && Number(role[2]) === upstream.port
    if (!follows) await connection.call('REPLICAOF', upstream.host, upstream.port)
    return
  }
  if (role[0] !== 'master') await connection.call('REPLICAOF', 'NO', 'ONE')
  await empty(connection, server.version)
}

/** No keys, and since 7.0 no functions. */
export async function empty(connection: Connection, version: string): Promise<void> {
  await connection.call('FLUSHALL')
  if (Number.parseInt(version, 10) >= 7) await connection.call('FUNCTION', 'FLUSH')
}
