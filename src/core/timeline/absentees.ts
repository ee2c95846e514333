import {findCutOff} from '../links/cut-off.ts'
import type {Link} from '../links/link.ts'
import type {Plan} from '../topology/plan.ts'
import {stateAfter, type TimelineEntry} from './entry.ts'

interface Absence {
  readonly taken: ReadonlyMap<string, TimelineEntry | null>
  readonly cutOff: ReadonlyMap<string, TimelineEntry | null>
  readonly cuts: ReadonlyMap<string, Link>
}

/** Who takes no part: ended or frozen by redislab, or cut off from the others. */
export class Absentees {
  readonly #members: Plan['instances']
  #now: Absence

  /**
   * @param down who is down already
   * @param cuts which links are cut already
   */
  constructor({instances}: Pick<Plan, 'instances'>, down: readonly string[], cuts: readonly Link[]) {
    this.#members = instances
    this.#now = {taken: new Map(down.map((name) => [name, null])), cutOff: new Map(), cuts: new Map()}
    this.#setCuts(new Map(cuts.map((link) => [keyOf(link), link])), null)
  }

  /** Each with what redislab did to it, where that is known. */
  get all(): ReadonlyMap<string, TimelineEntry | null> {
    return new Map([...this.#now.cutOff, ...this.#now.taken])
  }

  push(entry: TimelineEntry): void {
    const {fault} = entry
    if (fault === undefined) return
    const taken = new Map(this.#now.taken)
    const state = stateAfter(fault)
    for (const name of fault.instances) {
      if (state === 'down') taken.set(name, entry)
      else if (state === 'up') taken.delete(name)
    }
    this.#now = {...this.#now, taken}
    if (fault.fault === 'partition' || fault.fault === 'heal') this.#cut(entry, fault.links ?? [])
  }

  /** Takes back what a fault changed that failed at these instances. */
  restore(names: readonly string[], before: ReadonlyMap<string, TimelineEntry | null>): void {
    const taken = new Map(this.#now.taken)
    for (const name of names) {
      const cause = before.get(name)
      if (cause === undefined) taken.delete(name)
      else if (cause?.fault?.fault !== 'partition') taken.set(name, cause)
    }
    this.#now = {...this.#now, taken}
  }

  #cut(entry: TimelineEntry, links: readonly Link[]): void {
    const cuts = new Map(this.#now.cuts)
    for (const link of links) {
      if (entry.fault?.fault === 'partition') cuts.set(keyOf(link), link)
      else cuts.delete(keyOf(link))
    }
    this.#setCuts(cuts, entry)
  }

  #setCuts(cuts: ReadonlyMap<string, Link>, cause: TimelineEntry | null): void {
    const names = cuts.size === 0 ? [] : findCutOff(this.#members, [...cuts.values()])
    const cutOff = new Map(names.map((name) => [name, this.#now.cutOff.get(name) ?? cause]))
    this.#now = {...this.#now, cutOff, cuts}
  }
}

function keyOf({from, to}: Link): string {
  return `${from}>${to}`
}
