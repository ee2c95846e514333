import {connect, type Socket} from 'node:net'
import {type Budget, type Line, Pipe} from './pipe.ts'

export interface Route {
  /** Where the instance that is called really listens. */
  readonly bound: {readonly host: string; readonly port: number}
  /** From the caller to the instance. */
  readonly there: Line
  /** From the instance to the caller. */
  readonly back: Line
  readonly budget: Budget
}

/**
 * A connection that somebody made to an instance, and the one that carries it on. While a link between the two is
 * stalled, in either direction, a new connection gets nowhere, as no handshake would; it is carried on when it may.
 */
export class RelayedConnection {
  readonly #caller: Socket
  readonly #route: Route
  readonly #forth: Pipe
  #back: Pipe | undefined
  #callee: Socket | undefined
  readonly #onEnd: () => void

  constructor(caller: Socket, route: Route, onEnd: () => void) {
    this.#caller = caller
    this.#route = route
    this.#onEnd = onEnd
    caller.setNoDelay(true)
    caller.on('error', () => {}) // It is followed by close, which tells.
    caller.on('end', () => {
      // It gave up before it got anywhere: nobody needs to hear of it.
      if (this.#callee === undefined) caller.destroy()
    })
    caller.on('close', () => this.#endIfOver())
    this.#forth = new Pipe(caller, route.there, route.budget)
    this.obey()
  }

  /** Does what the rules of its links say now. */
  obey(): void {
    const {there, back} = this.#route
    const isNew = this.#callee === undefined
    const cut = there.rule?.cut
    if (cut === 'reset' || (cut === 'refuse' && isNew)) this.#reset()
    else if (!isNew) {
      this.#forth.reconsider()
      this.#back?.reconsider()
    } else if (cut !== 'stall' && back.rule?.cut !== 'stall') this.#open()
    else this.#forth.pump()
  }

  #open(): void {
    const {bound, back, budget} = this.#route
    // From 127.0.0.1, not from the caller's own address: for protected mode only that is this machine.
    const callee = connect({...bound, allowHalfOpen: true, noDelay: true})
    this.#callee = callee
    callee.on('error', () => {})
    callee.on('close', () => this.#endIfOver())
    this.#back = new Pipe(callee, back, budget)
    this.#back.attach(this.#caller)
    callee.once('connect', () => this.#forth.attach(callee))
    // The caller went while the other end was not reached yet.
    this.#caller.once('close', () => {
      if (callee.connecting) callee.destroy()
    })
  }

  #reset(): void {
    if (!this.#caller.destroyed) this.#caller.resetAndDestroy()
    if (this.#callee !== undefined && !this.#callee.destroyed) this.#callee.resetAndDestroy()
  }

  #endIfOver(): void {
    if (this.#caller.closed && (this.#callee?.closed ?? true)) this.#onEnd()
  }
}
