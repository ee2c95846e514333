import {Readable} from 'node:stream'
import {clearTimeout, setTimeout} from 'node:timers'

/**
 * Gives a context of node:vm the symbols of `using`, those that Node itself uses: before Node 24 a new context, such as each
 * test file has in Vitest's pools vmThreads and vmForks, is without them.
 */
export function provideDispose(): void {
  if (Symbol.asyncDispose === undefined) define('asyncDispose', Readable.prototype)
  if (Symbol.dispose === undefined) {
    const timer = setTimeout(() => {}, 0)
    clearTimeout(timer)
    define('dispose', Object.getPrototypeOf(timer))
  }
}

function define(name: 'asyncDispose' | 'dispose', carrier: object): void {
  const value = Object.getOwnPropertySymbols(carrier).find((symbol) =>
    symbol.description?.endsWith(`.${name}`),
  )
  Object.defineProperty(Symbol, name, {value: value ?? Symbol(`Symbol.${name}`)})
}
