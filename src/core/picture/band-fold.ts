import {traitsOf} from '../faults/kinds.ts'
import {findCutOff} from '../links/cut-off.ts'
import type {TimelineEntry} from '../timeline/entries/entry.ts'
import {endingEvents} from '../timeline/incidents/events.ts'
import {LinkFaults} from '../timeline/incidents/link-faults.ts'
import type {InstanceState} from '../words.ts'
import type {Band, BandState, Cast} from './picture.ts'
import type {Sighting} from './sighting.ts'

interface Condition {
  readonly state: InstanceState
  readonly role: 'master' | 'replica' | 'sentinel' | 'unknown'
  readonly isLoading: boolean
  readonly leads: boolean
  readonly isCutOff: boolean
}

interface Open {
  readonly from: number
  readonly now: Condition
}

const roleAfter: Readonly<Record<string, 'master' | 'replica'>> = {
  'election-won': 'master',
  takeover: 'master',
  'master-mode-enabled': 'master',
  'master-mode-by-failover': 'master',
  'cluster-demoted': 'replica',
  'replicaof-enabled': 'replica',
}
const loadingBegins: ReadonlySet<string> = new Set(['loading-copy', 'starting'])
const loadingEnds: ReadonlySet<string> = new Set(['ready', 'sync-finished', 'copy-unloadable', 'data-loaded'])
const leadingEnds = /^(?:\+failover-end(?:-for-timeout)?|-failover-abort-.*|\+switch-master)$/

/** Folds a timeline into what each instance was, and from when to when. */
export class BandFold {
  readonly #plan: Cast
  readonly #links = new LinkFaults()
  readonly #open = new Map<string, Open>()
  readonly #bands: Band[] = []
  #before: ReadonlyMap<string, InstanceState> = new Map()

  constructor(plan: Cast) {
    this.#plan = plan
  }

  push(entry: TimelineEntry): void {
    const {at, instance, kind, source, fault, failure} = entry
    if (fault !== undefined) this.#takeFault(entry)
    else if (failure !== undefined) this.#takeBack(at, failure.instances)
    else if (kind === 'deployment-stopped') this.#changeAll(at, {state: 'stopped'})
    else if (kind === 'deployment-reset') {
      this.#links.clear()
      this.#changeAll(at, {state: 'running', isCutOff: false})
    } else if (kind === 'instance-removed') this.#end(String(entry.fields['instance']), at)
    else if (instance !== null && source === 'log') this.#takeLine(instance, entry)
  }

  /** @param sighting what the instances answered */
  see({at, instances}: Sighting): void {
    for (const {name, state, role} of instances) {
      const known = this.#open.get(name)?.now
      const isKnown = role !== 'unknown'
      this.#change(name, at, {
        state,
        ...(isKnown ? {role} : {}),
        // Who answers with its role has its data.
        ...(isKnown && known?.isLoading === true ? {isLoading: false} : {}),
      })
    }
  }

  /** What each instance was until a moment. */
  until(to: number): readonly Band[] {
    const open = [...this.#open].flatMap(([instance, {from, now}]) =>
      from < to ? [bandOf(instance, from, to, now)] : [],
    )
    return [...this.#bands, ...open]
  }

  #takeFault(entry: TimelineEntry): void {
    const {at, fault} = entry
    if (fault === undefined) return
    this.#before = new Map([...this.#open].map(([name, {now}]) => [name, now.state]))
    const state = traitsOf(fault.fault)?.leaves
    if (state !== undefined)
      for (const name of fault.instances) {
        // It has its data again when it says so.
        const begins = fault.fault === 'start' || fault.fault === 'restart'
        this.#change(name, at, {state, ...(begins && !this.#isSentinel(name) ? {isLoading: true} : {})})
      }
    if ((fault.links ?? []).length === 0) return
    this.#links.push(entry)
    this.#lookAtLinks(at)
  }

  /** What was said to be done just before, and was not. */
  #takeBack(at: number, names: readonly string[]): void {
    for (const name of names) {
      const state = this.#before.get(name)
      if (state !== undefined) this.#change(name, at, {state})
    }
  }

  #lookAtLinks(at: number): void {
    const masters = this.#plan.mode === 'cluster' ? this.#masters() : undefined
    const {cuts} = this.#links
    const apart = new Set(cuts.length === 0 ? [] : findCutOff(this.#plan.instances, cuts, masters))
    for (const {name} of this.#plan.instances) this.#change(name, at, {isCutOff: apart.has(name)})
  }

  #masters(): readonly string[] {
    return [...this.#open].flatMap(([name, {now}]) => (now.role === 'master' ? [name] : []))
  }

  #takeLine(name: string, {at, kind, role}: TimelineEntry): void {
    const now = this.#open.get(name)?.now
    const isSentinel = this.#isSentinel(name)
    const change: {-readonly [Key in keyof Condition]?: Condition[Key]} = {}
    if (kind === 'starting') change.state = 'running'
    else if (kind === 'goodbye' || kind === 'crashed') change.state = 'dead'
    // One that was ended from outside says nothing more, and one that writes runs.
    else if (now === undefined && !endingEvents.has(kind)) change.state = 'running'
    const told = roleAfter[kind] ?? (role === 'master' || role === 'replica' ? role : undefined)
    if (told !== undefined && !isSentinel) change.role = told
    if (!isSentinel && loadingBegins.has(kind)) change.isLoading = true
    if (loadingEnds.has(kind)) change.isLoading = false
    if (kind === '+elected-leader') change.leads = true
    if (leadingEnds.test(kind) || kind === 'starting') change.leads = false
    if (Object.keys(change).length > 0 || now === undefined) this.#change(name, at, change)
  }

  #changeAll(at: number, change: Partial<Condition>): void {
    for (const name of this.#open.keys()) this.#change(name, at, change)
  }

  #change(name: string, at: number, change: Partial<Condition>): void {
    const open = this.#open.get(name)
    const before = open?.now ?? this.#atFirst(name)
    if (before === undefined) return
    const now = {...before, ...change}
    if (open !== undefined && looksAlike(before, now)) {
      this.#open.set(name, {from: open.from, now})
      return
    }
    if (open !== undefined && open.from < at) this.#bands.push(bandOf(name, open.from, at, before))
    this.#open.set(name, {from: at, now})
  }

  #end(name: string, at: number): void {
    const open = this.#open.get(name)
    if (open === undefined) return
    if (open.from < at) this.#bands.push(bandOf(name, open.from, at, open.now))
    this.#open.delete(name)
  }

  #atFirst(name: string): Condition | undefined {
    const planned = this.#plan.instances.find((one) => one.name === name)
    if (planned === undefined) return undefined
    const role =
      planned.kind === 'sentinel' ? 'sentinel' : planned.replicaOf === undefined ? 'master' : 'replica'
    return {state: 'running', role, isLoading: false, leads: false, isCutOff: false}
  }

  #isSentinel(name: string): boolean {
    return this.#plan.instances.some((one) => one.name === name && one.kind === 'sentinel')
  }
}

function bandOf(instance: string, from: number, to: number, now: Condition): Band {
  return {instance, from, to, state: stateOf(now), isCutOff: now.isCutOff}
}

function stateOf({state, role, isLoading, leads}: Condition): BandState {
  if (state === 'unreachable') return 'unknown'
  if (state !== 'running') return state
  if (isLoading) return 'loading'
  return leads ? 'leader' : role
}

function looksAlike(a: Condition, b: Condition): boolean {
  return stateOf(a) === stateOf(b) && a.isCutOff === b.isCutOff
}
