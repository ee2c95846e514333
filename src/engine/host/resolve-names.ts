import {lookup} from 'node:dns/promises'
import {setTimeout} from 'node:timers/promises'
import {isLoopback} from '../../core/topology/loopback.ts'

/** Names of this machine are in its own files; one that must be asked for elsewhere is not worth a long wait. */
const withinMs = 1000

/**
 * The loopback addresses that names of hosts resolve to. A name that resolves to anything else, or to nothing, is not
 * among them: it is not a name of this machine alone.
 */
export async function resolveNames(
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const entries = await Promise.all(names.map(async (name) => [name, await resolve(name)] as const))
  return new Map(entries.filter(([, addresses]) => addresses.length > 0))
}

async function resolve(name: string): Promise<readonly string[]> {
  if (!/^[\w.-]{1,253}$/.test(name)) return []
  const abandoned = new AbortController()
  const tooLate = setTimeout(withinMs, undefined, {signal: abandoned.signal}).then(
    () => [],
    () => [],
  )
  const found = lookup(name, {all: true}).then(
    (all) => all.map(({address}) => address),
    // No such name, or nobody to ask: it is unknown either way.
    () => [],
  )
  const addresses = await Promise.race([found, tooLate])
  abandoned.abort()
  return addresses.every(isLoopback) ? addresses : []
}
