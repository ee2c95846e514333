import type {TimelineEntry} from '../timeline/entries/entry.ts'
import type {InstanceNames} from '../timeline/incidents/names.ts'
import type {Arrow, Cast, View} from './picture.ts'
import type {Sighting} from './sighting.ts'
import {type Belief, ViewLog} from './view-log.ts'

const doubtAfter: Readonly<Record<string, View['doubt']>> = {
  '+sdown': 'subjective',
  '-sdown': 'none',
  '+odown': 'objective',
  '-odown': 'subjective',
}

/** Folds a timeline into what each sentinel believed of each master group. */
export class SentinelViewFold {
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

  push({at, instance, kind, fields, source, role}: TimelineEntry): void {
    if (instance === null || source !== 'log' || role !== 'sentinel') return
    const group = String(fields['masterName'] ?? '')
    const subject = () => this.#names.ofAddress(fields['ip'], fields['port'])
    const set = (belief: Partial<Belief>) => this.#log.set(instance, group, at, belief)
    const doubt = doubtAfter[kind]
    if (doubt !== undefined) {
      if (fields['subject'] !== 'master') return
      // A sentinel that no longer holds it for down in common may do so alone.
      const isOver = kind === '-odown' && this.#log.beliefOf(instance, group).doubt !== 'objective'
      if (!isOver)
        set({doubt, ...(this.#log.beliefOf(instance, group).master === null ? {master: subject()} : {})})
    } else if (kind === '+monitor') set({master: subject(), doubt: 'none'})
    else if (kind === '+switch-master') {
      const master = this.#names.ofAddress(fields['newIp'], fields['newPort'])
      if (this.#log.beliefOf(instance, group).master !== master)
        this.#log.arrows.push({at, kind: 'switch', from: instance, to: master})
      set({master, doubt: 'none'})
    } else if (kind === '+promoted-slave') {
      // From here on the leader names the promoted replica to clients (sentinelGetCurrentMasterAddress).
      this.#log.arrows.push({at, kind: 'switch', from: instance, to: subject()})
      set({master: subject(), doubt: 'none'})
    } else if (kind === '+selected-slave')
      this.#log.arrows.push({at, kind: 'promote', from: instance, to: subject()})
    else if (kind === '+new-epoch') this.#setAll(instance, at, {epoch: Number(fields['epoch']), vote: null})
    else if (kind === '+vote-for-leader') {
      const vote = this.#names.ofRunId(fields['runid'])
      this.#log.arrows.push({at, kind: 'vote', from: instance, to: vote})
      this.#setAll(instance, at, {epoch: Number(fields['epoch']), vote})
    }
  }

  see({at, views}: Sighting): void {
    for (const {viewer, group, master, doubt, epoch} of views) {
      const {epoch: known} = this.#log.beliefOf(viewer, group)
      // The epoch of a configuration is never above that of the last election that a sentinel took part in.
      this.#log.set(viewer, group, at, {master, doubt, epoch: Math.max(known ?? 0, epoch ?? 0)})
    }
  }

  /** A line that names no group is about all of them. */
  #setAll(viewer: string, at: number, belief: Partial<Belief>): void {
    for (const {name} of this.#plan.masters) this.#log.set(viewer, name, at, belief)
  }
}
