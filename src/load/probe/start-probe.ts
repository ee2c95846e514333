import {randomBytes} from 'node:crypto'
import {performance} from 'node:perf_hooks'
import {clientOf} from '../../core/config/access.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {messageOf} from '../../core/errors/message-of.ts'
import type {AckedWritesFindings, LoadReport} from '../../core/load/report.ts'
import {probePrefix, probeSeconds} from '../../core/redis/probe-commands.ts'
import {slotOfShard} from '../../core/status/slot-of-shard.ts'
import {nameAddress} from '../../core/topology/plan.ts'
import {tagOfSlot} from '../../core/topology/slots.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {Connection} from '../../engine/redis/connection.ts'
import {isReply} from '../../engine/redis/is-reply.ts'
import {appendJournal} from '../../engine/state/journal.ts'
import {sleep, sleepUnlessAborted} from '../../engine/time/wait.ts'
import type {Load} from '../load.ts'
import {LoadMeter} from '../meter.ts'
import {accessOf, findRoute, placeOf, type Route} from './find-route.ts'
import {WriteLedger} from './write-ledger.ts'

/** Writes a second: below the pace at which anything is sent to what redislab did not start. */
export const probeRate = 4

/** In milliseconds: longer is no probe any more. */
export const longestProbeMs = 600_000

const timeoutMs = 1000
/** A master that hangs, or is cut off and does not know it, says nothing: those who tell are asked again, every so many writes. */
const askEvery = 4
const endWithinMs = 10_000

export interface ProbeOptions {
  readonly masterName?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** A probe at work. */
export interface Probe extends Load<'acked-writes'> {
  /** The one key that it writes. */
  readonly key: string
  /** The master at the start. */
  readonly master: string
}

/**
 * Chooses what a probe will write and where, and writes nothing yet: `begin` does. One key, a number that grows, with an end.
 *
 * @throws RedislabError TARGET_AMBIGUOUS, TARGET_NOT_FOUND
 */
export async function prepareProbe(
  deployment: Deployment,
  {masterName, signal}: ProbeOptions = {},
): Promise<{readonly key: string; readonly master: string; readonly begin: () => Promise<Probe>}> {
  const group = chooseGroup(deployment, masterName)
  const {plan} = deployment.record
  const isCluster = plan.mode === 'cluster'
  const slot = isCluster ? slotOfShard(group, (await deployment.status({signal})).masters, plan.masters) : 0
  const key = `${probePrefix}${randomBytes(4).toString('hex')}${isCluster ? `:{${tagOfSlot(slot)}}` : ''}`
  const route = findRoute(deployment, group, slot)
  const master = await route.find()
  if (master === undefined) {
    route[Symbol.dispose]()
    throw new RedislabError('TARGET_NOT_FOUND', `Nobody says who is master of ${group} now.`, {
      suggestions: ['See how it is: redislab status'],
    })
  }
  return {key, master, begin: async () => await Prober.begin(deployment, {group, key, master, route})}
}

interface Probed {
  readonly group: string
  readonly key: string
  readonly master: string
  readonly route: Route
}

/** One client that writes one number after another, and looks after each change of masters which of them is there. */
class Prober implements Probe {
  readonly kind = 'acked-writes'
  readonly key: string
  readonly master: string
  readonly #deployment: Deployment
  readonly #probed: Probed
  readonly #meter = new LoadMeter(Date.now())
  readonly #ending = new AbortController()
  readonly #work: Promise<void>
  readonly #counts = {acknowledged: 0, unknown: 0, refused: 0}
  readonly #ledger = new WriteLedger()
  #address: string
  #connection: Connection | undefined
  #isChecked = true
  #next = 1
  #report: Promise<LoadReport<'acked-writes'>> | undefined

  private constructor(deployment: Deployment, probed: Probed) {
    this.#deployment = deployment
    this.#probed = probed
    this.key = probed.key
    this.master = probed.master
    this.#address = probed.master
    this.#work = this.#keepWriting()
    this.#work.catch(() => {})
  }

  static async begin(deployment: Deployment, probed: Probed): Promise<Probe> {
    await appendJournal(deployment.directory, new Date(), {
      kind: 'load-started',
      load: 'acked-writes',
      masterName: probed.group,
      rate: probeRate,
      concurrency: 1,
    })
    return new Prober(deployment, probed)
  }

  snapshot() {
    return this.#meter.snapshot('acked-writes', Date.now())
  }

  stop(): Promise<LoadReport<'acked-writes'>> {
    this.#report ??= this.#end()
    return this.#report
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #keepWriting(): Promise<void> {
    const {signal} = this.#ending
    for (let turn = 0; !signal.aborted; turn++) {
      const from = performance.now()
      if (turn % askEvery === askEvery - 1) await this.#follow()
      if (!signal.aborted) await this.#write()
      await sleepUnlessAborted(Math.max(0, 1000 / probeRate - (performance.now() - from)), signal)
    }
  }

  async #write(): Promise<void> {
    const number = this.#next
    this.#next += 1
    const from = performance.now()
    try {
      const connection = await this.#connect()
      this.#ledger.send(number)
      await connection.call('SET', this.key, number, 'EX', probeSeconds)
      this.#ledger.acknowledge(number, Date.now())
      this.#counts.acknowledged += 1
      this.#meter.succeed(Date.now(), performance.now() - from)
    } catch (error) {
      await this.#fail(number, error)
    }
  }

  async #fail(number: number, error: unknown): Promise<void> {
    const wasRefused = isReply(error)
    if (this.#ledger.fail(number, {wasRefused}) === 'unknown') this.#counts.unknown += 1
    else this.#counts.refused += 1
    this.#meter.fail(Date.now(), failureKind(error))
    this.#disconnect()
    const moved = wasRefused ? /^MOVED \d+ (\S+)/.exec(messageOf(error))?.[1] : undefined
    if (moved !== undefined && !moved.startsWith(':')) this.#address = moved
    else {
      if (wasRefused) this.#probed.route.doubt()
      await this.#follow()
    }
  }

  /** Goes where it is told that the master is; stays where nobody tells. */
  async #follow(): Promise<void> {
    const address = await this.#probed.route.find()
    if (address === undefined || address === this.#address) return
    this.#address = address
    this.#disconnect()
  }

  /** A connection to the master, on which was looked what is left of what was written before: that holds once it takes a write. */
  async #connect(): Promise<Connection> {
    const access = accessOf(this.#deployment)
    this.#connection ??= await Connection.open(
      {
        ...placeOf(this.#deployment, this.#address),
        ...clientOf(access),
        tls: access.tls,
        isForeign: true,
        probeKey: this.key,
      },
      {timeoutMs, onClose: () => {}},
    )
    if (!this.#isChecked) this.#ledger.look(await this.#connection.call('GET', this.key), Date.now())
    this.#isChecked = true
    return this.#connection
  }

  #disconnect(): void {
    this.#connection?.[Symbol.dispose]()
    this.#connection = undefined
    this.#isChecked = false
  }

  async #end(): Promise<LoadReport<'acked-writes'>> {
    this.#ending.abort()
    const endedAt = Date.now()
    try {
      await this.#work
      const problem = await this.#cleanUp()
      const measures = this.#meter.measures(endedAt)
      const findings = this.#findings(problem === null)
      const {succeeded, failed, outageMs} = measures
      await appendJournal(this.#deployment.directory, new Date(), {
        kind: 'load-ended',
        load: 'acked-writes',
        masterName: this.#probed.group,
        succeeded,
        failed,
        outageMs,
        lost: findings.lost,
      })
      return {
        deployment: this.#deployment.name,
        masterName: this.#probed.group,
        rate: probeRate,
        concurrency: 1,
        at: null,
        checkedOn: problem === null ? nameAddress(this.#deployment.record.plan, this.#address) : null,
        notChecked: problem,
        otherMasters: [],
        ...measures,
        ...findings,
      }
    } finally {
      this.#disconnect()
      this.#probed.route[Symbol.dispose]()
    }
  }

  /** Looks once more, and deletes the key; why not, when no master lets it in time. */
  async #cleanUp(): Promise<string | null> {
    const until = performance.now() + endWithinMs
    for (;;) {
      try {
        this.#isChecked = false
        const connection = await this.#connect()
        await this.#deleteKey(connection)
        return this.#ledger.hasExpired
          ? `the key was gone, and so may have expired: the last write that is left may be more than ${probeSeconds} s old`
          : null
      } catch (error) {
        this.#disconnect()
        if (performance.now() > until)
          return `${this.#address}: ${messageOf(error)}; ${this.key} is gone within ${probeSeconds} s`
        if (isReply(error)) this.#probed.route.doubt()
        await this.#follow()
        await sleep(250)
      }
    }
  }

  async #deleteKey(connection: Connection): Promise<void> {
    try {
      await connection.call('DEL', this.key)
    } catch (error) {
      // Without an answer it may be deleted: nobody can look once more.
      if (!isReply(error)) this.#ledger.settle()
      throw error
    }
    this.#ledger.settle()
  }

  #findings(isChecked: boolean): AckedWritesFindings {
    const {acknowledged, unknown, refused} = this.#counts
    const {unknownSurviving} = this.#ledger
    const times = this.#ledger.lostAt.toSorted((a, b) => a - b)
    const lost = times.length
    const timeOf = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString())
    return {
      kind: 'acked-writes',
      acknowledged,
      surviving: isChecked ? acknowledged - lost : null,
      lost: isChecked ? lost : null,
      unknown,
      unknownSurviving: isChecked ? unknownSurviving : null,
      refused,
      lostFrom: isChecked ? timeOf(times[0]) : null,
      lostTo: isChecked ? timeOf(times.at(-1)) : null,
    }
  }
}

/** In the words of other loads. */
function failureKind(error: unknown): string {
  if (isReply(error)) return /^-?([A-Z]+)\b/.exec(error.message)?.[1] ?? 'ERR'
  const {code, message} = error as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return 'refused'
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'reset'
  if (code === 'ETIMEDOUT') return 'connect-timeout'
  if (/timed out/.test(message)) return 'timeout'
  return message === 'Connection is closed.' ? 'closed' : 'disconnected'
}

function chooseGroup({record}: Deployment, wanted: string | undefined): string {
  const names = record.plan.masters.map(({name}) => name)
  const [only, second] = names
  if (wanted !== undefined && names.includes(wanted)) return wanted
  if (only === undefined) {
    throw new RedislabError('TARGET_NOT_FOUND', 'There is no master to probe in this deployment.', {
      suggestions: ['See what was found: redislab status'],
    })
  }
  if (wanted !== undefined) {
    throw new RedislabError('TARGET_NOT_FOUND', `There is no master named "${wanted}" in this deployment.`, {
      suggestions: [`Its masters are ${names.join(', ')}.`],
    })
  }
  if (second === undefined) return only
  throw new RedislabError('TARGET_AMBIGUOUS', `There are ${names.length} masters to probe.`, {
    suggestions: [`Say which with --master: ${names.join(', ')}.`],
  })
}
