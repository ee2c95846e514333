import type {Arrow, View} from './picture.ts'

/** What a viewer believes of a master group. */
export type Belief = Omit<View, 'at' | 'viewer' | 'group'>

/** What each viewer believed of each master group, change by change, and what it did about it. */
export class ViewLog {
  readonly views: View[] = []
  readonly arrows: Arrow[] = []
  readonly #latest = new Map<string, View>()

  /** Whether nothing is known yet of what a viewer believes of a group. */
  isSilent(viewer: string, group: string): boolean {
    return !this.#latest.has(`${viewer} ${group}`)
  }

  beliefOf(viewer: string, group: string): Belief {
    return this.#latest.get(`${viewer} ${group}`) ?? {master: null, doubt: 'none', epoch: null, vote: null}
  }

  /** Notes what changed; nothing where all is as it was. */
  set(viewer: string, group: string, at: number, belief: Partial<Belief>): void {
    const key = `${viewer} ${group}`
    const known = this.#latest.get(key)
    const {master, doubt, epoch, vote} = {...this.beliefOf(viewer, group), ...belief}
    const isAlike =
      known?.master === master && known.doubt === doubt && known.epoch === epoch && known.vote === vote
    if (isAlike) return
    const view = {at, viewer, group, master, doubt, epoch, vote}
    this.#latest.set(key, view)
    this.views.push(view)
  }
}
