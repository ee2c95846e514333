import type {TimelineEntry} from '../timeline/entries/entry.ts'
import {InstanceNames} from '../timeline/incidents/names.ts'
import {BandFold} from './band-fold.ts'
import {FollowFold} from './follow-fold.ts'
import {HeldLinkFold} from './held-link-fold.ts'
import {NodeViewFold} from './node-view-fold.ts'
import type {Cast, Outage, Picture} from './picture.ts'
import {SentinelViewFold} from './sentinel-view-fold.ts'
import type {Sighting} from './sighting.ts'

/** Folds a timeline, entry by entry in the order of time, into what is drawn of it. */
export class PictureFold {
  readonly #names: InstanceNames
  readonly #bands: BandFold
  readonly #follows: FollowFold
  readonly #views: SentinelViewFold | NodeViewFold
  readonly #held = new HeldLinkFold()
  readonly #outages: Outage[] = []

  constructor(plan: Cast) {
    this.#names = new InstanceNames(plan)
    this.#bands = new BandFold(plan)
    this.#follows = new FollowFold(plan, this.#names)
    const Views = plan.mode === 'cluster' ? NodeViewFold : SentinelViewFold
    this.#views = new Views(plan, this.#names)
  }

  push(entry: TimelineEntry): void {
    this.#names.learn(entry)
    this.#bands.push(entry)
    this.#follows.push(entry)
    this.#views.push(entry)
    this.#held.push(entry)
    const outageMs = entry.kind === 'probe-writable' ? Number(entry.fields['outageMs'] ?? 0) : 0
    if (outageMs > 0) this.#outages.push({from: entry.at - outageMs, to: entry.at, by: 'probe'})
  }

  /** What the instances answered at a moment, which is not before any entry that was pushed. */
  see(sighting: Sighting): void {
    this.#bands.see(sighting)
    this.#follows.see(sighting)
    this.#views.see(sighting)
  }

  /** All of it until a moment, in milliseconds since 1970. */
  until(to: number): Picture {
    return {
      bands: this.#bands.until(to),
      follows: this.#follows.follows,
      arrows: [...this.#views.arrows, ...this.#follows.arrows].sort((a, b) => a.at - b.at),
      views: this.#views.views,
      held: this.#held.held,
      outages: this.#outages,
    }
  }
}
