import type {Access} from '../../core/config/access.ts'
import {adminOf} from '../../core/config/access.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {partsOf} from '../../core/identity/claim.ts'
import {formatAddress} from '../../core/topology/plan.ts'
import type {Endpoint} from '../redis/endpoint.ts'
import {type AskedNode, askNode, fieldOf, replyTo} from './ask-node.ts'
import {hearSentinels} from './hear-sentinels.ts'
import type {LiveAddress} from './live-address.ts'
import {type Named, namedBy, ownAddressIn} from './neighbours.ts'

/** An instance of a deployment that runs elsewhere: what it answered, and where else it was looked for. */
export interface FoundNode extends AskedNode {
  /** `host:port`, as others know it. */
  readonly address: string
  /** Where others say that it is, and it was not reached. */
  readonly unreached?: AskedNode | undefined
}

export interface CrawlOptions {
  readonly access: Access
  readonly signal?: AbortSignal | undefined
  /** How many instances are asked at most. @default 500 */
  readonly maxNodes?: number | undefined
}

/** More instances are no deployment: something is wrong with what they say of each other. */
const mostNodes = 500

/**
 * Finds a whole deployment from some of its addresses, and asks every instance: only commands that read, at the pace of
 * `engine/redis/pace.ts`.
 *
 * @throws RedislabError SOURCE_UNREADABLE when none of the addresses answers
 */
export async function crawl(
  seeds: readonly LiveAddress[],
  {access, signal, maxNodes = mostNodes}: CrawlOptions,
): Promise<readonly FoundNode[]> {
  const asked = new Map<string, AskedNode>()
  const named: Named[] = []
  const leftOut = new Map<string, Named['kind']>()
  const ask = async (address: string, kind: Named['kind'], endpoint: Endpoint) => {
    if (asked.has(address)) return
    if (asked.size >= maxNodes) {
      leftOut.set(address, kind)
      return
    }
    const placeholder = {reachedAt: address, kind, at: Date.now(), replies: [], runId: undefined}
    asked.set(address, placeholder)
    asked.set(address, await askNode(endpoint, kind, {signal}))
  }
  await Promise.all(
    seeds.map(({kind, host, port, user, password}) => {
      const address = formatAddress({host, port})
      const endpoint = foreignEndpoint(address, kind, access)
      return ask(address, kind, password === undefined ? endpoint : {...endpoint, user, password})
    }),
  )
  requireAnswer([...asked.values()])
  const askAll = (others: readonly Named[]) =>
    Promise.all(
      others
        .filter(({address}) => partsOf(address) !== undefined)
        .map(({address, kind}) => ask(address, kind, foreignEndpoint(address, kind, access))),
    )
  let followed = new Set<string>()
  const follow = async () => {
    for (;;) {
      const fresh = [...asked].filter(([address]) => !followed.has(address))
      if (fresh.length === 0) return
      followed = new Set([...followed, ...fresh.map(([address]) => address)])
      const others = fresh.flatMap(([, node]) => namedBy(node))
      named.push(...others)
      await askAll(others)
    }
  }
  await follow()
  const master = [...asked].find(([, node]) => mayHaveSentinels(node))
  if (master !== undefined && ![...asked.values()].some(({kind}) => kind === 'sentinel')) {
    const heard = await hearSentinels(foreignEndpoint(master[0], 'redis', access), {signal}).catch(() => {
      signal?.throwIfAborted()
      return []
    })
    named.push(...heard)
    await askAll(heard)
    await follow()
  }
  return [...joinProcesses(asked, named), ...tellOf(leftOut, maxNodes)]
}

/** One stands for all that were left out: nothing is dropped without a word. */
function tellOf(leftOut: ReadonlyMap<string, Named['kind']>, maxNodes: number): readonly FoundNode[] {
  const [first] = leftOut
  if (first === undefined) return []
  const [address, kind] = first
  const others = leftOut.size - 1
  const problem = `left out${others === 0 ? '' : `, and ${others} more that others name`}: no more than ${maxNodes} instances are asked`
  return [{address, reachedAt: address, kind, at: Date.now(), replies: [], runId: undefined, problem}]
}

/** Where an instance is asked, and by which user. @param address as others know it */
export function foreignEndpoint(address: string, kind: Named['kind'], access: Access): Endpoint {
  const {host, port} = access.reachedAt?.get(address) ?? partsOf(address) ?? {host: address, port: 0}
  return {host, port, ...adminOf({kind}, access), tls: access.tls, isForeign: true}
}

/** Connections of sentinels have a name; who may not list the clients cannot tell. */
function mayHaveSentinels({kind, replies}: AskedNode): boolean {
  if (
    kind !== 'redis' ||
    fieldOf(replies, 'role') !== 'master' ||
    fieldOf(replies, 'cluster_enabled') === '1'
  )
    return false
  const clients = replyTo(replies, 'CLIENT', 'LIST')
  return clients === undefined || /\bname=sentinel-/.test(String(clients))
}

/** One node of each process, whatever addresses it was found at. */
function joinProcesses(asked: ReadonlyMap<string, AskedNode>, named: readonly Named[]): readonly FoundNode[] {
  const mentioned = new Set(named.map(({address}) => address))
  const found = new Map<string, FoundNode>()
  for (const [address, node] of asked) {
    const {runId} = node
    if (runId === undefined) continue
    const own = ownAddressIn(node) ?? named.find((it) => it.runId === runId)?.address ?? address
    const known = found.get(runId)
    // Two that others name are two addresses of one process: a fault that the replies have to show.
    if (known !== undefined && (known.address === address || !mentioned.has(address))) continue
    if (known !== undefined && mentioned.has(known.address) && known.reachedAt === known.address) continue
    const elsewhere = own === address ? undefined : asked.get(own)
    found.set(runId, {
      ...node,
      address: own,
      ...(elsewhere?.problem === undefined ? {} : {unreached: elsewhere}),
    })
  }
  const silent = [...asked].filter(
    ([address, {runId}]) => runId === undefined && ![...found.values()].some((it) => it.address === address),
  )
  return [...found.values(), ...silent.map(([address, node]) => ({...node, address}))].toSorted(inOrder)
}

function inOrder(a: FoundNode, b: FoundNode): number {
  if (a.kind !== b.kind) return a.kind === 'redis' ? -1 : 1
  return a.address.localeCompare(b.address, 'en', {numeric: true})
}

function requireAnswer(seeds: readonly AskedNode[]): void {
  if (seeds.some(({runId}) => runId !== undefined)) return
  const [first] = seeds
  if (first === undefined) return
  const {reachedAt, problem = 'it did not say who it is', kind} = first
  const isLogin = /NOAUTH|WRONGPASS|invalid (?:username|password)|NOPERM|^refused: /i.test(problem)
  const names = kind === 'sentinel' ? 'REDIS_SENTINEL_PASSWORD' : 'REDIS_USERNAME and REDIS_PASSWORD'
  throw new RedislabError('SOURCE_UNREADABLE', `${reachedAt} cannot be asked: ${problem}.`, {
    suggestions: [
      isLogin
        ? `Set ${names} in the environment: they are used, and not kept.`
        : 'Check the address, and for TLS the scheme rediss:// and --tls-ca FILE.',
    ],
    details: {address: reachedAt, kind, problem},
  })
}
