import type {TimelineEntry} from './entry.ts'

interface InForce {
  readonly entry: TimelineEntry
  /** On which links it still holds. */
  readonly links: Set<string>
}

/** Keeps account of which cuts and delays of links are in force. */
export class LinkFaults {
  #all: readonly InForce[] = []

  get inForce(): readonly TimelineEntry[] {
    return this.#all.map(({entry}) => entry)
  }

  push(entry: TimelineEntry): void {
    const {fault, links = []} = entry.fault ?? {}
    const names = links.map(({from, to}) => `${from} ${to}`)
    if (fault === 'heal') {
      for (const {links: held} of this.#all) for (const name of names) held.delete(name)
      this.#all = this.#all.filter(({links: held}) => held.size > 0)
    } else if (names.length > 0) {
      this.#all = [...this.#all, {entry, links: new Set(names)}]
    }
  }
}
