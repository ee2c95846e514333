import type {TimelineEntry} from '../timeline/entries/entry.ts'
import type {HeldLink} from './picture.ts'

/** Folds a timeline into which links were cut or slow, and from when to when. */
export class HeldLinkFold {
  readonly #ended: HeldLink[] = []
  readonly #open = new Map<string, HeldLink>()

  get held(): readonly HeldLink[] {
    return [...this.#ended, ...this.#open.values()]
  }

  push({at, kind, fault}: TimelineEntry): void {
    if (kind === 'deployment-reset') for (const key of this.#open.keys()) this.#end(key, at)
    for (const {from, to} of fault?.links ?? []) {
      const isCut = fault?.fault === 'partition'
      if (fault?.fault === 'heal') for (const part of [true, false]) this.#end(keyOf(from, to, part), at)
      else if (!this.#open.has(keyOf(from, to, isCut)))
        this.#open.set(keyOf(from, to, isCut), {from, to, since: at, until: null, isCut})
    }
  }

  #end(key: string, at: number): void {
    const link = this.#open.get(key)
    if (link === undefined) return
    this.#open.delete(key)
    this.#ended.push({...link, until: at})
  }
}

function keyOf(from: string, to: string, isCut: boolean): string {
  return `${from} ${to} ${isCut}`
}
