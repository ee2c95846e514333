import type {Socket} from 'node:net'
import type {LinkRule} from '../../core/links/link.ts'
import {isShaped} from '../../core/links/rules.ts'
import {arrivalOf, type LineState} from '../../core/links/schedule.ts'

/** A directed link inside the relay: its rule, and what all connections over it share. */
export interface Line extends LineState {
  rule: LinkRule | undefined
}

/** How many bytes all pipes of a relay hold together. */
export interface Budget {
  heldBytes: number
}

interface Held {
  readonly due: number
  /** Bytes; or how the connection ends after all bytes before. */
  readonly item: Buffer | 'end' | 'reset'
}

/** What one pipe may hold while bytes are late: as much as a large TCP window. */
const windowBytes = 4 * 2 ** 20
/** From here on all pipes together hold too much, and each gets a small window. */
const budgetBytes = 64 * 2 ** 20
const smallWindowBytes = 64 * 2 ** 10
const maxHeldItems = 16_384

/**
 * One direction of one connection. Bytes leave in the order in which they came, each once. A pipe that may not let
 * anything through stops reading, so the sender feels it as it would feel a cut: its own buffers fill.
 */
export class Pipe {
  readonly #source: Socket
  readonly #line: Line
  readonly #budget: Budget
  #destination: Socket | undefined
  /** The rule by which the arrivals of what is held were told. */
  #rule: LinkRule | undefined
  readonly #held: Held[] = []
  #heldBytes = 0
  #isFull = false
  #isDone = false
  #lastArrival = 0
  #timer: NodeJS.Timeout | undefined

  constructor(source: Socket, line: Line, budget: Budget) {
    this.#source = source
    this.#line = line
    this.#budget = budget
    this.#rule = line.rule
    source.on('data', (chunk: Buffer) => this.#take(chunk))
    source.on('end', () => this.#take('end'))
    source.on('close', (hadError) => {
      if (hadError) this.#take('reset')
    })
  }

  /** From here on there is somewhere to go. */
  attach(destination: Socket): void {
    this.#destination = destination
    destination.on('drain', () => {
      this.#isFull = false
      this.pump()
    })
    destination.on('close', () => this.#abandon())
    this.pump()
  }

  /** Lets through what may pass now. To be called when the rule of the link has changed, too. */
  pump(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const destination = this.#destination
    if (destination !== undefined && !this.#isStalled && !this.#isDone) this.#release(destination)
    this.#steer()
  }

  /** The rule has changed: what is held is late by the new rule at most. */
  reconsider(): void {
    const {rule} = this.#line
    if (rule !== this.#rule) {
      this.#rule = rule
      const held = this.#held.splice(0)
      this.#lastArrival = 0
      for (const {due, item} of held) {
        const renewed = this.#arrival(item)
        this.#lastArrival = Math.max(this.#lastArrival, Math.min(due, renewed))
        this.#held.push({item, due: this.#lastArrival})
      }
    }
    this.pump()
  }

  #release(destination: Socket): void {
    let released = 0
    const now = Date.now()
    while (released < this.#held.length && !this.#isFull) {
      const {due, item} = this.#held[released] as Held
      if (due > now) {
        this.#timer = setTimeout(() => this.pump(), due - now)
        break
      }
      released += 1
      this.#deliver(destination, item)
    }
    this.#held.splice(0, released)
  }

  get #isStalled(): boolean {
    return this.#line.rule?.cut === 'stall'
  }

  #take(item: Held['item']): void {
    if (this.#isDone && item !== 'reset') return
    const {rule} = this.#line
    const isShapedNow = rule !== undefined && isShaped(rule)
    const destination = this.#destination
    if (destination !== undefined && this.#held.length === 0 && !this.#isStalled && !isShapedNow) {
      this.#deliver(destination, item, 0)
      this.#steer()
      return
    }
    for (const piece of slice(item, rule?.bytesPerSecond)) this.#hold(piece)
    this.pump()
  }

  #hold(item: Held['item']): void {
    const due = this.#arrival(item)
    this.#lastArrival = due
    this.#held.push({due, item})
    this.#heldBytes += sizeOf(item)
    this.#budget.heldBytes += sizeOf(item)
  }

  #arrival(item: Held['item']): number {
    const {rule} = this.#line
    if (rule === undefined) return 0
    const piece = {bytes: sizeOf(item), now: Date.now(), after: this.#lastArrival, chance: Math.random()}
    return arrivalOf(rule, piece, this.#line)
  }

  #deliver(destination: Socket, item: Held['item'], heldBytes = sizeOf(item)): void {
    this.#heldBytes -= heldBytes
    this.#budget.heldBytes -= heldBytes
    if (item === 'reset') {
      this.#isDone = true
      if (!destination.destroyed) destination.resetAndDestroy()
    } else if (item === 'end') {
      destination.end()
    } else if (!destination.write(item)) {
      this.#isFull = true
    }
  }

  /** Reads on while there is room, and only then. */
  #steer(): void {
    const isAttached = this.#destination !== undefined
    const mustWait =
      this.#isDone ||
      this.#isFull ||
      (isAttached && this.#isStalled) ||
      this.#heldBytes >= this.#windowBytes ||
      this.#held.length >= maxHeldItems
    if (mustWait) this.#source.pause()
    else this.#source.resume()
  }

  get #windowBytes(): number {
    if (this.#destination === undefined || this.#budget.heldBytes > budgetBytes) return smallWindowBytes
    const {bytesPerSecond} = this.#line.rule ?? {}
    if (bytesPerSecond === undefined) return windowBytes
    // A quarter of a second's worth: more would only lie here and be late.
    return Math.min(windowBytes, Math.max(16_384, bytesPerSecond / 4))
  }

  /** Nobody is there to take anything any more. */
  #abandon(): void {
    clearTimeout(this.#timer)
    this.#isDone = true
    this.#budget.heldBytes -= this.#heldBytes
    this.#heldBytes = 0
    this.#held.length = 0
    this.#source.pause()
  }
}

function sizeOf(item: Held['item']): number {
  return typeof item === 'string' ? 0 : item.length
}

/** At a given bandwidth a large chunk would arrive in one lump, late: it is cut into the twentieth part of a second. */
function slice(item: Held['item'], bytesPerSecond: number | undefined): readonly Held['item'][] {
  if (typeof item === 'string' || bytesPerSecond === undefined) return [item]
  const size = Math.max(16, Math.floor(bytesPerSecond / 20))
  return Array.from({length: Math.ceil(item.length / size)}, (_, index) =>
    item.subarray(index * size, (index + 1) * size),
  )
}
