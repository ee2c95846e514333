import type {Work} from './commands.ts'

/** A piece of work that a server has executed for the client. */
export interface Executed {
  readonly at: number
  readonly node: string
  readonly work: Work | 'heard' | 'popped'
  readonly key: string
  readonly name: string
}

/** From when on an instance is the master of its group. */
interface Reign {
  readonly from: number
  readonly node: string
}

/** In so many milliseconds all sentinels know of a new master. */
const agreedWithinMs = 5000

/** More than any scenario needs: a client that writes as fast as it can shall not fill the memory. */
const mostEvents = 400_000

/** Everything that was seen of a client in one scenario: what servers executed for it, and who was master when. */
export class CertifyRecord {
  readonly events: Executed[] = []
  /** How many were not kept. */
  dropped = 0
  readonly groupOf: ReadonlyMap<string, string>
  readonly foreign: string | undefined
  readonly #reigns = new Map<string, Reign[]>()

  constructor(groupOf: ReadonlyMap<string, string>, foreign?: string | undefined) {
    this.groupOf = groupOf
    this.foreign = foreign
  }

  take(event: Executed): void {
    if (this.events.length < mostEvents) this.events.push(event)
    else this.dropped += 1
  }

  /** An instance is the master of a group, as the servers agree. */
  crown(group: string, node: string, from: number): void {
    const reigns = this.#reigns.get(group) ?? []
    if (reigns.at(-1)?.node === node) return
    reigns.push({from, node})
    this.#reigns.set(group, reigns)
  }

  /** When the last change of masters was; 0 when there was none after the first. */
  get changedAt(): number {
    return [...this.#reigns.values()].reduce((last, reigns) => {
      const {from} = reigns.length > 1 ? (reigns.at(-1) as Reign) : {from: 0}
      return Math.max(last, from)
    }, 0)
  }

  wasMaster(group: string, node: string): boolean {
    return (this.#reigns.get(group) ?? []).some((reign) => reign.node === node)
  }

  get masters(): ReadonlyMap<string, string> {
    return new Map([...this.#reigns].map(([group, reigns]) => [group, (reigns.at(-1) as Reign).node]))
  }

  /** Whether work on an instance is work that stays: on the master of that time, or a read on one of its replicas. */
  isRightful({at, node, work}: Executed): boolean {
    if (node === this.foreign) return false
    if (work !== 'write' && work !== 'block') return true
    const reigns = this.#reigns.get(this.groupOf.get(node) ?? '') ?? []
    const index = Math.max(
      0,
      reigns.findLastIndex(({from}) => from <= at),
    )
    const reign = reigns[index]
    if (reign === undefined || reign.node === node) return true
    // A replica takes no writes: one that reigns a moment later was promoted already, only not all sentinels knew of it.
    const next = reigns[index + 1]
    const reignedBefore = reigns.slice(0, index).some((one) => one.node === node)
    return next?.node === node && next.from - at < agreedWithinMs && !reignedBefore
  }
}
