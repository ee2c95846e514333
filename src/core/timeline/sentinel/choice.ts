import {joinNames} from '../../text/join-names.ts'
import {stateAfter} from '../entries/entry.ts'
import type {MeasureContext} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'

/**
 * Why this replica and no other: Sentinel compares priority, then how much was received, then run ids (sentinel.c,
 * compareSlavesForPromotion), each as the leader heard of it last. Said only where all that is known agrees with what
 * was chosen.
 */
export function explainChoice(
  chosen: string,
  {leader, ms}: {readonly leader: string; readonly ms: number},
  incident: Incident,
  context: MeasureContext,
): string | null {
  const {masterName, oldMaster, at} = incident
  const down = downAt(incident, ms)
  const all = context.plan.instances
    .filter(({masterName: group, name}) => group === masterName && name !== oldMaster)
    .map(({name}) => name)
    .filter((name) => name === chosen || !down.has(name))
  const priorityOf = (name: string) => priorityAt({name, leader, at: at + ms}, incident, context)
  const rated = all.filter((name) => name !== chosen).map((name) => ({name, priority: priorityOf(name)}))
  const never = rated.filter(({priority}) => priority === 0).map(({name}) => name)
  const others = rated.filter(({priority}) => priority !== 0)
  const zero =
    never.length === 0
      ? ''
      : ` (${joinNames(never)} ${never.length === 1 ? 'has' : 'have'} replica-priority 0)`
  if (others.length === 0) return `${chosen} was the only replica that could be chosen${zero}.`
  const own = priorityOf(chosen)
  if (own === null || own === 0 || others.some(({priority}) => priority === null)) return null
  const lowest = Math.min(...others.map(({priority}) => priority ?? 0))
  if (own > lowest) return null
  if (others.every(({priority}) => (priority ?? 0) > own)) {
    const list = others.map(({name, priority}) => `${name} ${priority}`).join(', ')
    return `${chosen} has the smallest replica-priority, ${own} (${list})${zero}.`
  }
  const rivals = others.filter(({priority}) => priority === own).map(({name}) => name)
  const isAll = rivals.length === others.length && never.length === 0
  const start = isAll
    ? `All replicas have priority ${own}`
    : `${joinNames([chosen, ...rivals])} have the smallest replica-priority, ${own}${zero}`
  return compareOffsets({chosen, rivals, start, leader, ms}, incident)
}

interface Comparison {
  readonly chosen: string
  readonly rivals: readonly string[]
  readonly start: string
  readonly leader: string
  readonly ms: number
}

function compareOffsets({chosen, rivals, start, leader, ms}: Comparison, incident: Incident): string {
  const {evidence, masterName, at, values} = incident
  const shift = evidence.find(({kind, instance}) => kind === 'replid-shifted' && instance === chosen)
  const own = shift === undefined ? undefined : Number(shift.fields['offset'])
  const asked = rivals.map((name) => {
    const request = evidence.find(
      (entry) =>
        entry.kind === 'partial-sync-requested' && entry.instance === name && entry.at >= (shift?.at ?? 0),
    )
    return {name, offset: request === undefined ? undefined : Number(request.fields['offset'])}
  })
  const behind = asked.filter(({offset}) => own !== undefined && offset !== undefined && offset < own)
  const isMost = asked.every(({offset}) => offset !== undefined && own !== undefined && offset <= own)
  if (isMost && behind.length === asked.length) {
    const list = behind.map(({name, offset}) => `${name} to ${offset}`).join(', ')
    return `${start}; ${chosen} had received the most, up to byte ${own} (${list}).`
  }
  if (!isMost) return `${start}; how much each had received then was not logged.`
  if (behind.length > 0) return `${start}; nobody had received more than ${chosen}, up to byte ${own}.`
  const runIdOf = (name: string) => values.ofReplica(leader, masterName, name, 'runId', at + ms)
  const [mine, ...theirs] = [chosen, ...rivals].map(runIdOf)
  const isSmallest = mine != null && theirs.every((id) => id != null && mine.toLowerCase() < id.toLowerCase())
  const same = `${start} and had received the same, up to byte ${own}`
  if (isSmallest) return `${same}, so the smallest run id decided: that of ${chosen}.`
  return `${same}. What ${leader} had heard of that by then is in no log.`
}

/** The instances that were down at a moment of an incident, by what redislab had done until then and by what logs say. */
function downAt({downBefore, evidence, at}: Incident, ms: number): ReadonlySet<string> {
  const down = new Set(downBefore.keys())
  for (const {fault, at: time, kind, instance} of evidence) {
    if (time - at > ms) continue
    if (instance !== null && kind === 'goodbye') down.add(instance)
    if (instance !== null && kind === 'ready') down.delete(instance)
    if (fault === undefined) continue
    const state = stateAfter(fault)
    for (const name of fault.instances) {
      if (state === 'down') down.add(name)
      else if (state === 'up') down.delete(name)
    }
  }
  return down
}

interface Asked {
  readonly name: string
  /** Whose view decides. */
  readonly leader: string
  readonly at: number
}

/**
 * The replica-priority by which a sentinel judged a replica; null where it is not known, since it may have been changed
 * unseen, or the sentinel may not have heard of a change: it asks once in 10 s.
 */
export function priorityAt(
  {name, leader, at}: Asked,
  incident: Incident,
  {now}: Pick<MeasureContext, 'now'>,
): number | null {
  const {values, masterName, cause} = incident
  const own = values.ofNode(name, 'replica-priority', at)
  if (own === null) return null
  const held = values.ofReplica(leader, masterName, name, 'priority', at)
  if (held !== null && held !== own) return null
  // Nobody looked just before it: CONFIG SET by hand is in no log.
  if (cause?.fault?.seen === undefined && now?.nodes[name]?.['replica-priority'] !== own) return null
  return Number(own)
}
