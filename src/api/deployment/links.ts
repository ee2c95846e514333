import type {LinkFaultReport} from '../../core/contract/fault-report.ts'
import type {Cut} from '../../core/links/link.ts'
import type {Abortable, Targets} from '../options.ts'
import type {FaultOptions, InjectedFault} from './faults.ts'

/**
 * Faults of the links between instances, and between instances and clients. They need a deployment that was started with
 * `links: true`.
 *
 * All of them throw a RedislabError WRONG_STATE without links, TARGET_NOT_FOUND or TARGET_AMBIGUOUS when the targets do not
 * fit, OPTION_INVALID when there is no link between them, and DEPLOYMENT_BUSY when another change to the deployment takes
 * too long.
 */
export interface DeploymentLinks {
  /** Cuts instances off from all others, or from those in `from`. */
  partition(targets: Targets, options?: PartitionOptions): Promise<InjectedFault<LinkFaultReport>>

  /** Slows down what instances send to all others, or to those in `to`. */
  delay(targets: Targets, options: DelayOptions): Promise<InjectedFault<LinkFaultReport>>

  /**
   * Removes all partitions and delays.
   *
   * @param targets only those of the links of these instances. Default: all
   */
  heal(targets?: Targets, options?: Abortable): Promise<InjectedFault<LinkFaultReport>>
}

/** Options of `partition`. */
export interface PartitionOptions extends FaultOptions {
  /** The other side: targets, or `clients`. @default all other instances */
  readonly from?: Targets | undefined
  /** The targets receive nothing from the other side, which still receives what they send. @default false */
  readonly oneWay?: boolean | undefined
  /**
   * What happens to connections: `stall` lets them hang; `reset` ends them with a reset, existing and new ones; `refuse`
   * keeps existing ones and refuses new ones.
   * @default 'stall'
   */
  readonly cut?: Cut | undefined
}

/** Options of `delay`. At least one of `delayMs` and `bytesPerSecond` is needed. */
export interface DelayOptions extends FaultOptions {
  /** The other side: targets, or `clients`. @default all other instances */
  readonly to?: Targets | undefined
  /** The delay in milliseconds. @default none */
  readonly delayMs?: number | undefined
  /** The delay varies by up to this many milliseconds. @default 0 */
  readonly jitterMs?: number | undefined
  /** The bandwidth in bytes per second. @default no limit */
  readonly bytesPerSecond?: number | undefined
}
