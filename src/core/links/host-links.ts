import {clients, type Link} from './link.ts'

/** An instance, and the other host that it runs on, if it runs on one. */
interface Member {
  readonly name: string
  readonly onHost?: string
}

/** A host of which links name some instances, and leave others out. */
export interface TornHost {
  readonly host: string
  /** Those that are named with the same other host. */
  readonly names: readonly string[]
  readonly left: readonly string[]
}

/**
 * Between hosts, the relay knows who calls by the address of the host, which all its instances share. So what is done to one of
 * them has to be done to all of them, and within a host nothing can be.
 *
 * @returns a host that links would tear; undefined when each link is treated as all others between its two hosts
 */
export function findTornHost(links: readonly Link[], members: readonly Member[]): TornHost | undefined {
  const hostOf = new Map(members.flatMap(({name, onHost}) => (onHost === undefined ? [] : [[name, onHost]])))
  const named = new Set(links.map(({from, to}) => `${from}>${to}`))
  const on = (host: string) => members.filter(({onHost}) => onHost === host).map(({name}) => name)
  for (const {from, to} of links) {
    if (from === clients || to === clients) continue
    const [source, target] = [hostOf.get(from), hostOf.get(to)]
    if (source === undefined || target === undefined) continue
    if (source === target) return tear(source, on(source), [from])
    const calling = on(source).filter((name) => named.has(`${name}>${to}`))
    if (calling.length < on(source).length) return tear(source, on(source), calling)
    const called = on(target).filter((name) => named.has(`${from}>${name}`))
    if (called.length < on(target).length) return tear(target, on(target), called)
  }
  return undefined
}

/** Without the links within a host, where all of these are there: they were meant as links between hosts, and are none. */
export function linksBetweenHosts(links: readonly Link[], members: readonly Member[]): readonly Link[] {
  const hostOf = new Map(members.map(({name, onHost}) => [name, onHost]))
  const named = new Set(links.map(({from, to}) => `${from}>${to}`))
  const isWhole = (host: string) => {
    const own = members.filter(({onHost}) => onHost === host)
    return own.every((one) => own.every((other) => one === other || named.has(`${one.name}>${other.name}`)))
  }
  return links.filter(({from, to}) => {
    const host = hostOf.get(from)
    return host === undefined || host !== hostOf.get(to) || !isWhole(host)
  })
}

/**
 * The hosts that have not called anybody by their own address, although some of their instances call others: all but first masters
 * outside a cluster.
 *
 * @param callers instances, of which one stands for all of its host
 */
export function unknownHosts(
  {
    instances,
    mode,
  }: {
    readonly mode: string
    readonly instances: readonly (Member & {
      readonly kind: string
      readonly replicaOf?: string
      readonly bound?: {readonly host: string}
    })[]
  },
  callers: readonly string[],
): readonly {readonly name: string; readonly address: string}[] {
  const known = new Set(instances.flatMap(({name, onHost}) => (callers.includes(name) ? [onHost] : [])))
  const calling = instances.filter(
    ({kind, replicaOf}) =>
      kind === 'sentinel' || replicaOf !== undefined || (mode === 'cluster' && instances.length > 1),
  )
  const unknown = new Map<string, string>()
  for (const {onHost, bound} of calling) {
    if (onHost !== undefined && bound !== undefined && !known.has(onHost)) unknown.set(onHost, bound.host)
  }
  return [...unknown].map(([name, address]) => ({name, address}))
}

function tear(host: string, all: readonly string[], names: readonly string[]): TornHost {
  return {host, names, left: all.filter((name) => !names.includes(name))}
}
