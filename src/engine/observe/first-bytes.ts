import type {Observations} from '../../core/status/observation.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/**
 * Has the masters of a new cluster send their replicas the first bytes of replication. Nodes list no replica whose offset
 * is 0, and so it stays until the first PING of its master, after up to repl-ping-replica-period (10 s).
 *
 * WAIT for more replicas than there are sends REPLCONF GETACK to those that are online (replication.c: waitCommand): the
 * offset is 37 then, and nothing was written.
 */
export class FirstBytes {
  readonly #sentBy = new Set<string>()

  /** Sends them where they are missing, once. */
  async send(record: DeploymentRecord, observations: Observations): Promise<void> {
    const {plan} = record
    if (plan.mode !== 'cluster') return
    await Promise.all(
      plan.instances.map(async (instance) => {
        const {role, offset, replicas = []} = observations.get(instance.name)?.replication ?? {}
        const isSilent = role === 'master' && offset === 0 && replicas.some(({state}) => state === 'online')
        if (!isSilent || this.#sentBy.has(instance.name)) return
        this.#sentBy.add(instance.name)
        try {
          using connection = await Connection.open(endpointOf(instance, record))
          await connection.call('WAIT', replicas.length + 1, 1)
        } catch {
          // A template may have renamed WAIT. Then its replicas are listed when its first PING has come.
        }
      }),
    )
  }
}
