import type {LinkFaultReport} from '../core/contract/fault-report.ts'
import type {AddReport, RemoveReport} from '../core/contract/membership-report.ts'
import type {ReshardReport} from '../core/contract/reshard-report.ts'
import {type ConnectionVariables, connectionVariables, masterUrl} from '../core/env/connection-variables.ts'
import {RedislabError} from '../core/errors/errors.ts'
import type {Fault} from '../core/faults/faults.ts'
import type {LinkFault} from '../core/links/link-fault.ts'
import type {LogRecord} from '../core/redis/log-record.ts'
import type {InstanceStatus, MasterStatus} from '../core/status/status.ts'
import type {TimelineEntry} from '../core/timeline/entries/entry.ts'
import type {Explanation} from '../core/timeline/explain.ts'
import type {CompletedFailover, FailoverPhases} from '../core/timeline/failover.ts'
import {requireGroup} from '../core/topology/require-group.ts'
import {findMoves} from '../engine/cluster/find-moves.ts'
import {reshard} from '../engine/cluster/reshard.ts'
import {Deployment as EngineDeployment, type InjectedFault} from '../engine/deployment/deployment.ts'
import {findLogSources} from '../engine/deployment/log-sources.ts'
import {readLogs} from '../engine/logs/read-logs.ts'
import {addInstance} from '../engine/membership/add-instance.ts'
import {removeInstance} from '../engine/membership/remove-instance.ts'
import {type ResetReport, resetDeployment} from '../engine/reset/reset-deployment.ts'
import {awaitFailover} from '../engine/timeline/await-failover.ts'
import {collectTimeline} from '../engine/timeline/collect-timeline.ts'
import {explainLast} from '../engine/timeline/explain-last.ts'
import {lastFailover} from '../engine/timeline/last-failover.ts'
import {addressesOf, ioredisOptions, nodeRedisOptions, toInstance} from './client-options.ts'
import {guardUndoing} from './guard.ts'
import {guardMethods} from './guard-methods.ts'
import {methodParameters} from './method-parameters.ts'
import type {
  Abortable,
  AddOptions,
  Address,
  AwaitFailoverOptions,
  DelayOptions,
  DisconnectOptions,
  FailoverOptions,
  FaultOptions,
  Instance,
  IoredisOptions,
  KillOptions,
  LogOptions,
  MasterNameOptions,
  NodeRedisOptions,
  PartitionOptions,
  RemoveOptions,
  ResetOptions,
  ReshardOptions,
  StopOptions,
  Target,
  Targets,
  TimelineOptions,
} from './options.ts'

/**
 * A running deployment in the hands of a program: who is in it, how clients reach it, what is done to it, and what came
 * of that. Disposing of it ends every process of it and removes its folder.
 *
 * Each fault returns an {@link InjectedFault}; disposing of that undoes the fault, where it can be undone.
 *
 * @example
 * await using lab = await startDeployment('1m2r3s')
 * await lab.kill('master')
 * const {newMaster, phases} = await lab.awaitFailover()
 */
export class Deployment extends EngineDeployment {
  /** Only what is later than this belongs to the present. */
  #since: number
  /** The failover that was awaited last is no news. */
  #awaited = Number.NEGATIVE_INFINITY

  constructor(base: EngineDeployment) {
    super({home: base.home, directory: base.directory, record: base.record})
    this.#since = Date.parse(base.record.resetAt ?? base.record.createdAt)
  }

  /** Who is in it: names and addresses, which never change. What each is now is told by {@link status}. */
  get instances(): readonly Instance[] {
    return this.record.plan.instances.map(toInstance)
  }

  /** The addresses of the sentinels, as clients want them; none in a deployment without. */
  get sentinels(): readonly Address[] {
    return addressesOf(this.record.plan, 'sentinel')
  }

  /** The addresses of the data instances: where a client of a cluster begins. */
  get nodes(): readonly Address[] {
    return addressesOf(this.record.plan, 'redis')
  }

  /** The name by which sentinels know the master; of several, the first. In a cluster the name of the first shard. */
  get masterName(): string {
    return this.record.plan.masters[0]?.name ?? ''
  }

  /** The password of all data instances; undefined where there is none. */
  get password(): string | undefined {
    return this.record.password
  }

  /** The password of the sentinels; undefined where they have none. */
  get sentinelPassword(): string | undefined {
    return this.record.sentinelPassword
  }

  /**
   * The master of this moment.
   *
   * @param masterName of which group or shard; the first unless told
   * @throws RedislabError TARGET_NOT_FOUND when there is no such group; WRONG_STATE when it has no master now
   */
  async master(masterName = this.masterName, options: Abortable = {}): Promise<InstanceStatus> {
    requireGroup(this.record.plan, masterName)
    const {masters, instances} = await this.status(options)
    const master = masters.find(({name}) => name === masterName)
    const found = instances.find(({name}) => name === master?.instance)
    if (found === undefined) throw withoutMaster(master, masterName)
    return found
  }

  /**
   * The URL of the master of this moment, with the password where there is one. A client that shall survive a failover
   * takes {@link ioredisOptions} instead.
   *
   * @throws RedislabError TARGET_NOT_FOUND, WRONG_STATE
   */
  async url({masterName, signal}: MasterNameOptions & Abortable = {}): Promise<string> {
    const {address} = await this.master(masterName, {signal})
    return masterUrl(address, this.password)
  }

  /**
   * What `new Redis(…)` of ioredis takes: by way of the sentinels where there are any, so the client follows the master;
   * else the instance that is master at first.
   *
   * @throws RedislabError NOT_SUPPORTED for a cluster, whose client takes `lab.nodes`
   */
  ioredisOptions({masterName = this.masterName}: MasterNameOptions = {}): IoredisOptions {
    requireGroup(this.record.plan, masterName)
    return ioredisOptions(this.record, masterName)
  }

  /**
   * What `createSentinel(…)` of node-redis takes: the client follows the master.
   *
   * @throws RedislabError NOT_SUPPORTED without sentinels, with what such a client takes
   */
  nodeRedisOptions({masterName = this.masterName}: MasterNameOptions = {}): NodeRedisOptions {
    requireGroup(this.record.plan, masterName)
    return nodeRedisOptions(this.record, masterName)
  }

  /** The variables by which applications find it, those of `redislab env`: `REDIS_URL`, `REDIS_SENTINELS` and others. */
  async env(options: Abortable = {}): Promise<ConnectionVariables> {
    return connectionVariables(await this.status(options), this.record)
  }

  /** Ends processes as a crash would: by SIGKILL unless told. */
  async kill(targets: Targets, {by = 'SIGKILL', ...options}: KillOptions = {}): Promise<InjectedFault> {
    return this.#do({kind: 'kill', signal: by}, targets, options)
  }

  /** Ends the whole deployment, and removes its folder unless told to keep it. Returns how many processes ended. */
  override async stop(options?: StopOptions): Promise<number>
  /** Stops instances in order, as an operator would. */
  override async stop(targets: Targets, options?: FaultOptions): Promise<InjectedFault>
  override async stop(
    first: Targets | StopOptions = {},
    options: FaultOptions = {},
  ): Promise<number | InjectedFault> {
    return isTargets(first) ? this.#do({kind: 'stop'}, first, options) : super.stop(first)
  }

  /** Brings back what was killed or stopped, with its data and the conf that Redis rewrote. */
  async start(targets: Targets, options: FaultOptions = {}): Promise<InjectedFault> {
    return this.#do({kind: 'start'}, targets, options)
  }

  /** Stops and starts. With `forMs` it is started after that time. */
  async restart(targets: Targets, options: FaultOptions = {}): Promise<InjectedFault> {
    return this.#do({kind: 'restart'}, targets, options)
  }

  /** Freezes instances: their connections stay open and nobody answers. */
  async pause(targets: Targets, options: FaultOptions = {}): Promise<InjectedFault> {
    return this.#do({kind: 'pause'}, targets, options)
  }

  /** Lets frozen instances go on. */
  async resume(targets: Targets, options: FaultOptions = {}): Promise<InjectedFault> {
    return this.#do({kind: 'resume'}, targets, options)
  }

  /** Blocks the event loop of data instances for so many milliseconds, as a slow command does. */
  async sleep(targets: Targets, durationMs: number, options: Abortable = {}): Promise<InjectedFault> {
    return this.#do({kind: 'sleep', durationMs}, targets, options)
  }

  /** Closes the connections of instances; those of some types of clients, or all. */
  async disconnect(targets: Targets, {types, ...options}: DisconnectOptions = {}): Promise<InjectedFault> {
    return this.#do({kind: 'disconnect', ...(types === undefined ? {} : {types})}, targets, options)
  }

  /**
   * Changes settings of data instances by CONFIG SET.
   *
   * @example
   * await lab.set('replicas', {'replica-priority': 0})
   */
  async set(
    targets: Targets,
    settings: Readonly<Record<string, string | number>>,
    options: FaultOptions = {},
  ): Promise<InjectedFault> {
    const directives = Object.entries(settings).map(([name, value]) => ({name, value: String(value)}))
    return this.#do({kind: 'set', directives}, targets, options)
  }

  /** Has data instances refuse writes, as if their memory were full. */
  async fill(targets: Targets, options: FaultOptions = {}): Promise<InjectedFault> {
    return this.#do({kind: 'fill'}, targets, options)
  }

  /** Has a sentinel replace the master though nothing is wrong with it; in a cluster, a replica take over. */
  async failover(targets: Targets = [], {manner, ...options}: FailoverOptions = {}): Promise<InjectedFault> {
    return this.#do({kind: 'failover', ...(manner === undefined ? {} : {manner})}, targets, options)
  }

  /** Cuts instances off from all others, or from those that are named. Needs `links: true`. */
  async partition(
    targets: Targets,
    {from, oneWay, cut, ...options}: PartitionOptions = {},
  ): Promise<InjectedFault<LinkFaultReport>> {
    return this.#doToLinks({kind: 'partition', from: listOf(from), oneWay, cut}, targets, options)
  }

  /** Slows down what instances send, to all others or to those that are named. Needs `links: true`. */
  async delay(
    targets: Targets,
    {to, delayMs, jitterMs, bytesPerSecond, ...options}: DelayOptions,
  ): Promise<InjectedFault<LinkFaultReport>> {
    const fault = {kind: 'delay', to: listOf(to), delayMs, jitterMs, bytesPerSecond} as const
    return this.#doToLinks(fault, targets, options)
  }

  /** Makes links as new: all, or those of the targets. Needs `links: true`. */
  async heal(targets: Targets = [], options: Abortable = {}): Promise<InjectedFault<LinkFaultReport>> {
    return this.#doToLinks({kind: 'heal'}, targets, options)
  }

  /**
   * Waits until a failover is over and everybody who runs is in their place: of the last one since the start, the last
   * reset, or the last time this was called. One that is over already is told at once. Not waited for is the leader of
   * the sentinels, which notes up to a second later that the replicas are in step.
   *
   * @throws RedislabError TIMED_OUT with why there was none; WRONG_STATE when nobody could fail over; what `signal` was
   * aborted with
   */
  async awaitFailover(options: AwaitFailoverOptions = {}): Promise<CompletedFailover> {
    const failover = await awaitFailover(this, {
      ...options,
      sinceMs: this.#since,
      afterMs: this.#awaited,
    })
    this.#awaited = Date.parse(failover.at)
    return failover
  }

  /**
   * Everything that happened since the start or the last reset, in the order of time: what was done to it, and what
   * every instance logged of it.
   */
  async timeline(options: TimelineOptions = {}): Promise<readonly TimelineEntry[]> {
    return collectTimeline(this, {sinceMs: this.#since, ...options})
  }

  /**
   * The phases of the last failover since the start or the last reset, as far as it has come; undefined when there was
   * none.
   */
  async phases({
    masterName,
    signal,
  }: MasterNameOptions & Abortable = {}): Promise<FailoverPhases | undefined> {
    const failover = await lastFailover(this, {
      sinceMs: this.#since,
      masterName,
      reattachedBy: 'replica',
      signal,
    })
    return failover?.phases
  }

  /**
   * Why the last failover since the start or the last reset happened, or why there was none: a sentence, and reasons with
   * the lines that show them. Several when one fault hit several masters; none when no master was in question.
   */
  async explain({signal}: Abortable = {}): Promise<readonly Explanation[]> {
    return (await explainLast(this, {sinceMs: this.#since, signal})).explanations
  }

  /** What instances logged since the start or the last reset, all logs as one, in the order of time. */
  async logs(targets: Targets = [], {signal, ...options}: LogOptions = {}): Promise<readonly LogRecord[]> {
    const sources = await findLogSources(this, listOf(targets) ?? [], {signal})
    const records: LogRecord[] = []
    for await (const record of readLogs(sources, {sinceMs: this.#since, ...options, signal}))
      records.push(record)
    signal?.throwIfAborted()
    return records
  }

  /**
   * Adds an instance: a replica, or a master without slots to a cluster. Returns when the others know it.
   *
   * @throws RedislabError OPTION_INVALID, NOT_SUPPORTED, WRONG_STATE, TIMED_OUT, and what starting an instance throws
   */
  async add(options: AddOptions = {}): Promise<AddReport> {
    const report = await addInstance(this, options)
    await this.status({signal: options.signal})
    return report
  }

  /**
   * Takes an instance out for good, with its folder: a replica, or a master of a cluster that has no slots.
   *
   * @throws RedislabError OPTION_INVALID, NOT_SUPPORTED, WRONG_STATE
   */
  async remove(target: Target, options: RemoveOptions = {}): Promise<RemoveReport> {
    const report = await removeInstance(this, target, options)
    await this.status({signal: options.signal})
    return report
  }

  /**
   * Moves slots of a cluster to other masters while clients go on; one report for each master that gets some.
   *
   * @throws RedislabError USAGE, OPTION_INVALID, WRONG_STATE, TARGET_NOT_FOUND, TARGET_AMBIGUOUS
   */
  async reshard({keys, signal, ...wish}: ReshardOptions): Promise<readonly ReshardReport[]> {
    const reports: ReshardReport[] = []
    for (const {slots, to} of await findMoves(this, {...wish, signal}))
      reports.push(await reshard(this, {slots, to, mostKeys: keys, signal}))
    return reports
  }

  /**
   * Back to the beginning, for the next test: every process alive, no fault in force, links as new, the roles of the
   * start, no data, settings as they were; ready for a failover. What cannot be put right in place is started anew.
   *
   * Clients stay connected where their instance does.
   *
   * @throws RedislabError TIMED_OUT, and what starting an instance throws
   */
  async reset(options: ResetOptions = {}): Promise<ResetReport> {
    const report = await resetDeployment(this, options)
    this.#since = Date.parse(report.at)
    this.#awaited = Number.NEGATIVE_INFINITY
    return report
  }

  async #do(fault: Fault, targets: Targets, options: FaultOptions): Promise<InjectedFault> {
    return guardUndoing(await this.inject(fault, listOf(targets) ?? [], options), this.name)
  }

  async #doToLinks(
    fault: LinkFault,
    targets: Targets,
    options: FaultOptions,
  ): Promise<InjectedFault<LinkFaultReport>> {
    return guardUndoing(await this.inject(fault, listOf(targets) ?? [], options), this.name)
  }
}

/** Of the engine: programs have methods of their own for these. */
type Inherited = 'exclusively' | 'inject' | 'observer' | 'resolve' | 'statusBy'

/** Adding a method without saying what it takes does not compile. */
type MethodName = {
  [Name in keyof Deployment]: Deployment[Name] extends (...values: never[]) => unknown ? Name : never
}[keyof Deployment]

guardMethods<Exclude<MethodName, Inherited | symbol>>(Deployment.prototype, methodParameters)

function isTargets(value: Targets | StopOptions): value is Targets {
  return typeof value === 'string' || Array.isArray(value)
}

function listOf(targets: Targets | undefined): readonly string[] | undefined {
  return typeof targets === 'string' ? [targets] : targets
}

function withoutMaster(master: MasterStatus | undefined, masterName: string): RedislabError {
  const claimed = master?.claimedBy ?? []
  const why = claimed.length > 1 ? `${claimed.join(' and ')} claim to be master` : 'nobody is master'
  return new RedislabError('WRONG_STATE', `${masterName} has no master now: ${why}.`, {
    suggestions: ['Wait for the failover first: await lab.awaitFailover()'],
    details: {masterName, claimedBy: claimed},
  })
}
