import type {TimelineEntry} from '../entries/entry.ts'
import {dataEvents} from '../incidents/events.ts'
import {longestIncidentMs} from '../incidents/incident-log.ts'
import {findOnset, type IncidentSorter, type SorterContext} from '../incidents/sorter.ts'
import {beginnings, ofAllShards, ofNamedNode, ofOwnShard, promotions, requests} from './events.ts'

/** Tells apart what nodes of a cluster say of themselves and of each other. */
export class ClusterSorter implements IncidentSorter {
  readonly #context: SorterContext

  constructor(context: SorterContext) {
    this.#context = context
  }

  push(entry: TimelineEntry): void {
    const {log, names, membership, masters, values, begin} = this.#context
    const {kind, source, instance} = entry
    membership.learn(entry, names)
    if (ofAllShards.has(kind)) {
      for (const incident of log.current.values())
        if (entry.at - incident.at <= longestIncidentMs) log.add(incident, entry)
      return
    }
    const isOfOther = ofNamedNode.has(kind)
    if (!isOfOther && !ofOwnShard.has(kind) && !dataEvents.has(kind) && source !== 'probe') return
    const whose = isOfOther ? names.ofRunId(entry.fields['node']) : instance
    const group = membership.of(whose)
    if (group === undefined) return
    const missesMaster = beginnings.has(kind) && whose === masters.get(group)
    const isOfItsOwn = log.current.get(group)?.isOver !== false
    if (isOfItsOwn && missesMaster) {
      const timeout = values.ofNode(instance ?? '', 'cluster-node-timeout', entry.at)
      begin(group, findOnset(this.#context, group, entry, timeout === null ? null : Number(timeout)))
    } else if (isOfItsOwn && requests.has(kind)) begin(group, {at: entry.at, onset: 'sign', evidence: []})
    const incident = log.current.get(group)
    if (incident === undefined) return
    if (missesMaster) incident.isSerious = true
    log.add(incident, entry)
    if (promotions.has(kind) && instance !== null) {
      Object.assign(incident, {newMaster: instance, isOver: true, isSerious: true})
      masters.set(group, instance)
    }
  }
}
