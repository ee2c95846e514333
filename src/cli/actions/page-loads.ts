import {RedislabError} from '../../core/errors/errors.ts'
import {type LoadReport, type LoadSnapshot, loadKinds, type Stretch} from '../../core/load/report.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import type {LoadDesk, LoadWish, RunningLoad} from '../../engine/page/load-desk.ts'
import type {Load} from '../../load/load.ts'
import {startLoad} from '../../load/start-load.ts'

/** So much of what a load saw is drawn: five minutes, looked at four times a second. */
const mostStretches = 1200
/** A longer time is no try any more: `redislab load` is for that. */
const longestMs = 3_600_000

interface Started {
  readonly load: Load
  readonly rate: number | null
  readonly startedAt: number
  readonly endsAt: number | null
  readonly timer: NodeJS.Timeout | undefined
  readonly overTime: Stretch[]
  lookedAt: number
  last: LoadSnapshot
}

/** The loads that are started from a page, one for each master group. Disposing of it ends them. */
export class PageLoads implements LoadDesk, AsyncDisposable {
  readonly reports: LoadReport[] = []
  readonly #deployment: Deployment
  readonly #signal: AbortSignal
  readonly #started = new Map<string, Started>()
  /** Groups whose load is about to begin. */
  readonly #beginning = new Set<string>()

  /** Why a load could not be ended when its time was over: the next look says so. */
  #failure: {readonly reason: unknown} | undefined

  constructor(deployment: Deployment, signal: AbortSignal) {
    this.#deployment = deployment
    this.#signal = signal
  }

  readonly look = (): readonly RunningLoad[] => {
    if (this.#failure !== undefined) throw this.#failure.reason
    return [...this.#started].map(([group, one]) => lookAt(group, one))
  }

  readonly start = async ({kind, rate, forMs, group}: LoadWish): Promise<string> => {
    const known = loadKinds.find((one) => one === kind)
    if (known === undefined) throw new RedislabError('OPTION_INVALID', `There is no load ${kind}.`)
    if (this.#started.has(group) || this.#beginning.has(group))
      throw new RedislabError('WRONG_STATE', `A load of ${group} is under way: end it first.`)
    this.#beginning.add(group)
    try {
      const load = await startLoad(this.#deployment, {
        kind: known,
        rate: rate === 0 ? null : rate,
        masterName: group,
        beginsDown: true,
        signal: this.#signal,
      })
      const now = Date.now()
      const ms = forMs === undefined ? undefined : Math.min(Math.max(forMs, 1), longestMs)
      const timer =
        ms === undefined
          ? undefined
          : setTimeout(() => {
              this.#end(group).catch((reason: unknown) => {
                this.#failure = {reason}
              })
            }, ms)
      this.#started.set(group, {
        load,
        rate: rate === 0 ? null : rate,
        startedAt: now,
        endsAt: ms === undefined ? null : now + ms,
        timer,
        overTime: [],
        lookedAt: now,
        last: load.snapshot(),
      })
      return `load ${kind}: begun`
    } finally {
      this.#beginning.delete(group)
    }
  }

  readonly end = async (group: string): Promise<string> => {
    const report = await this.#end(group)
    if (report === undefined)
      throw new RedislabError('WRONG_STATE', `There is no load of ${group} that could be ended.`)
    return `load ${report.kind}: ended`
  }

  /** Ends it once: the first who asks takes it out. */
  async #end(group: string): Promise<LoadReport | undefined> {
    const started = this.#started.get(group)
    if (started === undefined) return undefined
    this.#started.delete(group)
    clearTimeout(started.timer)
    const report = await started.load.stop()
    this.reports.push(report)
    return report
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#started.keys()].map((group) => this.#end(group)))
  }
}

function lookAt(group: string, one: Started): RunningLoad {
  const now = Date.now()
  const {kind, succeeded, failed, errors, outageMs} = one.load.snapshot()
  if (now > one.lookedAt) {
    one.overTime.push({
      at: new Date(one.lookedAt).toISOString(),
      ms: now - one.lookedAt,
      succeeded: succeeded - one.last.succeeded,
      errors: newErrors(errors, one.last.errors),
    })
    if (one.overTime.length > mostStretches) one.overTime.shift()
  }
  one.lookedAt = now
  one.last = one.load.snapshot()
  return {
    kind,
    group,
    rate: one.rate,
    startedAt: new Date(one.startedAt).toISOString(),
    endsAt: one.endsAt === null ? null : new Date(one.endsAt).toISOString(),
    succeeded,
    failed,
    outageMs,
    overTime: [...one.overTime],
  }
}

function newErrors(now: LoadSnapshot['errors'], before: LoadSnapshot['errors']): Record<string, number> {
  const counts = Object.entries(now).map(([kind, count]) => [kind, count - (before[kind] ?? 0)] as const)
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}
