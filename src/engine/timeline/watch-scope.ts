import {findHeldBack} from '../../core/links/cut-off.ts'
import {currentMasters} from '../../core/status/current-masters.ts'
import {slotOfShard} from '../../core/status/slot-of-shard.ts'
import type {DeploymentStatus} from '../../core/status/status.ts'
import type {InitialValue} from '../../core/timeline/incidents/initial-values.ts'
import {IncidentTracker} from '../../core/timeline/tracker.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {tagOfSlot} from '../../core/topology/slots.ts'
import type {ProbedInstance} from '../observe/probe.ts'
import type {WatchedShard} from '../observe/view-probe.ts'

/** In a large cluster these stand for all. */
const mostOtherShards = 4

type Masters = Readonly<Record<string, string>>

/** How a deployment is just before a fault, and what of it will be watched. */
export class WatchScope {
  readonly #plan: Plan
  readonly #before: DeploymentStatus
  /** What entries will be shown with. */
  readonly tracker: IncidentTracker
  /** The master groups that will be hit. */
  readonly groups: readonly string[]

  /**
   * @param named the instances that the fault is for; none: all of them, or for a heal those that links keep from the
   * others
   * @param initial what every instance began with
   */
  constructor(
    plan: Plan,
    before: DeploymentStatus,
    {
      named,
      isHeal,
      initial,
    }: {
      readonly named: readonly string[]
      readonly isHeal: boolean
      readonly initial: readonly InitialValue[]
    },
  ) {
    this.#plan = plan
    this.#before = before
    const {instances, links} = before
    this.tracker = new IncidentTracker(plan, {
      initial,
      down: instances.filter(({state}) => state !== 'running').map(({name}) => name),
      masters: Object.fromEntries(
        Object.entries(currentMasters(before)).filter(([, instance]) => instance !== ''),
      ),
      groups: Object.fromEntries(
        instances.flatMap(({name, masterName}) => (masterName === undefined ? [] : [[name, masterName]])),
      ),
      cuts: links?.rules.filter(({cut}) => cut !== undefined) ?? [],
      takesNext: true,
    })
    const masters = plan.mode === 'cluster' ? Object.values(currentMasters(before)) : undefined
    const meant =
      isHeal && named.length === 0 ? findHeldBack(plan.instances, links?.rules ?? [], masters) : named
    const hit = new Set(meant.flatMap((name) => this.tracker.groupOf(name) ?? []))
    this.groups = plan.masters.map(({name}) => name).filter((name) => hit.size === 0 || hit.has(name))
  }

  /** The groups that will be hit, each with its master. */
  get masters(): Masters {
    return this.#mastersOf(this.groups)
  }

  /** In a cluster: the shards that will not be hit, or the first of them, each with its master. */
  get otherShards(): Masters {
    if (this.#plan.mode !== 'cluster') return {}
    const others = this.#plan.masters.map(({name}) => name).filter((name) => !this.groups.includes(name))
    return this.#mastersOf(others.slice(0, mostOtherShards))
  }

  /** Those whom the probe writes to: any of them may become a master. */
  get probed(): readonly ProbedInstance[] {
    const {instances, mode} = this.#plan
    return instances.flatMap(({name, host, port}) => {
      const masterName = this.tracker.groupOf(name)
      if (masterName === undefined || !this.groups.includes(masterName)) return []
      const tag = mode === 'cluster' ? {tag: `{${tagOfSlot(this.#slotOf(masterName))}}`} : {}
      return [{name, host, port, masterName, ...tag}]
    })
  }

  /** In a cluster: what every node is asked about. */
  get shards(): readonly WatchedShard[] {
    return this.groups.map((name) => ({master: this.tracker.masterOf(name), slot: this.#slotOf(name)}))
  }

  /** Who takes writes of these groups now. */
  get takeWrites(): readonly string[] {
    return this.#before.masters
      .filter(({name}) => this.groups.includes(name))
      .flatMap(({claimedBy}) => claimedBy)
  }

  get running(): readonly string[] {
    return this.#before.instances.filter(({state}) => state === 'running').map(({name}) => name)
  }

  #mastersOf(names: readonly string[]): Masters {
    return Object.fromEntries(names.map((name) => [name, this.tracker.masterOf(name)]))
  }

  #slotOf(shard: string): number {
    return slotOfShard(shard, this.#before.masters, this.#plan.masters)
  }
}
