import {findCutOff} from '../../links/cut-off.ts'
import type {Plan} from '../../topology/plan.ts'
import {stateAfter, type TimelineEntry} from '../entries/entry.ts'
import type {LinkFaults} from './link-faults.ts'

type Causes = ReadonlyMap<string, TimelineEntry | null>

/** The instances that take no part: ended or frozen by redislab, or cut off from the others. */
export class UnavailableInstances {
  readonly #members: Plan['instances']
  readonly #links: LinkFaults
  #taken: Causes
  #cutOff: Causes = new Map()

  readonly #masters: (() => readonly string[]) | undefined

  /**
   * @param down the instances that are down already
   * @param masters the masters of a cluster now: they have the votes
   */
  constructor(
    {instances}: Pick<Plan, 'instances'>,
    {
      down,
      links,
      masters,
    }: {
      readonly down: readonly string[]
      readonly links: LinkFaults
      readonly masters?: (() => readonly string[]) | undefined
    },
  ) {
    this.#members = instances
    this.#masters = masters
    this.#links = links
    this.#taken = new Map(down.map((name) => [name, null]))
    this.#lookAtLinks(null)
  }

  /** Those that ended or were frozen. */
  get taken(): Causes {
    return this.#taken
  }

  /** Those that run, and are cut off. */
  get cutOff(): Causes {
    return new Map([...this.#cutOff].filter(([name]) => !this.#taken.has(name)))
  }

  /** Each with what redislab did to it, where that is known. */
  get all(): Causes {
    return new Map([...this.#cutOff, ...this.#taken])
  }

  /** After the links have heard of it. */
  push(entry: TimelineEntry): void {
    const {fault} = entry
    if (fault === undefined) return
    const taken = new Map(this.#taken)
    const state = stateAfter(fault)
    for (const name of fault.instances) {
      if (state === 'down') taken.set(name, entry)
      else if (state === 'up') taken.delete(name)
    }
    this.#taken = taken
    if (fault.fault === 'partition' || fault.fault === 'heal') this.#lookAtLinks(entry)
  }

  /** All instances are there again. */
  clear(): void {
    this.#taken = new Map()
    this.#cutOff = new Map()
  }

  /** Takes back what a fault changed that failed at these instances. */
  restore(names: readonly string[], before: Causes): void {
    const taken = new Map(this.#taken)
    for (const name of names) {
      const cause = before.get(name)
      if (cause === undefined) taken.delete(name)
      else if (cause?.fault?.fault !== 'partition') taken.set(name, cause)
    }
    this.#taken = taken
  }

  #lookAtLinks(cause: TimelineEntry | null): void {
    const {cuts} = this.#links
    const names = cuts.length === 0 ? [] : findCutOff(this.#members, cuts, this.#masters?.())
    this.#cutOff = new Map(names.map((name) => [name, this.#cutOff.get(name) ?? cause]))
  }
}
