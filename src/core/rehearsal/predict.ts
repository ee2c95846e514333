import {type Layout, type Loss, lose, type Placed} from '../diagnosis/survival.ts'
import {takes} from '../diagnosis/survival-words.ts'
import {joinNames} from '../text/join-names.ts'
import type {Plan} from '../topology/plan.ts'
import type {SlotRange} from '../topology/slots.ts'
import type {CaseResult, RehearsalCase} from './rehearsal.ts'
import {whoIsDown} from './unserved.ts'

/** Instances that may never be promoted: replica-priority 0. */
export type Unfit = ReadonlySet<string>

/**
 * What is lost of each master group, or of the cluster, when instances are gone at the same moment: by the votes and copies
 * that are left.
 */
export function predict(plan: Plan, gone: readonly string[], unfit: Unfit): readonly Loss[] {
  // Each instance is placed on its own; those that are gone, on the one host that is lost.
  const place = (name: string): Placed => ({address: name, host: gone.includes(name) ? lostHost : name})
  return layoutsOf(plan, place, unfit).map((layout) => lose(layout, [lostHost]))
}

const lostHost = 'what is lost'

function layoutsOf(plan: Plan, place: (name: string) => Placed, unfit: Unfit): readonly Layout[] {
  const replicasOf = (group: string) =>
    plan.instances.filter(({masterName, replicaOf}) => masterName === group && replicaOf !== undefined)
  if (plan.mode === 'cluster') {
    const shards = plan.masters.map(({name, instance}) => ({
      master: place(instance),
      replicas: replicasOf(name).map((replica) => place(replica.name)),
    }))
    return [{kind: 'cluster', shards}]
  }
  const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel').map(({name}) => place(name))
  if (sentinels.length === 0) return []
  return plan.masters.map(({name, instance, quorum = 1}) => ({
    kind: 'sentinel',
    masterName: name,
    quorum,
    master: place(instance),
    promotable: replicasOf(name)
      .filter((replica) => !unfit.has(replica.name))
      .map((replica) => place(replica.name)),
    sentinels,
  }))
}

/** Whether what is left could fail over, by the arithmetic. */
export function isFatal(losses: readonly Loss[]): boolean {
  return losses.some(({takesMaster, shortages}) => takesMaster && shortages.length > 0)
}

/** What a loss takes, with the numbers: `the master n1 and 2 of 3 sentinels (1 remains, the majority is 2)`. */
export function sayArithmetic(losses: readonly Loss[], masters: readonly string[]): string {
  const short = losses.flatMap(({shortages}) => shortages)
  const parts = [...new Set(short.map(takes))]
  // Who is named already, or counted among all masters, is not named again.
  const isNamed = short.some(({kind}) => kind !== 'sentinels')
  const master = masters.length === 0 || isNamed ? [] : [`the master ${joinNames(masters)}`]
  return joinNames([...master, ...parts])
}

/** In one sentence: what a case means that is not survived, with the arithmetic, and which slots of a cluster are not served. */
export function sayDown(
  {kind, hosts, instances, title, masters}: RehearsalCase,
  losses: readonly Loss[],
  unserved: readonly SlotRange[] = [],
): string {
  const arithmetic = sayArithmetic(losses, masters)
  const isWithoutVotes = losses.some(({shortages}) => shortages.some((it) => it.kind === 'masters'))
  const so = isWithoutVotes ? ', so no majority is left to vote' : ''
  const taken = (verb: string) => (arithmetic === '' ? '' : `: ${verb} ${arithmetic}${so}`)
  const down = whoIsDown(unserved)
  const [host] = hosts
  if (kind === 'pair')
    return `These two hosts together, ${joinNames(hosts)}, and ${down} down${taken('they take')}.`
  if (kind === 'host') return `Lose host ${host}, and ${down} down${taken('it takes')}.`
  if (kind === 'instance') return `Lose ${joinNames(instances)}, and ${down} down${taken('it takes')}.`
  if (kind === 'partition' && unserved.length === 0)
    return `Cut ${host ?? joinNames(instances)} off, and the others get no new master${taken('it takes')}.`
  if (kind === 'partition')
    return `Cut ${host ?? joinNames(instances)} off, and ${down} down on both sides${taken('it takes')}.`
  return `With "${title}" ${down} down${taken('it takes')}.`
}

/** Whether a case is the loss of instances, which the arithmetic judges. */
export function isAboutLosses({kind}: Pick<RehearsalCase, 'kind'>): boolean {
  return kind === 'instance' || kind === 'host' || kind === 'pair'
}

/** Whether the loss of a single host, or of a single instance, was too much. */
export function isSingleLoss({kind, survived}: CaseResult): boolean {
  return !survived && (kind === 'host' || kind === 'instance')
}
