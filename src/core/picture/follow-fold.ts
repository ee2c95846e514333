import type {TimelineEntry} from '../timeline/entries/entry.ts'
import type {InstanceNames} from '../timeline/incidents/names.ts'
import type {Arrow, Cast, Follow} from './picture.ts'
import type {Sighting} from './sighting.ts'

const begins: ReadonlySet<string> = new Set([
  'connecting-to-master',
  'reconnecting-to-master',
  'replicaof-enabled',
])
const arrives: ReadonlySet<string> = new Set([
  'partial-sync-accepted',
  'partial-sync-succeeded',
  'sync-finished',
])
const breaks: ReadonlySet<string> = new Set(['link-lost', 'link-timed-out', 'transfer-broken'])
const leaves: ReadonlySet<string> = new Set([
  'master-mode-enabled',
  'master-mode-by-failover',
  'election-won',
  'takeover',
])

/** Folds a timeline into who copied from whom, and when each came to be in step. */
export class FollowFold {
  readonly #names: InstanceNames
  readonly #now = new Map<string, Follow>()
  readonly #told = new Set<string>()
  readonly #follows: Follow[] = []
  readonly #arrows: Arrow[] = []

  constructor({instances}: Cast, names: InstanceNames) {
    this.#names = names
    for (const {name, replicaOf} of instances)
      if (replicaOf !== undefined)
        this.#now.set(name, {at: Number.NEGATIVE_INFINITY, instance: name, of: replicaOf, isUp: false})
  }

  get follows(): readonly Follow[] {
    return this.#follows
  }

  get arrows(): readonly Arrow[] {
    return this.#arrows
  }

  push({at, instance, kind, fields, source}: TimelineEntry): void {
    if (instance === null || source !== 'log') return
    if (begins.has(kind))
      this.#set(instance, at, {of: this.#names.ofAddress(fields['host'], fields['port']), isUp: false})
    else if (kind === 'cluster-demoted')
      this.#set(instance, at, {of: this.#names.ofRunId(fields['node']), isUp: false})
    else if (leaves.has(kind)) this.#set(instance, at, {of: null, isUp: false})
    else if (arrives.has(kind)) this.#set(instance, at, {isUp: true})
    else if (breaks.has(kind) || kind === 'starting') this.#set(instance, at, {isUp: false})
  }

  see({at, instances}: Sighting): void {
    for (const {name, role, of, isUp} of instances) {
      if (role === 'master') this.#set(name, at, {of: null, isUp: false})
      if (role === 'replica') this.#set(name, at, {of, isUp})
    }
  }

  #set(instance: string, at: number, change: Partial<Pick<Follow, 'of' | 'isUp'>>): void {
    const before = this.#now.get(instance) ?? {instance, of: null, isUp: false}
    const now = {...before, ...change, at}
    const isAlike = before.of === now.of && before.isUp === now.isUp
    // What the plan says is told with the first thing that happens.
    if (isAlike && this.#told.has(instance)) return
    this.#told.add(instance)
    this.#now.set(instance, now)
    this.#follows.push(now)
    if (now.isUp && now.of !== null && !before.isUp)
      this.#arrows.push({at, kind: 'sync', from: now.of, to: instance})
  }
}
