import type {LoadReport} from '../../core/load/report.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {settleAll} from '../../engine/time/settle.ts'
import {waitFor} from '../../engine/time/wait.ts'
import type {Load} from '../../load/load.ts'
import {startLoad} from '../../load/start-load.ts'

/** So many are written before anything is done, where writes are taken: there shall be something to lose. */
const firstWrites = 20
const beginWithinMs = 5000
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

  /**
   * Returns when the clients have written, or a write has failed.
   *
   * @param masters the groups, each with its master
   */
  async begin(masters: Readonly<Record<string, string>>): Promise<void> {
    this.#masters = masters
    await settleAll(
      Object.keys(masters).map(async (masterName) => {
        const options = {kind: 'acked-writes', masterName, beginsDown: true, signal: this.#signal} as const
        this.#loads.set(masterName, await startLoad(this.#deployment, options))
      }),
    )
    const loads = [...this.#loads.values()]
    const haveBegun = async () =>
      loads
        .map((load) => load.snapshot())
        .every(({succeeded, failed}) => succeeded >= firstWrites || failed > 0) || undefined
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
    const ended = new Map(await Promise.all(reports))
    // In the order of the groups, and not in that in which their clients connected.
    return new Map(Object.keys(this.#masters).flatMap((group) => pairsOf(group, ended.get(group))))
  }

  /** Where it was not watched to the end, it is looked on the masters of the beginning, so that no key is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#loads].map(([group, load]) => load.stop({on: this.#masters[group]})))
  }
}

function pairsOf(group: string, report: LoadReport | undefined): readonly [string, LoadReport][] {
  return report === undefined ? [] : [[group, report]]
}
