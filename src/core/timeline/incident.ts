import type {Link} from '../links/link.ts'
import type {Plan} from '../topology/plan.ts'
import {Absentees} from './absentees.ts'
import {beginnings, ofAllShards, ofNamedNode, ofOwnShard, promotions, requests} from './cluster/events.ts'
import {isDisruption, type TimelineEntry} from './entry.ts'
import {dataEvents, groupEvents, sentinelEvents} from './incident-events.ts'
import type {FaultFailure} from './journal-entry.ts'
import {LinkFaults} from './link-faults.ts'
import {Membership} from './membership.ts'
import {InstanceNames} from './names.ts'

/** What belongs together: a fault (or what a sentinel took for one), and what came of it in one master group. */
export interface Incident {
  readonly masterName: string
  /** What redislab did; null when it began by itself. */
  readonly cause: TimelineEntry | null
  /** The moment from which everything is measured: of the cause, else of the first sign. */
  readonly at: number
  /** Who was master when it began. */
  readonly oldMaster: string
  /** Who was master of each group then, this one included. */
  readonly masters: readonly string[]
  /** The data instances that belonged to the group when it began. */
  readonly members: readonly string[]
  /** Who was down when it began, and what redislab had done to them, where that is known. */
  readonly downBefore: ReadonlyMap<string, TimelineEntry | null>
  /** What redislab had done to links by then, and not undone. */
  readonly linkFaultsBefore: readonly TimelineEntry[]
  /** The entries that matter, in the order of time. */
  readonly evidence: readonly TimelineEntry[]
}

interface OpenIncident extends Incident {
  readonly evidence: TimelineEntry[]
  /** The master was hit, or sentinels acted: another fault belongs to the same story. */
  isSerious: boolean
  newMaster: string | undefined
  /** The sentinels have carried it out, as far as the leader is concerned. */
  isOver: boolean
}

/** An incident that goes on for hours has as many tries as that; the first tell as much as all. */
const mostEvidence = 4000
export const mostIncidents = 200
/** All incidents together have at most so much: then the oldest are forgotten. */
const mostEvidenceOfAll = 2 * mostEvidence
/** What happens later than that is not told as a part of it. */
const longestIncidentMs = 120_000

export interface TrackerOptions {
  /** Who is down already. */
  readonly down?: readonly string[]
  /** Who is master of each group now, if that is not who the plan began with. */
  readonly masters?: Readonly<Record<string, string>>
  /** Which group each data instance belongs to now, if that is not what the plan began with. */
  readonly groups?: Readonly<Record<string, string>>
  /** Which links are cut already. */
  readonly cuts?: readonly Link[]
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
  readonly #membership: Membership
  readonly #isCluster: boolean
  readonly #groupNames: readonly string[]
  readonly #masters: Map<string, string>
  readonly #current = new Map<string, OpenIncident>()
  /** What a new incident of a group broke off, if it did: a failover that its sentinels still carry out. */
  readonly #brokenOff = new Map<string, OpenIncident>()
  readonly #incidents: OpenIncident[] = []
  readonly #links: LinkFaults
  readonly #absentees: Absentees
  readonly #onForget: (incident: Incident) => void
  #evidenceOfAll = 0
  #takesNext: boolean
  #before: Before | undefined
  /** The story that an entry became evidence of. */
  readonly #storyOfEntry = new WeakMap<TimelineEntry, OpenIncident>()
  /** Rounds of election begin with a new epoch on the sentinel that calls for them. */
  readonly #epochs = new Map<string, TimelineEntry>()

  constructor(plan: Plan, options: TrackerOptions = {}) {
    const {down = [], masters = {}, groups = {}, cuts = [], takesNext = false} = options
    const {onForget = () => undefined} = options
    this.#onForget = onForget
    this.names = new InstanceNames(plan)
    this.#groupNames = plan.masters.map(({name}) => name)
    this.#membership = new Membership(plan, groups)
    this.#isCluster = plan.mode === 'cluster'
    this.#masters = new Map(plan.masters.map(({name, instance}) => [name, masters[name] ?? instance]))
    this.#links = new LinkFaults(cuts)
    this.#absentees = new Absentees(plan, down, this.#links)
    this.#takesNext = takesNext
  }

  /** The incidents so far, in the order in which they began; when there are very many, the latest. */
  get incidents(): readonly Incident[] {
    return this.#incidents
  }

  /** Who takes no part because redislab took it down or cut it off, or was down when tracking began. */
  get down(): ReadonlyMap<string, TimelineEntry | null> {
    return this.#absentees.all
  }

  /** The moment from which the time of an entry is best counted: the beginning of the incident that it belongs to. */
  originOf(entry: TimelineEntry): number | undefined {
    const {fields, instance, at} = entry
    const group = fields['masterName'] ?? this.groupOf(instance ?? '')
    const isBefore = (one: Incident) => one.at <= at && at - one.at <= longestIncidentMs
    // Not always the latest: what is told in one go may be of the story before.
    const own =
      (this.#isCluster ? this.#storyOfEntry.get(entry) : undefined) ??
      this.#incidents.findLast(
        (one) => one.at <= at && (group === undefined || one.masterName === String(group)),
      )
    if (own !== undefined && isBefore(own)) return own.at
    // A cluster is one: what happens to one shard is felt by the others.
    return this.#isCluster ? this.#incidents.findLast(isBefore)?.at : undefined
  }

  /** The group of a data instance. */
  groupOf(instance: string): string | undefined {
    return this.#membership.of(instance)
  }

  /** Who is master of a group, as far as is known. */
  masterOf(masterName: string): string {
    return this.#masters.get(masterName) ?? ''
  }

  /** The last incident of a group. */
  lastOf(masterName: string): Incident | undefined {
    return this.#current.get(masterName)
  }

  push(entry: TimelineEntry): void {
    this.names.learn(entry)
    if (entry.fault !== undefined) this.#pushFault(entry)
    else if (entry.failure !== undefined) this.#takeBack(entry.failure, entry)
    else if (entry.kind === 'deployment-stopped') this.#current.clear()
    else if (this.#isCluster) this.#pushOfNode(entry)
    else if (entry.source === 'probe') {
      const group = this.groupOf(entry.instance ?? '')
      if (group !== undefined) this.#add(group, entry)
    } else if (entry.role === 'sentinel') this.#pushSentinelEvent(entry)
    else if (dataEvents.has(entry.kind)) this.#pushDataEvent(entry)
  }

  #pushFault(entry: TimelineEntry): void {
    const {fault} = entry
    if (fault === undefined) return
    const {down} = this
    this.#before = {fault: entry, absent: down, current: new Map(this.#current)}
    const begins = isDisruption(fault) || (this.#takesNext && fault.heal !== true)
    if (begins) this.#takesNext = false
    const hitGroups = new Set(fault.instances.flatMap((name) => this.groupOf(name) ?? []))
    const groups = hitGroups.size > 0 ? [...hitGroups] : this.#groupNames
    for (const group of groups) {
      const current = this.#current.get(group)
      const hitsMaster = fault.instances.includes(this.#masters.get(group) ?? '')
      const goesOn = current?.isSerious === true && !current.isOver && !hitsMaster
      if (begins && !goesOn) this.#begin(group, entry, entry).isSerious = hitsMaster
      else this.#add(group, entry)
    }
    this.#links.push(entry)
    this.#absentees.push(entry)
  }

  /** A fault was not done after all: it has begun nothing, and what came since belongs to what was before. */
  #takeBack({fault, instances}: FaultFailure, entry: TimelineEntry): void {
    const before = this.#before
    if (before?.fault.fault?.fault !== fault) return
    this.#absentees.restore(instances, before.absent)
    const wasDoneTo = before.fault.fault.instances.filter((name) => !instances.includes(name))
    const begun = [...this.#current].filter(([, {cause}]) => cause === before.fault)
    for (const [group, incident] of wasDoneTo.length === 0 ? begun : []) {
      this.#incidents.splice(this.#incidents.indexOf(incident), 1)
      this.#evidenceOfAll -= incident.evidence.length
      const previous = before.current.get(group)
      if (previous === undefined) this.#current.delete(group)
      else this.#current.set(group, previous)
      for (const other of incident.evidence.filter((one) => one !== before.fault)) this.push(other)
    }
    const hitGroups = new Set(instances.flatMap((name) => this.groupOf(name) ?? []))
    for (const group of hitGroups) this.#add(group, entry)
  }

  #pushSentinelEvent(entry: TimelineEntry): void {
    const {kind, fields, instance} = entry
    if (kind === '+new-epoch' && instance !== null) this.#epochs.set(instance, entry)
    if (sentinelEvents.has(kind)) {
      for (const incident of this.#current.values()) this.#addEvidence(incident, entry)
      return
    }
    if (!groupEvents.has(kind)) return
    const group = String(fields['masterName'])
    const current = this.#current.get(group)
    if (current === undefined || this.#isNews(current, entry)) {
      if (beginsIncident(entry)) this.#begin(group, entry, null)
    }
    const incident = this.#storyOf(group, entry)
    if (incident === undefined) return
    if (isAboutMaster(entry)) incident.isSerious = true
    this.#addEvidence(incident, entry)
    if (kind === '+promoted-slave' || kind === '+switch-master') {
      const newMaster =
        kind === '+promoted-slave'
          ? this.names.ofAddress(fields['ip'], fields['port'])
          : this.names.ofAddress(fields['newIp'], fields['newPort'])
      incident.newMaster = newMaster
      this.#masters.set(group, newMaster)
      if (kind === '+switch-master') incident.isOver = true
    }
  }

  /** The new master was hit before all sentinels had heard of it: what they say of the old one belongs to its story. */
  #storyOf(group: string, {kind, fields}: TimelineEntry): OpenIncident | undefined {
    const current = this.#current.get(group)
    const before = this.#brokenOff.get(group)
    if (before === undefined) return current
    const isOfBefore =
      kind === '+switch-master'
        ? this.names.ofAddress(fields['newIp'], fields['newPort']) === before.newMaster
        : this.names.ofAddress(fields['masterIp'], fields['masterPort']) === before.oldMaster
    return isOfBefore ? before : current
  }

  /** Whether a sentinel event begins another story: the failover before is over, and this is about the new master. */
  #isNews({newMaster, isOver}: OpenIncident, {kind, fields}: TimelineEntry): boolean {
    if (!isOver || newMaster === undefined) return false
    if (kind === 'failover-by-request') return true
    return this.names.ofAddress(fields['ip'], fields['port']) === newMaster
  }

  #pushDataEvent(entry: TimelineEntry): void {
    const group = this.groupOf(entry.instance ?? '')
    if (group !== undefined) this.#add(group, entry)
  }

  /** What a node of a cluster says of itself or of another. */
  #pushOfNode(entry: TimelineEntry): void {
    const {kind, source, instance} = entry
    this.#membership.learn(entry, this.names)
    if (ofAllShards.has(kind)) {
      for (const incident of this.#current.values())
        if (entry.at - incident.at <= longestIncidentMs) this.#addEvidence(incident, entry)
      return
    }
    const isOfOther = ofNamedNode.has(kind)
    if (!isOfOther && !ofOwnShard.has(kind) && !dataEvents.has(kind) && source !== 'probe') return
    const whose = isOfOther ? this.names.ofRunId(entry.fields['node']) : (instance ?? '')
    const group = this.groupOf(whose)
    if (group === undefined) return
    const current = this.#current.get(group)
    const missesMaster = beginnings.has(kind) && whose === this.#masters.get(group)
    const isOfItsOwn = current === undefined || current.isOver
    if (isOfItsOwn && (missesMaster || requests.has(kind))) this.#begin(group, entry, null)
    const incident = this.#current.get(group)
    if (incident === undefined) return
    if (missesMaster) incident.isSerious = true
    this.#addEvidence(incident, entry)
    if (promotions.has(kind) && instance !== null) {
      Object.assign(incident, {newMaster: instance, isOver: true, isSerious: true})
      this.#masters.set(group, instance)
    }
  }

  #begin(masterName: string, first: TimelineEntry, cause: TimelineEntry | null): OpenIncident {
    const incident: OpenIncident = {
      masterName,
      cause,
      at: first.at,
      oldMaster: this.#masters.get(masterName) ?? '',
      masters: this.#groupNames.map((name) => this.masterOf(name)),
      members: this.#membership.in(masterName),
      downBefore: this.down,
      linkFaultsBefore: this.#links.inForce,
      evidence: cause === null ? this.#epochBefore(first) : [cause],
      isSerious: cause === null,
      newMaster: undefined,
      isOver: false,
    }
    const before = this.#current.get(masterName)
    if (before?.newMaster !== undefined && before.newMaster === incident.oldMaster && !before.isOver)
      this.#brokenOff.set(masterName, before)
    else this.#brokenOff.delete(masterName)
    this.#current.set(masterName, incident)
    this.#incidents.push(incident)
    this.#evidenceOfAll += incident.evidence.length
    this.#forgetOld()
    return incident
  }

  /** The epoch of an election is told just before it begins. */
  #epochBefore({instance, at}: TimelineEntry): TimelineEntry[] {
    const epoch = this.#epochs.get(instance ?? '')
    return epoch !== undefined && at - epoch.at < 50 ? [epoch] : []
  }

  #add(group: string, entry: TimelineEntry): void {
    const incident = this.#current.get(group)
    if (incident !== undefined) this.#addEvidence(incident, entry)
  }

  #addEvidence(incident: OpenIncident, entry: TimelineEntry): void {
    if (incident.evidence.length >= mostEvidence) return
    incident.evidence.push(entry)
    if ((this.#storyOfEntry.get(entry)?.at ?? 0) <= incident.at) this.#storyOfEntry.set(entry, incident)
    this.#evidenceOfAll += 1
    this.#forgetOld()
  }

  /** The oldest that do not go on any more. */
  #forgetOld(): void {
    while (this.#evidenceOfAll > mostEvidenceOfAll || this.#incidents.length > mostIncidents) {
      const index = this.#incidents.findIndex(
        (incident) => this.#current.get(incident.masterName) !== incident,
      )
      const [oldest] = index < 0 ? [] : this.#incidents.splice(index, 1)
      if (oldest === undefined) return
      this.#evidenceOfAll -= oldest.evidence.length
      this.#onForget(oldest)
    }
  }
}

function beginsIncident(entry: TimelineEntry): boolean {
  return (
    entry.kind === 'failover-by-request' || (isAboutMaster(entry) && /^\+(sdown|odown|try-)/.test(entry.kind))
  )
}

function isAboutMaster({kind, fields}: TimelineEntry): boolean {
  return fields['subject'] === 'master' || kind === 'failover-by-request'
}
