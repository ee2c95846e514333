import type {TimelineEntry} from '../timeline/entries/entry.ts'
import type {InstanceNames} from '../timeline/incidents/names.ts'
import type {Arrow, Cast, View} from './picture.ts'
import type {Sighting} from './sighting.ts'
import {ViewLog} from './view-log.ts'

const doubtAfter: Readonly<Record<string, View['doubt']>> = {
  'node-possibly-failing': 'subjective',
  'probe-pfail': 'subjective',
  'node-failing': 'objective',
  'node-failing-heard': 'objective',
  'node-recovered': 'none',
}

/** Folds a timeline into whom each node of a cluster took for the owner of the slots of each shard. */
export class NodeViewFold {
  readonly #plan: Cast
  readonly #names: InstanceNames
  readonly #log = new ViewLog()

  constructor(plan: Cast, names: InstanceNames) {
    this.#plan = plan
    this.#names = names
  }

  get views(): readonly View[] {
    return this.#log.views
  }

  get arrows(): readonly Arrow[] {
    return this.#log.arrows
  }

  push(entry: TimelineEntry): void {
    const {at, instance, kind, fields} = entry
    if (kind === 'deployment-started') this.#beginAll(at)
    if (instance === null) return
    const node = () => this.#names.ofRunId(fields['node'])
    const doubt = doubtAfter[kind]
    if (doubt !== undefined) this.#doubt(instance, node(), at, doubt)
    else if (kind === 'probe-agrees') this.#own(instance, node(), at)
    else if (kind === 'cluster-demoted') this.#own(instance, node(), at)
    else if (kind === 'shard-failed-over') this.#own(instance, this.#names.ofRunId(fields['to']), at)
    else if (kind === 'vote-granted') this.#log.arrows.push({at, kind: 'vote', from: instance, to: node()})
    else if (kind === 'election-won' || kind === 'takeover') {
      this.#log.arrows.push({at, kind: 'promote', from: instance, to: instance})
      this.#forget(instance, at)
      this.#own(instance, instance, at)
    }
  }

  see({at, views}: Sighting): void {
    for (const {viewer, group, master, doubt, epoch} of views)
      this.#log.set(viewer, group, at, {master, doubt, epoch})
  }

  #beginAll(at: number): void {
    for (const {name: viewer} of this.#plan.instances)
      for (const {name: group, instance: master} of this.#plan.masters)
        if (this.#log.isSilent(viewer, group)) this.#log.set(viewer, group, at, {master, doubt: 'none'})
  }

  #doubt(viewer: string, node: string, at: number, doubt: View['doubt']): void {
    const group = this.#groupOf(node)
    if (group === undefined) return
    const {master} = this.#log.beliefOf(viewer, group)
    // That a replica is away changes nothing about the owner.
    if (master === node || master === null) this.#log.set(viewer, group, at, {doubt})
  }

  #own(viewer: string, master: string, at: number): void {
    const group = this.#groupOf(master)
    if (group === undefined) return
    if (this.#log.beliefOf(viewer, group).master !== master)
      this.#log.arrows.push({at, kind: 'switch', from: viewer, to: master})
    this.#log.set(viewer, group, at, {master, doubt: 'none'})
  }

  /** From now on every other node may have heard of a new owner, and need not log it. */
  #forget(owner: string, at: number): void {
    const group = this.#groupOf(owner)
    if (group === undefined) return
    for (const {name} of this.#plan.instances)
      if (name !== owner) this.#log.set(name, group, at, {master: null, doubt: 'none'})
  }

  #groupOf(node: string): string | undefined {
    return this.#plan.instances.find(({name}) => name === node)?.masterName
  }
}
