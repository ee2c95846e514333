import {clientOf} from '../../core/config/access.ts'
import {tlsFilesIn} from '../../core/config/files.ts'
import type {AddReport, RemoveReport} from '../../core/contract/membership-report.ts'
import type {ResetReport} from '../../core/contract/reset-report.ts'
import type {CancelledMigration, ReshardReport} from '../../core/contract/reshard-report.ts'
import {
  type ConnectionVariables,
  connectionVariables,
  masterUrl,
} from '../../core/env/connection-variables.ts'
import type {Fault} from '../../core/faults/faults.ts'
import type {LinkFault} from '../../core/links/link-fault.ts'
import type {LoadKind} from '../../core/load/report.ts'
import type {LogRecord} from '../../core/redis/log-record.ts'
import type {DeploymentStatus, InstanceStatus} from '../../core/status/status.ts'
import type {TimelineEntry} from '../../core/timeline/entries/entry.ts'
import type {Explanation} from '../../core/timeline/explain.ts'
import type {CompletedFailover, FailoverPhases} from '../../core/timeline/failover.ts'
import {requireGroup} from '../../core/topology/require-group.ts'
import {cancelMigrations} from '../../engine/cluster/cancel-migrations.ts'
import {findMoves} from '../../engine/cluster/find-moves.ts'
import {reshard} from '../../engine/cluster/reshard.ts'
import {reshardAtomic} from '../../engine/cluster/reshard-atomic.ts'
import type {Deployment as EngineDeployment} from '../../engine/deployment/deployment.ts'
import {findLogSources} from '../../engine/deployment/log-sources.ts'
import {readLogs} from '../../engine/logs/read-logs.ts'
import {addInstance} from '../../engine/membership/add-instance.ts'
import {removeInstance} from '../../engine/membership/remove-instance.ts'
import {resetDeployment} from '../../engine/reset/reset-deployment.ts'
import {awaitFailover} from '../../engine/timeline/await-failover.ts'
import {collectTimeline} from '../../engine/timeline/collect-timeline.ts'
import {explainLast} from '../../engine/timeline/explain-last.ts'
import {lastFailover} from '../../engine/timeline/last-failover.ts'
import type {Load, LoadOptions} from '../../load/load.ts'
import {guardUndoing} from '../guard.ts'
import {guardMethods} from '../guard-methods.ts'
import {methodParameters} from '../method-parameters.ts'
import type {Abortable, Address, Instance, MasterNameOptions, Target, Targets} from '../options.ts'
import {addressesOf, ioredisOptions, nodeRedisOptions, toInstance} from './client-options.ts'
import type {DeploymentTls, IoredisOptions, NodeRedisOptions} from './connections.ts'
import type {Deployment} from './deployment.ts'
import type {CloseOptions, ResetOptions} from './ending.ts'
import type {
  DisconnectOptions,
  FailoverOptions,
  FaultOptions,
  InjectedFault,
  KillOptions,
  StopOptions,
} from './faults.ts'
import {findMaster} from './find-master.ts'
import type {DelayOptions, PartitionOptions} from './links.ts'
import type {AddOptions, RemoveOptions, ReshardOptions} from './members.ts'
import type {LogOptions, TimelineOptions} from './views.ts'
import type {AwaitFailoverOptions} from './waits.ts'

/** The deployment of the engine behind one of the library. Not for programs. */
export let engineOf: (deployment: Deployment) => EngineDeployment

/** What programs hold: an engine deployment, and nothing of it but the methods of {@link Deployment}. */
export class LibraryDeployment implements Deployment {
  readonly #engine: EngineDeployment
  /** Only what is later than this belongs to the present. */
  #sinceMs: number
  /** The failover that was awaited last does not count again. */
  #awaitedMs = Number.NEGATIVE_INFINITY

  static {
    engineOf = (deployment) => (deployment as LibraryDeployment).#engine
    guardMethods<MethodName, LibraryDeployment>(
      LibraryDeployment.prototype,
      methodParameters,
      (deployment) => deployment.#engine,
    )
  }

  constructor(engine: EngineDeployment) {
    this.#engine = engine
    this.#sinceMs = Date.parse(engine.record.resetAt ?? engine.record.createdAt)
  }

  get name(): string {
    return this.#engine.name
  }

  get instances(): readonly Instance[] {
    return this.#engine.record.plan.instances.map(toInstance)
  }

  get masterName(): string {
    return this.#engine.record.plan.masters[0]?.name ?? ''
  }

  async status(options: Abortable = {}): Promise<DeploymentStatus> {
    return this.#engine.status(options)
  }

  async master(masterName = this.masterName, options: Abortable = {}): Promise<InstanceStatus> {
    requireGroup(this.#engine.record.plan, masterName)
    return findMaster(await this.status(options), masterName)
  }

  async timeline(options: TimelineOptions = {}): Promise<readonly TimelineEntry[]> {
    return collectTimeline(this.#engine, {sinceMs: this.#sinceMs, ...options})
  }

  async phases(options: MasterNameOptions & Abortable = {}): Promise<FailoverPhases | undefined> {
    const {masterName} = options
    if (masterName !== undefined) requireGroup(this.#engine.record.plan, masterName)
    const wanted = {...options, sinceMs: this.#sinceMs, reattachedBy: 'replica'} as const
    return (await lastFailover(this.#engine, wanted))?.phases
  }

  async explain({signal}: Abortable = {}): Promise<readonly Explanation[]> {
    return (await explainLast(this.#engine, {sinceMs: this.#sinceMs, signal})).explanations
  }

  async logs(targets: Targets = [], {signal, ...options}: LogOptions = {}): Promise<readonly LogRecord[]> {
    const sources = await findLogSources(this.#engine, listOf(targets), {signal})
    const records: LogRecord[] = []
    for await (const {known, ...record} of readLogs(sources, {sinceMs: this.#sinceMs, ...options, signal}))
      records.push(record)
    signal?.throwIfAborted()
    return records
  }

  get sentinels(): readonly Address[] {
    return addressesOf(this.#engine.record.plan, 'sentinel')
  }

  get nodes(): readonly Address[] {
    return addressesOf(this.#engine.record.plan, 'redis')
  }

  get username(): string | undefined {
    return clientOf(this.#engine.record).user
  }

  get password(): string | undefined {
    return clientOf(this.#engine.record).password
  }

  get sentinelPassword(): string | undefined {
    return this.#engine.record.sentinelPassword
  }

  get tls(): DeploymentTls | undefined {
    const {record, directory} = this.#engine
    return record.tls === undefined ? undefined : {...record.tls, caFile: tlsFilesIn(directory).ca}
  }

  async url({masterName, signal}: MasterNameOptions & Abortable = {}): Promise<string> {
    const {address} = await this.master(masterName, {signal})
    const {record} = this.#engine
    return masterUrl(address, clientOf(record), {tls: record.tls !== undefined})
  }

  ioredisOptions({masterName = this.masterName}: MasterNameOptions = {}): IoredisOptions {
    requireGroup(this.#engine.record.plan, masterName)
    return ioredisOptions(this.#engine.record, masterName)
  }

  nodeRedisOptions({masterName = this.masterName}: MasterNameOptions = {}): NodeRedisOptions {
    requireGroup(this.#engine.record.plan, masterName)
    return nodeRedisOptions(this.#engine.record, masterName)
  }

  async env(options: Abortable = {}): Promise<ConnectionVariables> {
    return connectionVariables(await this.status(options), this.#engine.record)
  }

  async kill(targets: Targets, {by = 'SIGKILL', ...options}: KillOptions = {}): Promise<InjectedFault> {
    return this.#inject({kind: 'kill', signal: by}, targets, options)
  }

  async stop(targets: Targets, {failover, ...options}: StopOptions = {}): Promise<InjectedFault> {
    return this.#inject({kind: 'stop', ...(failover ? {failover} : {})}, targets, options)
  }

  async start(targets: Targets, options: FaultOptions = {}): Promise<InjectedFault> {
    return this.#inject({kind: 'start'}, targets, options)
  }

  async restart(targets: Targets, options: FaultOptions = {}): Promise<InjectedFault> {
    return this.#inject({kind: 'restart'}, targets, options)
  }

  async pause(targets: Targets, options: FaultOptions = {}): Promise<InjectedFault> {
    return this.#inject({kind: 'pause'}, targets, options)
  }

  async resume(targets: Targets, options: FaultOptions = {}): Promise<InjectedFault> {
    return this.#inject({kind: 'resume'}, targets, options)
  }

  async sleep(targets: Targets, durationMs: number, options: Abortable = {}): Promise<InjectedFault> {
    return this.#inject({kind: 'sleep', durationMs}, targets, options)
  }

  async disconnect(targets: Targets, {types, ...options}: DisconnectOptions = {}): Promise<InjectedFault> {
    return this.#inject({kind: 'disconnect', ...(types === undefined ? {} : {types})}, targets, options)
  }

  async set(
    targets: Targets,
    settings: Readonly<Record<string, string | number>>,
    options: FaultOptions = {},
  ): Promise<InjectedFault> {
    const directives = Object.entries(settings).map(([name, value]) => ({name, value: String(value)}))
    return this.#inject({kind: 'set', directives}, targets, options)
  }

  async fill(targets: Targets, options: FaultOptions = {}): Promise<InjectedFault> {
    return this.#inject({kind: 'fill'}, targets, options)
  }

  async failover(targets: Targets = [], {manner, ...options}: FailoverOptions = {}): Promise<InjectedFault> {
    return this.#inject({kind: 'failover', ...(manner === undefined ? {} : {manner})}, targets, options)
  }

  async partition(targets: Targets, {from, oneWay, cut, ...options}: PartitionOptions = {}) {
    const others = from === undefined ? undefined : listOf(from)
    return this.#injectOnLinks({kind: 'partition', from: others, oneWay, cut}, targets, options)
  }

  async delay(targets: Targets, {to, delayMs, jitterMs, bytesPerSecond, ...options}: DelayOptions) {
    const others = to === undefined ? undefined : listOf(to)
    return this.#injectOnLinks(
      {kind: 'delay', to: others, delayMs, jitterMs, bytesPerSecond},
      targets,
      options,
    )
  }

  async heal(targets: Targets = [], options: Abortable = {}) {
    return this.#injectOnLinks({kind: 'heal'}, targets, options)
  }

  async add(options: AddOptions = {}): Promise<AddReport> {
    const report = await addInstance(this.#engine, options)
    await this.status({signal: options.signal})
    return report
  }

  async remove(target: Target, options: RemoveOptions = {}): Promise<RemoveReport> {
    const report = await removeInstance(this.#engine, target, options)
    await this.status({signal: options.signal})
    return report
  }

  async reshard(options: ReshardOptions): Promise<readonly ReshardReport[]> {
    const {keys, signal, atomic = false, wait, withinMs, ...wish} = options
    const reports: ReshardReport[] = []
    for (const {slots, to} of await findMoves(this.#engine, {...wish, signal})) {
      const shared = {slots, to, signal}
      reports.push(
        atomic
          ? await reshardAtomic(this.#engine, {...shared, wait, withinMs})
          : await reshard(this.#engine, {...shared, mostKeys: keys}),
      )
    }
    return reports
  }

  async cancelReshard(options: Abortable = {}): Promise<readonly CancelledMigration[]> {
    return cancelMigrations(this.#engine, options)
  }

  async startLoad<Kind extends LoadKind>(options: LoadOptions<Kind>): Promise<Load<Kind>> {
    // Loaded with the first load: many programs start none.
    const {startLoad} = await import('../../load/start-load.ts')
    return startLoad(this.#engine, options)
  }

  async awaitFailover(options: AwaitFailoverOptions = {}): Promise<CompletedFailover> {
    const from = {sinceMs: this.#sinceMs, afterMs: this.#awaitedMs}
    const failover = await awaitFailover(this.#engine, {...options, ...from})
    this.#awaitedMs = Date.parse(failover.at)
    return failover
  }

  async reset(options: ResetOptions = {}): Promise<ResetReport> {
    const report = await resetDeployment(this.#engine, options)
    this.#sinceMs = Date.parse(report.at)
    this.#awaitedMs = Number.NEGATIVE_INFINITY
    return report
  }

  async close(options: CloseOptions = {}): Promise<number> {
    return this.#engine.stop(options)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #inject(fault: Fault, targets: Targets, options: FaultOptions): Promise<InjectedFault> {
    return guardUndoing(await this.#engine.inject(fault, listOf(targets), options), this.name)
  }

  async #injectOnLinks(fault: LinkFault, targets: Targets, options: FaultOptions) {
    return guardUndoing(await this.#engine.inject(fault, listOf(targets), options), this.name)
  }
}

/** Adding a method without saying what it takes does not compile. */
type MethodName = Exclude<
  {
    [Name in keyof Deployment]: Deployment[Name] extends (...values: never[]) => unknown ? Name : never
  }[keyof Deployment],
  symbol
>

function listOf(targets: Targets): readonly string[] {
  return typeof targets === 'string' ? [targets] : targets
}
