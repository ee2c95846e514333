import {formatHello, helloChannel} from '../../core/redis/sentinel-reply.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {periodsOf} from '../instances/sentinel-periods.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {settleAll} from '../time/settle.ts'
import type {Turn} from './find-turn.ts'

/** A sentinel that does not answer within this time is started again. */
const answerWithinMs = 1000

/**
 * What must be short for a while, in milliseconds. A sentinel connects to a master no sooner than a ping period after it connected
 * to the one before (sentinel.c, sentinelReconnectInstance): right after a failover that would be up to a second. And for
 * five ask periods it counts what others said of the old master as said of the new one (sentinelAskMasterStateToOtherSentinels).
 */
const shortPeriods = {'ping-period': 1, 'ask-period': 1} as const

/**
 * Turns running sentinels to the master of the plan. A sentinel connects to it with the next tick of its timer; ticks are 50
 * to 100 ms apart (sentinel.c, sentinelTimer).
 *
 * Each step says whether all sentinels went along. Where one does not, they are all started again.
 */
export class SentinelTurn implements AsyncDisposable {
  readonly #record: DeploymentRecord
  readonly #turn: Turn
  readonly #sentinels: readonly PlannedInstance[]
  readonly #connections = new Map<PlannedInstance, Connection>()
  #hasShortPeriods = false

  constructor(record: DeploymentRecord, turn: Turn) {
    this.#record = record
    this.#turn = turn
    this.#sentinels = record.plan.instances.filter(({kind}) => kind === 'sentinel')
  }

  /** Gets them ready, and has the leader end a failover that the others are through with. They stay with the other master. */
  async begin(): Promise<boolean> {
    this.#hasShortPeriods = true
    return this.#each(async (sentinel) => {
      const endpoint = endpointOf(sentinel, this.#record)
      const connection = await Connection.open(endpoint, {timeoutMs: answerWithinMs})
      this.#connections.set(sentinel, connection)
      await Promise.all([
        this.#greet(sentinel, this.#turn.from, 1),
        connection.call('SENTINEL', 'DEBUG', ...Object.entries(shortPeriods).flat()),
        // One that was told to crash at its next failover is not to, then (sentinel.c, sentinelCommand).
        connection.call('SENTINEL', 'SIMULATE-FAILURE', 'HELP'),
      ])
    })
  }

  /** Turns them. All data instances must listen already, in their roles. */
  async tell(): Promise<boolean> {
    const {instances} = this.#record.plan
    const master = instances.find(({name}) => name === this.#turn.group.instance)
    if (master === undefined) throw new TypeError(`the plan has no instance ${this.#turn.group.instance}`)
    this.#record.sentinelEpoch = this.#turn.epoch + 2
    return this.#each((sentinel) => this.#greet(sentinel, master, 2))
  }

  /** Tells a sentinel, in the name of another one, who is the master since an epoch later than any that it knows. */
  async #greet(receiver: PlannedInstance, master: PlannedInstance, later: 1 | 2): Promise<void> {
    const {group, epoch} = this.#turn
    const {host, port, sentinelId = ''} = this.#sentinels.find((one) => one !== receiver) ?? receiver
    const told = {name: group.name, host: master.host, port: master.port, configEpoch: epoch + later}
    // At once the last one: each change of it costs a write to disk, which takes longer than all else here.
    const hello = formatHello({host, port, sentinelId, currentEpoch: epoch + 2}, told)
    await this.#connections.get(receiver)?.call('PUBLISH', helloChannel, hello)
  }

  /** Gives them their periods back, once they have connected. */
  async end(): Promise<boolean> {
    this.#hasShortPeriods = false
    const usual = periodsOf(this.#record.plan.settings.timing)
    const words = Object.keys(shortPeriods).flatMap((name) => [name, usual[name] as number])
    return this.#each(async (sentinel) => {
      await this.#connections.get(sentinel)?.call('SENTINEL', 'DEBUG', ...words)
    })
  }

  async #each(act: (sentinel: PlannedInstance) => Promise<void>): Promise<boolean> {
    try {
      await settleAll(this.#sentinels.map(act))
      return true
    } catch {
      // It does not answer, or refuses: whatever the reason, started again it is as it was.
      return false
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // One that was started again meanwhile has its own.
    if (this.#hasShortPeriods) await this.end()
    for (const connection of this.#connections.values()) connection[Symbol.dispose]()
  }
}
