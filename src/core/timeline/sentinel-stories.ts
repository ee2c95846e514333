import type {TimelineEntry} from './entry.ts'
import type {OpenIncident} from './incident.ts'
import {dataEvents, groupEvents, sentinelEvents} from './incident-events.ts'
import type {Scene, Stories} from './stories.ts'

/** Tells apart what sentinels and the instances that they watch say. */
export class SentinelStories implements Stories {
  readonly #scene: Scene
  /** What a new incident of a group broke off, if it did: a failover that its sentinels still carry out. */
  readonly #brokenOff = new Map<string, OpenIncident>()
  /** Rounds of election begin with a new epoch on the sentinel that calls for them. */
  readonly #epochs = new Map<string, TimelineEntry>()

  constructor(scene: Scene) {
    this.#scene = scene
  }

  push(entry: TimelineEntry): void {
    if (entry.role === 'sentinel' && entry.source !== 'probe') this.#pushSentinelEvent(entry)
    else if (entry.source === 'probe' || dataEvents.has(entry.kind)) {
      const {log, membership} = this.#scene
      const group = membership.of(entry.instance)
      if (group !== undefined) log.add(log.current.get(group), entry)
    }
  }

  onBegin(incident: OpenIncident, before: OpenIncident | undefined): void {
    if (before?.newMaster !== undefined && before.newMaster === incident.oldMaster && !before.isOver)
      this.#brokenOff.set(incident.masterName, before)
    else this.#brokenOff.delete(incident.masterName)
  }

  #pushSentinelEvent(entry: TimelineEntry): void {
    const {log, names, masters, begin} = this.#scene
    const {kind, fields, instance} = entry
    if (kind === '+new-epoch' && instance !== null) this.#epochs.set(instance, entry)
    if (sentinelEvents.has(kind)) {
      for (const incident of log.current.values()) log.add(incident, entry)
      return
    }
    if (!groupEvents.has(kind)) return
    const group = String(fields['masterName'])
    const current = log.current.get(group)
    if ((current === undefined || this.#isNews(current, entry)) && beginsIncident(entry))
      begin(group, entry, this.#epochBefore(entry))
    const incident = this.#storyOf(group, entry)
    if (incident === undefined) return
    if (isAboutMaster(entry)) incident.isSerious = true
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

  /** The new master was hit before all sentinels had heard of it: what they say of the old one belongs to its story. */
  #storyOf(group: string, {kind, fields}: TimelineEntry): OpenIncident | undefined {
    const {log, names} = this.#scene
    const current = log.current.get(group)
    const before = this.#brokenOff.get(group)
    if (before === undefined) return current
    const isOfBefore =
      kind === '+switch-master'
        ? names.ofAddress(fields['newIp'], fields['newPort']) === before.newMaster
        : names.ofAddress(fields['masterIp'], fields['masterPort']) === before.oldMaster
    return isOfBefore ? before : current
  }

  /** Whether a sentinel event begins another story: the failover before is over, and this is about the new master. */
  #isNews({newMaster, isOver}: OpenIncident, {kind, fields}: TimelineEntry): boolean {
    if (!isOver || newMaster === undefined) return false
    if (kind === 'failover-by-request') return true
    return this.#scene.names.ofAddress(fields['ip'], fields['port']) === newMaster
  }

  /** The epoch of an election is told just before it begins. */
  #epochBefore({instance, at}: TimelineEntry): readonly TimelineEntry[] {
    const epoch = this.#epochs.get(instance ?? '')
    return epoch !== undefined && at - epoch.at < 50 ? [epoch] : []
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
