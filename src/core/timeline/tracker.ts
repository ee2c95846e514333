import type {Link} from '../links/link.ts'
import type {Plan} from '../topology/plan.ts'
import {ClusterSorter} from './cluster/sorter.ts'
import {isDisruption, type TimelineEntry} from './entries/entry.ts'
import type {FaultFailure} from './entries/journal-entry.ts'
import {endingEvents, startingEvents} from './incidents/events.ts'
import type {Incident, OpenIncident} from './incidents/incident.ts'
import {IncidentLog, longestIncidentMs} from './incidents/incident-log.ts'
import {type InitialValue, initialValues} from './incidents/initial-values.ts'
import {LinkFaults} from './incidents/link-faults.ts'
import {Membership} from './incidents/membership.ts'
import {InstanceNames} from './incidents/names.ts'
import {Signs} from './incidents/signs.ts'
import type {Beginning, IncidentSorter} from './incidents/sorter.ts'
import {UnavailableInstances} from './incidents/unavailable-instances.ts'
import {ValuesInForce} from './incidents/values-in-force.ts'
import {SentinelSorter} from './sentinel/sorter.ts'

export interface TrackerOptions {
  /** The instances that are down already. */
  readonly down?: readonly string[]
  /** The master of each group now, if that is not the one that the plan began with. */
  readonly masters?: Readonly<Record<string, string>>
  /** Which group each data instance belongs to now, if that is not what the plan began with. */
  readonly groups?: Readonly<Record<string, string>>
  /** Which links are cut already. */
  readonly cuts?: readonly Link[]
  /** What every instance began with, where that is not what the plan says. */
  readonly initial?: readonly InitialValue[]
  /** What redislab does next begins an incident, even if it takes nothing away. */
  readonly takesNext?: boolean
  /** Told of an incident that is over long since, before it is forgotten. */
  readonly onForget?: (incident: Incident) => void
}

/** What was known before the last fault: it may turn out to have failed. */
interface Before {
  readonly fault: TimelineEntry
  readonly absent: ReadonlyMap<string, TimelineEntry | null>
  readonly current: ReadonlyMap<string, OpenIncident>
}

/** Sorts a timeline into incidents as it comes in. Memory does not depend on how long the timeline is. */
export class IncidentTracker {
  readonly names: InstanceNames
  readonly #plan: Plan
  readonly #isCluster: boolean
  readonly #groupNames: readonly string[]
  readonly #membership: Membership
  readonly #masters: Map<string, string>
  readonly #log: IncidentLog
  readonly #sorter: IncidentSorter
  readonly #links: LinkFaults
  readonly #unavailable: UnavailableInstances
  readonly #signs: Signs
  /** What was set at each moment. */
  readonly values: ValuesInForce
  #takesNext: boolean
  /** Everything is being put back: what is said meanwhile belongs to no incident. */
  #isResetting = false
  /** Somebody has ended by their own words, and not begun again. */
  #hasEnded = false
  #before: Before | undefined

  constructor(plan: Plan, options: TrackerOptions = {}) {
    const {down = [], masters = {}, groups = {}, cuts = [], takesNext = false} = options
    this.#plan = plan
    this.names = new InstanceNames(plan)
    this.#isCluster = plan.mode === 'cluster'
    this.#groupNames = plan.masters.map(({name}) => name)
    this.#membership = new Membership(plan, groups)
    this.#masters = new Map(plan.masters.map(({name, instance}) => [name, masters[name] ?? instance]))
    this.#log = new IncidentLog(options.onForget ?? (() => undefined))
    this.#signs = new Signs(plan)
    this.values = new ValuesInForce(plan, options.initial ?? initialValues(plan))
    const context = {
      log: this.#log,
      names: this.names,
      membership: this.#membership,
      masters: this.#masters,
      signs: this.#signs,
      hasSentinels: plan.instances.some(({kind}) => kind === 'sentinel'),
      values: this.values,
      isUnavailable: (name: string) => this.#unavailable.all.has(name),
      begin: (group: string, beginning: Beginning) => this.#begin(group, {...beginning, cause: null}),
    }
    this.#sorter = this.#isCluster ? new ClusterSorter(context) : new SentinelSorter(context)
    this.#links = new LinkFaults(cuts)
    this.#unavailable = new UnavailableInstances(plan, {
      down,
      links: this.#links,
      masters: this.#isCluster ? () => [...this.#masters.values()] : undefined,
    })
    this.#takesNext = takesNext
  }

  /** The incidents so far, in the order in which they began; when there are very many, the latest. */
  get incidents(): readonly Incident[] {
    return this.#log.all
  }

  /** The instances that redislab took down or cut off, or that were down when tracking began. */
  get down(): ReadonlyMap<string, TimelineEntry | null> {
    return this.#unavailable.all
  }

  /** The moment from which the time of an entry is best counted: the beginning of the incident that it belongs to. */
  originOf(entry: TimelineEntry): number | undefined {
    const {fields, instance, at} = entry
    const group = fields['masterName'] ?? this.groupOf(instance ?? '')
    const isNear = (one: Incident) => one.at <= at && at - one.at <= longestIncidentMs
    // Not always the latest: what is logged in one go may be of the incident before.
    const own =
      (this.#isCluster ? this.#log.incidentOf(entry) : undefined) ??
      this.incidents.findLast(
        (one) => one.at <= at && (group === undefined || one.masterName === String(group)),
      )
    if (own !== undefined && isNear(own)) return own.at
    // A cluster is one: what happens to one shard is felt by the others.
    return this.#isCluster ? this.incidents.findLast(isNear)?.at : undefined
  }

  /** The group of a data instance. */
  groupOf(instance: string): string | undefined {
    return this.#membership.of(instance)
  }

  /** The master of a group, as far as is known. */
  masterOf(masterName: string): string {
    return this.#masters.get(masterName) ?? ''
  }

  /** The last incident of a group. */
  lastOf(masterName: string): Incident | undefined {
    return this.#log.current.get(masterName)
  }

  push(entry: TimelineEntry): void {
    this.names.learn(entry)
    this.values.push(entry)
    this.#signs.push(entry, this.names)
    if (entry.kind === 'reset-begun') this.#reset({isOver: false})
    else if (entry.kind === 'deployment-reset') this.#reset({isOver: true})
    else if (entry.fault !== undefined) this.#pushFault(entry)
    else if (entry.failure !== undefined) this.#takeBack(entry.failure, entry)
    else if (entry.kind === 'deployment-stopped') this.#log.endAll()
    else if (!this.#isResetting) this.#sorter.push(entry)
    if (entry.fault !== undefined || entry.failure !== undefined || endingEvents.has(entry.kind))
      this.#noteAbsent()
    else if (this.#hasEnded && startingEvents.has(entry.kind)) this.#noteAbsent()
  }

  /** Notes in the incidents that go on which instances take no part. */
  #noteAbsent(): void {
    const {ended} = this.#signs
    this.#hasEnded = ended.size > 0
    const {cutOff} = this.#unavailable
    const taken = new Map([...ended, ...this.#unavailable.taken])
    for (const incident of this.#log.current.values()) Object.assign(incident, {taken, cutOff})
  }

  /** Every instance is in the place that the plan gave it. */
  #reset({isOver}: {readonly isOver: boolean}): void {
    this.#isResetting = !isOver
    this.#log.endAll()
    this.#membership.reset()
    this.#links.clear()
    this.#unavailable.clear()
    this.#signs.clear()
    for (const {name, instance} of this.#plan.masters) this.#masters.set(name, instance)
  }

  #pushFault(entry: TimelineEntry): void {
    const {fault} = entry
    if (fault === undefined) return
    // A reset that was broken off ends here.
    this.#isResetting = false
    this.#before = {fault: entry, absent: this.down, current: new Map(this.#log.current)}
    const begins = isDisruption(fault) || (this.#takesNext && fault.heal !== true)
    if (begins) this.#takesNext = false
    const hitGroups = new Set(fault.instances.flatMap((name) => this.groupOf(name) ?? []))
    const groups = hitGroups.size > 0 ? [...hitGroups] : this.#groupNames
    for (const group of groups) {
      const current = this.#log.current.get(group)
      const hitsMaster = fault.instances.includes(this.masterOf(group))
      const goesOn = current?.isSerious === true && !current.isOver && !hitsMaster
      if (begins && !goesOn)
        this.#begin(group, {at: entry.at, onset: 'cause', cause: entry, evidence: [entry]}).isSerious =
          hitsMaster
      else this.#log.add(current, entry)
    }
    this.#links.push(entry)
    this.#unavailable.push(entry)
  }

  /** A fault was not done after all: it has begun nothing, and what came since belongs to what was before. */
  #takeBack({fault, instances}: FaultFailure, entry: TimelineEntry): void {
    const before = this.#before
    if (before?.fault.fault?.fault !== fault) return
    this.#unavailable.restore(instances, before.absent)
    const wasDoneTo = before.fault.fault.instances.filter((name) => !instances.includes(name))
    const begun = this.#log.all.filter(({cause}) => cause === before.fault)
    for (const incident of wasDoneTo.length === 0 ? begun : []) {
      this.#log.remove(incident, before.current.get(incident.masterName))
      for (const other of incident.evidence.filter((one) => one !== before.fault)) this.push(other)
    }
    const hitGroups = new Set(instances.flatMap((name) => this.groupOf(name) ?? []))
    for (const group of hitGroups) this.#log.add(this.#log.current.get(group), entry)
  }

  #begin(
    masterName: string,
    {at, onset, cause, evidence}: Beginning & {readonly cause: TimelineEntry | null},
  ): OpenIncident {
    const before = this.#log.current.get(masterName)
    const members = this.#membership.in(masterName)
    const incident: OpenIncident = {
      masterName,
      cause,
      at,
      onset,
      oldMaster: this.masterOf(masterName),
      masters: this.#groupNames.map((name) => this.masterOf(name)),
      members,
      downBefore: this.down,
      linkFaultsBefore: this.#links.inForce,
      sdownBefore: this.#sorter.countedDown?.(masterName) ?? [],
      settingsBefore: this.#sorter.authSettings?.(masterName) ?? [],
      linksLostBefore: this.#signs.lostLinksAt(members, at),
      taken: new Map([...this.#signs.ended, ...this.#unavailable.taken]),
      cutOff: this.#unavailable.cutOff,
      values: this.values,
      evidence: [...evidence],
      isSerious: cause === null,
      newMaster: undefined,
      isOver: false,
    }
    this.#sorter.onBegin?.(incident, before)
    return this.#log.begin(incident)
  }
}
