import type {LoadKind} from '../../core/load/report.ts'
import type {Load, LoadOptions} from '../../load/load.ts'

/** Clients that work on a deployment while faults are injected. */
export interface DeploymentLoads {
  /**
   * Starts a load in the background of this process: real clients that find the master as an application would. Stopping it
   * checks what happened to everything that they were promised.
   *
   * @example
   * await using load = await deployment.startLoad({kind: 'acked-writes', rate: 500})
   * await deployment.kill('master')
   * await deployment.awaitFailover()
   * const {acknowledged, lost, outageMs} = await load.stop()
   *
   * @throws RedislabError TARGET_AMBIGUOUS, TARGET_NOT_FOUND, OPTION_INVALID, TIMED_OUT when no client could connect
   */
  startLoad<Kind extends LoadKind>(options: LoadOptions<Kind>): Promise<Load<Kind>>
}
