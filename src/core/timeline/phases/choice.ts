import type {Plan} from '../../topology/plan.ts'
import {stateAfter} from '../entry.ts'
import type {Incident} from '../incident.ts'
import type {MeasureContext} from './failover.ts'

/** Sentinel compares priority, then how much was received, then run ids (sentinel.c, compareSlavesForPromotion). */
export function explainChoice(
  chosen: string,
  chosenMs: number,
  incident: Incident,
  {plan}: MeasureContext,
): string {
  const {evidence, masterName, oldMaster} = incident
  const down = downAt(incident, chosenMs)
  const others = plan.instances
    .filter(({masterName: group, name}) => group === masterName && name !== oldMaster && name !== chosen)
    .map(({name}) => name)
    .filter((name) => !down.has(name))
  if (others.length === 0) return `${chosen} was the only replica that could be chosen.`
  const priority = priorityOf(plan)
  const shift = evidence.find(({kind, instance}) => kind === 'replid-shifted' && instance === chosen)
  const own = shift === undefined ? undefined : Number(shift.fields['offset'])
  const asked = others.map((name) => {
    const request = evidence.find(
      (entry) =>
        entry.kind === 'partial-sync-requested' && entry.instance === name && entry.at >= (shift?.at ?? 0),
    )
    return {name, offset: request === undefined ? undefined : Number(request.fields['offset'])}
  })
  const start = `All replicas have priority ${priority}`
  const behind = asked.filter(({offset}) => own !== undefined && offset !== undefined && offset < own)
  if (own !== undefined && behind.length > 0) {
    const list = behind.map(({name, offset}) => `${name} to ${offset}`).join(', ')
    return `${start}; ${chosen} had received the most, up to byte ${own} (${list}).`
  }
  if (own !== undefined && asked.every(({offset}) => offset === own))
    return `${start} and had received the same, up to byte ${own}, so the smallest run id decided: that of ${chosen}.`
  return `${start}; the offsets at that moment were not logged.`
}

/** Who was down at a moment of an incident, by what redislab had done until then. */
function downAt({downBefore, evidence, at}: Incident, ms: number): ReadonlySet<string> {
  const down = new Set(downBefore.keys())
  for (const {fault, at: time} of evidence) {
    if (fault === undefined || time - at > ms) continue
    const state = stateAfter(fault)
    for (const name of fault.instances) {
      if (state === 'down') down.add(name)
      else if (state === 'up') down.delete(name)
    }
  }
  return down
}

/** The priority that all replicas are started with. */
export function priorityOf({settings}: Plan): number {
  const directive = settings.set.findLast(({name}) => /^(replica|slave)-priority$/.test(name))
  return directive === undefined ? 100 : Number(directive.value)
}
