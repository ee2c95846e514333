import type {Access} from '../../core/config/access.ts'
import type {FaultReport, LinkFaultReport} from '../../core/contract/fault-report.ts'
import {hasErrorCode, RedislabError} from '../../core/errors/errors.ts'
import type {Fault, Heal} from '../../core/faults/faults.ts'
import {canBeUndone, heedAllLater, restoreAllFirst} from '../../core/faults/heals.ts'
import {clients, withoutParts} from '../../core/links/link.ts'
import {isLinkFault, type LinkFault} from '../../core/links/link-fault.ts'
import {describeDeployment} from '../../core/status/describe.ts'
import type {DeploymentStatus, InstanceStatus} from '../../core/status/status.ts'
import {parseTarget, resolveTarget} from '../../core/status/targets.ts'
import {type Snapshot, takeSnapshot} from '../../core/timeline/entries/snapshot.ts'
import {findAbandonedHeals} from '../faults/abandoned-heals.ts'
import {findFailedOver} from '../faults/find-failed-over.ts'
import {healLater} from '../faults/heal-later.ts'
import {injectFault} from '../faults/inject.ts'
import {type Ends, injectLinkFault, requireLinks} from '../faults/inject-link-fault.ts'
import type {Host} from '../host/host.ts'
import {thisMachine} from '../host/this-machine.ts'
import {lookAtLinks} from '../links/look-at-links.ts'
import type {LiveLogin} from '../live/ask-deployment.ts'
import {DeploymentObserver} from '../observe/observe-deployment.ts'
import {runDirectoryOf} from '../state/deployment-name.ts'
import {checkHome, resolveHome} from '../state/home.ts'
import {takeLock} from '../state/lock.ts'
import {readRecord} from '../state/record.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {requireRecord} from '../state/require-record.ts'
import {listRunDirectories} from '../state/run-directories.ts'
import {isDamaged} from '../state/unreadable.ts'
import {removeDeployment, stopDeployment} from './remove-deployment.ts'

interface Whereabouts {
  readonly home: string
  readonly directory: string
  readonly record: DeploymentRecord
  /** How one that runs elsewhere is spoken to. */
  readonly access?: Access | undefined
}

interface Abortable {
  readonly signal?: AbortSignal | undefined
}

export interface InjectOptions extends Abortable {
  /** Milliseconds after which it is undone. */
  readonly forMs?: number | undefined
  /** It undoes an earlier fault: the timeline says so. */
  readonly isHeal?: boolean | undefined
}

export interface InjectedFault<Report = FaultReport> extends AsyncDisposable {
  readonly report: Report
  /** When it will be undone by itself; null for never. */
  readonly healsAt: Date | null
}

/** A deployment that is on disk. Its record says what was started; what is true now is asked of the instances. */
export class Deployment implements AsyncDisposable {
  readonly #host: Host = thisMachine
  /** The state folder. */
  readonly home: string
  /** The run directory. */
  readonly directory: string
  #record: DeploymentRecord
  readonly #access: Access | undefined
  #seen: Snapshot | undefined

  constructor({home, directory, record, access}: Whereabouts) {
    this.home = home
    this.directory = directory
    this.#record = record
    this.#access = access
  }

  get name(): string {
    return this.#record.plan.name
  }

  get record(): DeploymentRecord {
    return this.#record
  }

  /** How it is spoken to, where it runs elsewhere and was opened live. */
  get access(): Access | undefined {
    return this.#access
  }

  /** Asks every instance, at most a second, and folds the answers. Works with any number of them dead or paused. */
  async status({signal}: Abortable = {}): Promise<DeploymentStatus> {
    using observer = new DeploymentObserver(this.#host)
    // Awaited here: the connections must last until the answers are in.
    return await this.statusBy(observer, {signal})
  }

  /** The same over connections that are kept, for who asks again and again. */
  async statusBy(observer: DeploymentObserver, {signal}: Abortable = {}): Promise<DeploymentStatus> {
    this.#record = await requireRecord(this.home, this.name, {evenIfLive: this.#access !== undefined})
    const {plan, server} = this.#record
    const [observations, links, abandonedHeals] = await Promise.all([
      observer.observe({...this.#record, ...this.#access}),
      lookAtLinks(this.#host, this.#record),
      findAbandonedHeals(this.#host, this.#record),
    ])
    signal?.throwIfAborted()
    this.#seen = takeSnapshot(observations)
    return describeDeployment(plan, observations, {directory: this.directory, server, links, abandonedHeals})
  }

  /** What the instances answered when their status was last asked for, as the journal keeps it. */
  get seen(): Snapshot | undefined {
    return this.#seen
  }

  observer(): DeploymentObserver {
    return new DeploymentObserver(this.#host)
  }

  /** @throws RedislabError OPTION_INVALID, TARGET_NOT_FOUND, TARGET_AMBIGUOUS */
  async resolve(targets: readonly string[], options: Abortable = {}): Promise<readonly InstanceStatus[]> {
    return (await this.#look(targets, options)).found
  }

  /**
   * Does something while no other command changes this deployment.
   *
   * @throws RedislabError DEPLOYMENT_BUSY when another one goes on for too long
   */
  async exclusively<Result>(action: () => Promise<Result>, {signal}: Abortable = {}): Promise<Result> {
    await using _lock = await takeLock(this.home, this.name, {signal})
    return await action()
  }

  /** Loaded when it is asked for: what reads logs is large. */
  async #findLeader(): Promise<string | undefined> {
    const {findLeader} = await import('../logs/find-leader.ts')
    return findLeader(this.directory, this.#record)
  }

  async #look(targets: readonly string[], options: Abortable) {
    const parsed = targets.map(parseTarget)
    const status = await this.status({signal: options.signal})
    const asksForLeader = parsed.some(({selector}) => selector.kind === 'leader')
    const leader = asksForLeader ? await this.#findLeader() : undefined
    const live = {...status, ...(leader === undefined ? {} : {leader})}
    const names = new Set(parsed.flatMap((target) => resolveTarget(target, live)).map(({name}) => name))
    const named = parsed
      .filter(({selector}) => selector.kind !== 'roles')
      .flatMap((target) => resolveTarget(target, live))
    const optional = new Set([...names].filter((name) => !named.some((instance) => instance.name === name)))
    return {status, optional, found: status.instances.filter(({name}) => names.has(name))}
  }

  /**
   * Does something to the instances of a target. Disposing of what it returns undoes it, where it can be undone; so does
   * the time `forMs`, even when this process has ended by then. A failover needs no target where there is one master.
   * Faults of links need a deployment that was started with links.
   *
   * @throws RedislabError WRONG_STATE when an instance is not in a state in which it can be done; then nothing was done.
   * OPTION_INVALID when it cannot be done to such an instance, or not for a time
   */
  async inject(
    asked: LinkFault,
    targets: readonly string[],
    options?: InjectOptions,
  ): Promise<InjectedFault<LinkFaultReport>>
  async inject(asked: Fault, targets: readonly string[], options?: InjectOptions): Promise<InjectedFault>
  async inject(
    asked: Fault | LinkFault,
    targets: readonly string[],
    options?: InjectOptions,
  ): Promise<InjectedFault<FaultReport | LinkFaultReport>>
  async inject(
    asked: Fault | LinkFault,
    targets: readonly string[],
    {signal, forMs, isHeal}: InjectOptions = {},
  ): Promise<InjectedFault<FaultReport | LinkFaultReport>> {
    // One that runs elsewhere is only read; that it may not be changed is said here.
    if (this.#access !== undefined) await requireRecord(this.home, this.name)
    if (!isLinkFault(asked) && forMs !== undefined && !canBeUndone(asked)) {
      throw new RedislabError('OPTION_INVALID', `A ${asked.kind} cannot be done for a time.`)
    }
    const evenIfFull = asked.kind === 'kill'
    await using _lock = await takeLock(this.home, this.name, {signal, evenIfFull})
    if (isLinkFault(asked)) return await this.#injectLinkFault(asked, targets, {signal, forMs, isHeal})
    const {status, found, optional} = await this.#look(targets, {signal})
    // A restart that takes a while is a stop that is undone.
    const fault: Fault = asked.kind === 'restart' && forMs !== undefined ? {kind: 'stop'} : asked
    const instances =
      fault.kind === 'failover'
        ? findFailedOver(fault, {status, record: this.#record, targets, found})
        : found
    const {directory} = this
    const seen = this.#seen
    const context = {host: this.#host, directory, record: this.#record, seen, optional, signal, forMs, isHeal}
    const {report, heals} = await injectFault(fault, instances, context)
    const names = report.instances.map(({name}) => name)
    const {healers} = this.#record
    const healsAt = await healLater(context, {
      home: this.home,
      remains: (waiting) => ({...waiting, heals: heedAllLater(waiting.heals, fault, names)}),
      undoing: {heals: restoreAllFirst(heals, healers, Date.now()), parts: []},
      forMs,
    })
    return {report, healsAt, [Symbol.asyncDispose]: () => this.#heal(heals)}
  }

  /** Those that are undone in the same way, together. */
  async #heal(heals: ReadonlyMap<string, Heal>): Promise<void> {
    const alike = new Map<string, {heal: Heal; names: string[]}>()
    for (const [name, heal] of heals) {
      const key = JSON.stringify(heal)
      const group = alike.get(key) ?? {heal, names: []}
      alike.set(key, group)
      group.names.push(name)
    }
    for (const {heal, names} of alike.values()) await this.inject(heal, names, {isHeal: true})
  }

  async #injectLinkFault(
    fault: LinkFault,
    targets: readonly string[],
    {signal, forMs, isHeal}: InjectOptions,
  ): Promise<InjectedFault<LinkFaultReport>> {
    this.#record = await requireRecord(this.home, this.name)
    // Who is cut off from clients alone is not asked: what was heard before is not of this moment.
    this.#seen = undefined
    requireLinks(this.#record)
    const named = fault.kind === 'partition' ? fault.from : fault.kind === 'delay' ? fault.to : undefined
    const ends = await this.#resolveEnds(targets, {signal})
    const others = named === undefined ? undefined : await this.#resolveEnds(named, {signal})
    const {directory} = this
    const seen = this.#seen
    const context = {host: this.#host, directory, record: this.#record, seen, signal, forMs, isHeal}
    const {report, parts} = await injectLinkFault(fault, {ends, others}, context)
    const healsAt = await healLater(context, {
      home: this.home,
      remains: (waiting) => ({...waiting, parts: withoutParts(waiting.parts, parts)}),
      undoing: {heals: {}, parts},
      forMs,
    })
    const heal = async () => {
      if (fault.kind !== 'heal') await this.inject({kind: 'heal', parts}, [], {isHeal: true})
    }
    return {report, healsAt, [Symbol.asyncDispose]: heal}
  }

  async #resolveEnds(targets: readonly string[], options: Abortable): Promise<Ends> {
    const instances = targets.filter((target) => target !== clients)
    return {
      instances: instances.length === 0 ? [] : await this.resolve(instances, options),
      hasClients: instances.length < targets.length,
    }
  }

  /** Ends every process, and removes the run directory unless asked to keep it. Returns how many were ended. */
  async stop({
    keep = false,
    signal,
  }: Abortable & {readonly keep?: boolean | undefined} = {}): Promise<number> {
    if (keep) return stopDeployment(this.home, this.name, {signal})
    return (await removeDeployment(this.home, this.name, {signal})).count
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}

export interface FindOptions {
  /** Also one that was opened from files, by who does nothing but read. @default false */
  readonly evenIfOpened?: boolean | undefined
  /** Also one that was opened live, by who asks it: with what it is logged in. */
  readonly login?: LiveLogin | undefined
  /** The state folder. @default `$REDISLAB_HOME`, else `$XDG_STATE_HOME/redislab`, else `~/.local/state/redislab` */
  readonly home?: string | undefined
}

/** At once: the working directory may be another one later. */
function homeOf({home}: FindOptions): string {
  return home === undefined ? resolveHome() : checkHome(home, 'home')
}

/** @throws RedislabError DEPLOYMENT_NOT_FOUND, STATE_UNREADABLE */
export async function findDeployment(name: string, options: FindOptions = {}): Promise<Deployment> {
  const home = homeOf(options)
  const {evenIfOpened, login} = options
  const record = await requireRecord(home, name, {evenIfOpened, evenIfLive: login !== undefined})
  const live = record.opened?.live
  const directory = runDirectoryOf(home, name)
  if (live === undefined || login === undefined) return new Deployment({home, directory, record})
  // Loaded here: most deployments are redislab's own.
  const {accessTo} = await import('../live/ask-deployment.ts')
  return new Deployment({home, directory, record, access: await accessTo(live, login)})
}

interface UnreadableDeployment {
  readonly name: string
  readonly problem: string
  /** Else its record is of a newer redislab, or another user's: there is nothing wrong with it. */
  readonly isDamaged: boolean
}

/** Every deployment of a state folder whose record can be read, and the names of those whose record cannot. */
export async function listDeployments(options: FindOptions = {}): Promise<{
  readonly deployments: readonly Deployment[]
  readonly unreadable: readonly UnreadableDeployment[]
}> {
  const home = homeOf(options)
  const deployments: Deployment[] = []
  const unreadable: UnreadableDeployment[] = []
  for (const name of await listRunDirectories(home)) {
    const directory = runDirectoryOf(home, name)
    try {
      const record = await readRecord(directory)
      if (record === undefined)
        unreadable.push({
          name,
          problem: 'it has no record: redislab was killed while making it',
          isDamaged: true,
        })
      else deployments.push(new Deployment({home, directory, record}))
    } catch (error) {
      if (!hasErrorCode(error, 'STATE_UNREADABLE')) throw error
      unreadable.push({name, problem: error.message, isDamaged: isDamaged(error)})
    }
  }
  return {deployments, unreadable}
}
