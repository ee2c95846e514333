import type {Link} from '../../links/link.ts'
import type {TimelineEntry} from '../entries/entry.ts'

interface InForce {
  /** Null for what was so before anybody looked. */
  readonly entry: TimelineEntry | null
  /** On which links it still holds. */
  readonly links: ReadonlyMap<string, Link>
}

/** Keeps account of which cuts and delays of links are in force. */
export class LinkFaults {
  #all: readonly InForce[]

  /** @param cuts which links are cut already */
  constructor(cuts: readonly Link[] = []) {
    this.#all = cuts.length === 0 ? [] : [{entry: null, links: byName(cuts)}]
  }

  get inForce(): readonly TimelineEntry[] {
    return this.#all.flatMap(({entry}) => entry ?? [])
  }

  /** The links through which nothing passes. */
  get cuts(): readonly Link[] {
    const cutting = this.#all.filter(({entry}) => entry === null || entry.fault?.fault === 'partition')
    return cutting.flatMap(({links}) => [...links.values()])
  }

  /** All links are restored. */
  clear(): void {
    this.#all = []
  }

  push(entry: TimelineEntry): void {
    const {fault, links = []} = entry.fault ?? {}
    if (links.length === 0) return
    if (fault !== 'heal') {
      this.#all = [...this.#all, {entry, links: byName(links)}]
      return
    }
    const healed = byName(links)
    this.#all = this.#all
      .map((one) => ({...one, links: new Map([...one.links].filter(([name]) => !healed.has(name)))}))
      .filter((one) => one.links.size > 0)
  }
}

function byName(links: readonly Link[]): ReadonlyMap<string, Link> {
  return new Map(links.map((link) => [`${link.from} ${link.to}`, link]))
}
