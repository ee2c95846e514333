import type {LoadReport} from '../../core/load/report.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {settleAll} from '../../engine/time/settle.ts'
import {waitFor} from '../../engine/time/wait.ts'
import type {Load} from '../../load/load.ts'
import {startLoad} from '../../load/start-load.ts'

/** So many are written before anything is done, where there is a master: there shall be something to lose. */
const firstWrites = 20
const beginWithinMs = 500
/** After a failover its clients may need a moment longer than the probe. */
const recoverWithinMs = 3000

/** What clients of a watched fault see: writes and their checker, for each master group that is hit. */
export class WatchLoads implements AsyncDisposable {
  readonly #deployment: Deployment
  readonly #signal: AbortSignal
  readonly #loads = new Map<string, Load>()
  #masters: Readonly<Record<string, string>> = {}

  constructor(deployment: Deployment, signal: AbortSignal) {
    this.#deployment = deployment
    this.#signal = signal
  }

  /** @param masters the groups, each with its master */
  async begin(masters: Readonly<Record<string, string>>): Promise<void> {
    this.#masters = masters
    await settleAll(
      Object.keys(masters).map(async (masterName) => {
        const options = {kind: 'acked-writes', masterName, beginsDown: true, signal: this.#signal} as const
        this.#loads.set(masterName, await startLoad(this.#deployment, options))
      }),
    )
    const loads = [...this.#loads.values()]
    const haveBegun = async () => loads.every((load) => load.snapshot().succeeded >= firstWrites) || undefined
    await waitFor(haveBegun, {withinMs: beginWithinMs, everyMs: 5, signal: this.#signal})
  }

  /** Ends them, and checks on the current masters what happened to the data that was written. */
  async end(
    masters: Readonly<Record<string, string>>,
    takesWrites: boolean,
  ): Promise<ReadonlyMap<string, LoadReport>> {
    const reports = [...this.#loads].map(async ([group, load]): Promise<[string, LoadReport]> => {
      const isWell = async () => load.snapshot().outageMs === null || undefined
      if (takesWrites) await waitFor(isWell, {withinMs: recoverWithinMs, everyMs: 20, signal: this.#signal})
      return [group, await load.stop({on: masters[group] ?? this.#masters[group]})]
    })
    return new Map(await Promise.all(reports))
  }

  /** Where it was not watched to the end, it is looked on the masters of the beginning, so that no key is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#loads].map(([group, load]) => load.stop({on: this.#masters[group]})))
  }
}
