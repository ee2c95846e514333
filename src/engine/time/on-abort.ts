interface Waiting {
  readonly acts: Set<() => void>
  readonly listener: () => void
}

/** What is to be done when a signal is aborted: all of it by one listener. */
const waiting = new WeakMap<AbortSignal, Waiting>()

/**
 * Acts once when a signal is aborted; at once if it is aborted already. However many wait for the same signal, it has one listener: of
 * a hundred loops that each add their own, Node warns as of a leak. When nobody waits any more, it has none.
 *
 * @returns what ends the waiting
 */
export function onAbort(signal: AbortSignal, act: () => void): Disposable {
  // Of its own, so that the same function can wait twice.
  const one = () => act()
  if (signal.aborted) one()
  else join(signal).acts.add(one)
  return {[Symbol.dispose]: () => leave(signal, one)}
}

function join(signal: AbortSignal): Waiting {
  const known = waiting.get(signal)
  if (known !== undefined) return known
  const acts = new Set<() => void>()
  const listener = () => {
    waiting.delete(signal)
    for (const act of acts) act()
  }
  const joined = {acts, listener}
  waiting.set(signal, joined)
  signal.addEventListener('abort', listener, {once: true})
  return joined
}

function leave(signal: AbortSignal, one: () => void): void {
  const known = waiting.get(signal)
  if (known === undefined) return
  known.acts.delete(one)
  if (known.acts.size > 0) return
  waiting.delete(signal)
  signal.removeEventListener('abort', known.listener)
}
