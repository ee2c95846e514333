import type {FaultReport} from '../../core/contract/fault-report.ts'
import type {ClientType, FailoverManner} from '../../core/faults/faults.ts'
import type {Abortable, Targets} from '../options.ts'

/**
 * Faults of instances. Each returns an {@link InjectedFault}: disposing of it undoes the fault, where it can be undone.
 *
 * All of them throw a RedislabError TARGET_NOT_FOUND or TARGET_AMBIGUOUS when the targets do not fit, OPTION_INVALID when the
 * fault cannot be done to such an instance, WRONG_STATE when an instance is not in a state for it (then nothing was done),
 * and DEPLOYMENT_BUSY when another change to the deployment takes too long.
 */
export interface DeploymentFaults {
  /** Ends processes as a crash would: by a signal, SIGKILL by default. */
  kill(targets: Targets, options?: KillOptions): Promise<InjectedFault>

  /** Shuts instances down in order, as an operator would. To end the whole deployment, call `close()`. */
  stop(targets: Targets, options?: StopOptions): Promise<InjectedFault>

  /** Starts instances that were killed or stopped, with their data and the conf that Redis rewrote. */
  start(targets: Targets, options?: FaultOptions): Promise<InjectedFault>

  /** Stops instances and starts them again, with `forMs` only after that time. */
  restart(targets: Targets, options?: FaultOptions): Promise<InjectedFault>

  /** Freezes instances: their connections stay open, and they do not answer. */
  pause(targets: Targets, options?: FaultOptions): Promise<InjectedFault>

  /** Lets frozen instances continue. */
  resume(targets: Targets, options?: FaultOptions): Promise<InjectedFault>

  /**
   * Blocks the event loop of data instances, as a slow command does.
   *
   * @param durationMs how long, in milliseconds
   */
  sleep(targets: Targets, durationMs: number, options?: Abortable): Promise<InjectedFault>

  /** Closes the connections of instances: those of some types of clients, or all. */
  disconnect(targets: Targets, options?: DisconnectOptions): Promise<InjectedFault>

  /**
   * Changes settings of data instances by CONFIG SET. Undoing it puts the former values back.
   *
   * @example
   * await deployment.set('replicas', {'replica-priority': 0})
   */
  set(
    targets: Targets,
    settings: Readonly<Record<string, string | number>>,
    options?: FaultOptions,
  ): Promise<InjectedFault>

  /** Makes data instances refuse writes, as if their memory were full. */
  fill(targets: Targets, options?: FaultOptions): Promise<InjectedFault>

  /**
   * Makes a sentinel replace a master that works; in a cluster, makes a replica take over.
   *
   * @param targets the master, or in a cluster the shard or the replica. Not needed where there is one master
   */
  failover(targets?: Targets, options?: FailoverOptions): Promise<InjectedFault>
}

/** A fault that was injected. Disposing of it undoes the fault, where it can be undone. */
export interface InjectedFault<Report = FaultReport> extends AsyncDisposable {
  /** What the fault did, and to which instances. */
  readonly report: Report
  /** When it will be undone by itself, as `forMs` says; null for never. */
  readonly healsAt: Date | null
}

/** Options of a fault that can be undone. */
export interface FaultOptions extends Abortable {
  /** The time in milliseconds after which the fault is undone, even when this process has ended by then. @default never */
  readonly forMs?: number | undefined
}

/** Options of `kill`. */
export interface KillOptions extends FaultOptions {
  /** The signal that ends the process. @default 'SIGKILL' */
  readonly by?: NodeJS.Signals | undefined
}

/** Options of `stop`. */
export interface StopOptions extends FaultOptions {
  /** Masters of a cluster hand over to a replica before they end (Valkey 9). @default false */
  readonly failover?: boolean | undefined
}

/** Options of `disconnect`. */
export interface DisconnectOptions extends Abortable {
  /** The types of the clients whose connections are closed. @default all */
  readonly types?: readonly ClientType[] | undefined
}

/** Options of `failover`. */
export interface FailoverOptions extends Abortable {
  /**
   * Only in a cluster: `force` takes over without asking the master, `takeover` without asking any other node. Only with
   * sentinels, of Valkey 9: `coordinated` has the master hand over, and no write is lost.
   * @default in a cluster in agreement with the master; with sentinels the master is replaced at once
   */
  readonly manner?: FailoverManner | undefined
}
