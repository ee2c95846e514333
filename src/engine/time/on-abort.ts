/** What is to be done when a signal is aborted: all of it by one listener. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Acts once when a signal is aborted; at once if it is aborted already. However many wait for the same signal, it has one listener: of
 * a hundred loops that each add their own, Node warns as of a leak.
 *
 * @returns what ends the waiting
 */
export function onAbort(signal: AbortSignal, act: () => void): Disposable {
  // Of its own, so that the same function can wait twice.
  const one = () => act()
  if (signal.aborted) one()
  else join(signal).add(one)
  return {[Symbol.dispose]: () => void waiting.get(signal)?.delete(one)}
}

function join(signal: AbortSignal): Set<() => void> {
  const known = waiting.get(signal)
  if (known !== undefined) return known
  const acts = new Set<() => void>()
  waiting.set(signal, acts)
  signal.addEventListener(
    'abort',
    () => {
      waiting.delete(signal)
      for (const act of acts) act()
    },
    {once: true},
  )
  return acts
}
