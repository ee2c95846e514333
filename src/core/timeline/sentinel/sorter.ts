import type {TimelineEntry} from '../entries/entry.ts'
import {dataEvents, endingEvents} from '../incidents/events.ts'
import type {OpenIncident} from '../incidents/incident.ts'
import {longestIncidentMs} from '../incidents/incident-log.ts'
import {canBeCause, findOnset, type IncidentSorter, type SorterContext} from '../incidents/sorter.ts'
import {groupEvents, isByHand, sentinelEvents} from './events.ts'

/** Tells apart what sentinels and the instances that they watch say. */
export class SentinelSorter implements IncidentSorter {
  readonly #context: SorterContext
  /** What a new incident of a group broke off, if it did: a failover that its sentinels still carry out. */
  readonly #brokenOff = new Map<string, OpenIncident>()
  /** Rounds of election begin with a new epoch on the sentinel that calls for them. */
  readonly #epochs = new Map<string, TimelineEntry>()
  /** The sentinels that count the master of a group as down now, by group and sentinel. */
  readonly #countedDown = new Map<string, Map<string, TimelineEntry>>()
  readonly #authSettings = new Map<string, TimelineEntry>()
  /** Those whose start was seen: one that starts again had ended. */
  readonly #started = new Set<string>()

  constructor(context: SorterContext) {
    this.#context = context
  }

  push(entry: TimelineEntry): void {
    if (entry.role === 'sentinel' && entry.source !== 'probe') this.#pushSentinelEvent(entry)
    else if (entry.source === 'probe' || dataEvents.has(entry.kind)) this.#pushDataEvent(entry)
    else if (entry.kind === 'sync-connection-refused') this.#pushRefusal(entry)
  }

  onBegin(incident: OpenIncident, before: OpenIncident | undefined): void {
    if (before?.newMaster !== undefined && before.newMaster === incident.oldMaster && !before.isOver)
      this.#brokenOff.set(incident.masterName, before)
    else this.#brokenOff.delete(incident.masterName)
  }

  countedDown(group: string): readonly TimelineEntry[] {
    return [...(this.#countedDown.get(group)?.values() ?? [])]
  }

  authSettings(group: string): readonly TimelineEntry[] {
    return [...this.#authSettings.values()].filter(({fields}) => fields['masterName'] === group)
  }

  #pushDataEvent(entry: TimelineEntry): void {
    const {log, membership, masters, hasSentinels, begin} = this.#context
    const {instance, kind, at} = entry
    const group = membership.of(instance)
    if (group === undefined || instance === null) return
    if (isByHand(entry, {master: masters.get(group), hasSentinels})) {
      const current = log.current.get(group)
      // What a failover of sentinels or an earlier hand began is carried on.
      const isNews = current === undefined || current.isOver || !isUnderWay(current)
      if (isNews) begin(group, {at, onset: 'sign', evidence: []}).isSerious = true
      const incident = log.current.get(group)
      if (incident !== undefined && kind.startsWith('master-mode-')) {
        incident.newMaster = instance
        masters.set(group, instance)
      }
    }
    if (this.#isUnseenEnd(group, entry))
      begin(group, findOnset(this.#context, group, entry, null)).isSerious = true
    if (kind === 'starting') this.#started.add(instance)
    log.add(log.current.get(group), entry)
  }

  /** A replica cannot reach its master any more: the end of one that no sentinel watches. */
  #pushRefusal(entry: TimelineEntry): void {
    const {hasSentinels, membership, masters, signs, begin, log} = this.#context
    const group = membership.of(entry.instance)
    if (hasSentinels || group === undefined) return
    const isOfMaster = signs.upstreamOf(entry.instance) === masters.get(group)
    if (!isOfMaster || !this.#isAtRest(group)) return
    begin(group, findOnset(this.#context, group, entry, null)).isSerious = true
    log.add(log.current.get(group), entry)
  }

  /** Whether a log shows that a master ended, or had ended, with no sentinel counting it as down and no fault before. */
  #isUnseenEnd(group: string, {kind, instance}: TimelineEntry): boolean {
    const {hasSentinels, masters} = this.#context
    if (instance === null || instance !== masters.get(group) || !this.#isAtRest(group)) return false
    return kind === 'starting' ? this.#started.has(instance) : !hasSentinels && endingEvents.has(kind)
  }

  /** Whether nothing goes on in a group that the end of its master would belong to. */
  #isAtRest(group: string): boolean {
    const {log, masters, isUnavailable} = this.#context
    const current = log.current.get(group)
    const master = masters.get(group) ?? ''
    if (isUnavailable(master)) return false
    const fault = current?.cause?.fault
    const isOfOthers = fault !== undefined && fault.links === undefined && !fault.instances.includes(master)
    return current === undefined || current.isOver || isOfOthers
  }

  #pushSentinelEvent(entry: TimelineEntry): void {
    const {log, names, masters, begin} = this.#context
    const {kind, fields, instance} = entry
    if (kind === '+new-epoch' && instance !== null) this.#epochs.set(instance, entry)
    if (sentinelEvents.has(kind)) {
      if (kind === '+tilt') this.#beginTilt(entry)
      for (const incident of log.current.values()) log.add(incident, entry)
      return
    }
    if (!groupEvents.has(kind)) return
    const group = String(fields['masterName'])
    const current = log.current.get(group)
    if (beginsIncident(entry) && (current === undefined || this.#isNews(group, current, entry))) {
      const isAsked = kind === 'failover-by-request'
      const {at, onset, evidence} = isAsked
        ? ({at: entry.at, onset: 'sign', evidence: []} as const)
        : findOnset(this.#context, group, entry, this.#silentMs(group, entry))
      begin(group, {at, onset, evidence: [...evidence, ...this.#epochBefore(entry)]})
    }
    this.#countDown(group, entry)
    if (kind === '+set' && /^auth-/.test(String(fields['option'])))
      this.#authSettings.set(`${group} ${instance}`, entry)
    const incident = this.#incidentOf(group, entry)
    if (incident === undefined) return
    if (isAboutMaster(entry) && !kind.startsWith('+set') && kind !== '+monitor') incident.isSerious = true
    log.add(incident, entry)
    if (kind === '+promoted-slave' || kind === '+switch-master') {
      const newMaster =
        kind === '+promoted-slave'
          ? names.ofAddress(fields['ip'], fields['port'])
          : names.ofAddress(fields['newIp'], fields['newPort'])
      incident.newMaster = newMaster
      masters.set(group, newMaster)
      if (kind === '+switch-master') incident.isOver = true
    }
  }

  /** A sentinel that was frozen, with nothing done to it that is known of. */
  #beginTilt({at}: TimelineEntry): void {
    const {log, masters, begin} = this.#context
    for (const group of masters.keys()) {
      const current = log.current.get(group)
      const isPast = current?.isOver === true || at - (current?.at ?? at) > longestIncidentMs
      if (current === undefined || isPast) begin(group, {at, onset: 'sign', evidence: []})
    }
  }

  #countDown(group: string, entry: TimelineEntry): void {
    const {kind, instance} = entry
    if (instance === null) return
    const own = this.#countedDown.get(group) ?? new Map<string, TimelineEntry>()
    this.#countedDown.set(group, own)
    if (kind === '+sdown' && isAboutMaster(entry)) own.set(instance, entry)
    // After a switch it is another master that it looks at.
    else if ((kind === '-sdown' && isAboutMaster(entry)) || kind === '+switch-master' || kind === '+monitor')
      own.delete(instance)
  }

  /** How long a master must be silent before the writer of an entry counts it as down. */
  #silentMs(group: string, {instance, at}: TimelineEntry): number | null {
    return this.#context.values.ofSentinel(instance ?? '', group, 'down-after-milliseconds', at)
  }

  /** The new master was hit before all sentinels had heard of it: what they say of the old one belongs to its incident. */
  #incidentOf(group: string, {kind, fields}: TimelineEntry): OpenIncident | undefined {
    const {log, names} = this.#context
    const current = log.current.get(group)
    const before = this.#brokenOff.get(group)
    if (before === undefined) return current
    const isOfBefore =
      kind === '+switch-master'
        ? names.ofAddress(fields['newIp'], fields['newPort']) === before.newMaster
        : names.ofAddress(fields['masterIp'], fields['masterPort']) === before.oldMaster
    return isOfBefore ? before : current
  }

  /** Whether a sentinel event begins another incident: the one before is over, or cannot be why this happens. */
  #isNews(group: string, current: OpenIncident, entry: TimelineEntry): boolean {
    const {newMaster, isOver} = current
    const {kind, fields} = entry
    const subject = this.#context.names.ofAddress(fields['ip'], fields['port'])
    if (isOver && newMaster !== undefined) return kind === 'failover-by-request' || subject === newMaster
    if (kind !== '+sdown' || isUnderWay(current) || this.#countedDown.get(group)?.size) return false
    const {isUnavailable} = this.#context
    return !canBeCause(current, entry, {silentMs: this.#silentMs(group, entry), isUnavailable})
  }

  /** The epoch of an election is logged just before it begins. */
  #epochBefore({instance, at}: TimelineEntry): readonly TimelineEntry[] {
    const epoch = this.#epochs.get(instance ?? '')
    return epoch !== undefined && at - epoch.at < 50 ? [epoch] : []
  }
}

/** Whether a failover has been begun and is not over. */
function isUnderWay({evidence, isOver}: OpenIncident): boolean {
  const last = evidence.findLast(
    ({kind}) =>
      kind === '+try-failover' ||
      kind === 'failover-by-request' ||
      kind === 'failover-requested' ||
      kind.startsWith('-failover-abort-'),
  )
  return !isOver && last !== undefined && !last.kind.startsWith('-failover-abort-')
}

function beginsIncident(entry: TimelineEntry): boolean {
  return (
    entry.kind === 'failover-by-request' || (isAboutMaster(entry) && /^\+(sdown|odown|try-)/.test(entry.kind))
  )
}

function isAboutMaster({kind, fields}: TimelineEntry): boolean {
  return fields['subject'] === 'master' || kind === 'failover-by-request'
}
