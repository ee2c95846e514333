import {performance} from 'node:perf_hooks'
import type {DeploymentStatus} from '../../core/status/status.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/** Of a replica that gets what its master writes at once. */
const patienceMs = 40

const answerWithinMs = 1000

/**
 * Has replicas connect again that have loaded their copy and get nothing more. A master sends what follows the copy once the
 * replica says that it has it. If the replica is quicker than the master's child ends, that goes unheard, and it says so again
 * only after a second (replication.c: repl_start_cmd_stream_on_ack). When it connects again, it gets what is missing at once.
 */
export class Laggards {
  readonly #record: DeploymentRecord
  readonly #since = new Map<string, number>()
  readonly #helped = new Set<string>()

  constructor(record: DeploymentRecord) {
    this.#record = record
  }

  async help({instances}: DeploymentStatus): Promise<void> {
    const now = performance.now()
    for (const {name, linkUp, lagBytes = 0} of instances) {
      if (linkUp !== true || lagBytes === 0) this.#since.delete(name)
      else if (!this.#since.has(name)) this.#since.set(name, now)
    }
    const late = [...this.#since].filter(
      ([name, since]) => now - since > patienceMs && !this.#helped.has(name),
    )
    await Promise.all(late.map(([name]) => this.#reconnect(name)))
  }

  async #reconnect(name: string): Promise<void> {
    this.#helped.add(name)
    const instance = this.#record.plan.instances.find((one) => one.name === name)
    if (instance === undefined) return
    try {
      using connection = await Connection.open(endpointOf(instance, this.#record), {
        timeoutMs: answerWithinMs,
      })
      await connection.call('CLIENT', 'KILL', 'TYPE', 'master')
    } catch {
      // It refuses, and catches up by itself; or it has ended, which is seen by who waits for it.
    }
  }
}
