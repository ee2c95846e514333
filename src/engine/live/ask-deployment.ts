import {readFile} from 'node:fs/promises'
import type {Access, Tls} from '../../core/config/access.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {messageOf} from '../../core/errors/message-of.ts'
import {partsOf} from '../../core/identity/claim.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {sleep} from '../time/wait.ts'
import {type AskedNode, askNode} from './ask-node.ts'
import {crawl, type FoundNode, foreignEndpoint} from './crawl.ts'
import {formatLiveAddress, parseLiveAddress} from './live-address.ts'
import {type Transcript, writeTranscripts} from './transcripts.ts'

/** What is kept of a deployment that runs elsewhere, so that it can be asked again. */
export type KeptLive = NonNullable<NonNullable<DeploymentRecord['opened']>['live']>

/** What is logged in with. It is never kept. */
export interface LiveLogin {
  readonly user?: string | undefined
  readonly password?: string | undefined
  readonly sentinelUser?: string | undefined
  readonly sentinelPassword?: string | undefined
}

export interface AskOptions {
  readonly login: LiveLogin
  /** Ask for the counters once more after so many milliseconds. */
  readonly forMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** How many instances are asked at most: see `crawl`. */
  readonly maxNodes?: number | undefined
}

/** A deployment that runs elsewhere, asked. */
export interface AskedDeployment {
  readonly nodes: readonly FoundNode[]
  readonly transcripts: readonly Transcript[]
  readonly kept: KeptLive
}

/**
 * Finds a deployment that runs elsewhere, and asks all of it.
 *
 * @param urls as they were typed or kept; a password in one of them serves for this call
 * @throws RedislabError OPTION_INVALID, SOURCE_UNREADABLE
 */
export async function askDeployment(
  kept: KeptLive,
  {login, forMs, signal, maxNodes}: AskOptions,
): Promise<AskedDeployment> {
  const seeds = kept.addresses.map(parseLiveAddress)
  const access = await accessTo(kept, withUrls(login, seeds))
  const nodes = await crawl(seeds, {access, signal, maxNodes})
  const answered = nodes.filter(({runId}) => runId !== undefined)
  const later = forMs === undefined ? undefined : await askCounters(answered, {access, forMs, signal})
  const secrets = [access.password, access.sentinelPassword, ...seeds.map(({password}) => password)].filter(
    (secret) => secret !== undefined,
  )
  const reached = nodes.flatMap(({address, reachedAt, problem}) =>
    address === reachedAt || problem !== undefined ? [] : [{announced: address, reachable: reachedAt}],
  )
  const known = new Set(reached.map(({announced}) => announced))
  return {
    nodes,
    transcripts: writeTranscripts(nodes, {secrets, later}),
    kept: {
      ...kept,
      addresses: seeds.map(formatLiveAddress),
      map: [...reached, ...kept.map.filter(({announced}) => !known.has(announced))],
    },
  }
}

/** What a URL holds counts for all, where the environment holds nothing: it is the same deployment. */
function withUrls(login: LiveLogin, seeds: readonly ReturnType<typeof parseLiveAddress>[]): LiveLogin {
  const server = seeds.find(({kind, password}) => kind === 'redis' && password !== undefined)
  const sentinel = seeds.find(({kind, password}) => kind === 'sentinel' && password !== undefined)
  return {
    ...(server === undefined ? {} : {user: server.user, password: server.password}),
    ...(sentinel === undefined ? {} : {sentinelUser: sentinel.user, sentinelPassword: sentinel.password}),
    ...Object.fromEntries(Object.entries(login).filter(([, value]) => value !== undefined)),
  }
}

/**
 * How the instances of a deployment that runs elsewhere are spoken to.
 *
 * @throws RedislabError OPTION_INVALID when a file of TLS cannot be read
 */
export async function accessTo({map, tls, addresses}: KeptLive, login: LiveLogin): Promise<Access> {
  const speaksTls = tls !== undefined || addresses.some((address) => parseLiveAddress(address).tls)
  return {
    ...login,
    ...(speaksTls ? {tls: await readTls(tls)} : {}),
    isForeign: true,
    reachedAt: new Map(
      map.map(({announced, reachable}) => [announced, partsOf(reachable) ?? {host: reachable, port: 0}]),
    ),
  }
}

async function readTls(tls: KeptLive['tls']): Promise<Tls> {
  const [certificate, key] = await Promise.all([readPem(tls?.cert), readPem(tls?.key)])
  return {ca: tls?.ca ?? '', certificate, key}
}

/** @throws RedislabError OPTION_INVALID */
export async function readPem(file: string | undefined): Promise<string> {
  if (file === undefined) return ''
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new RedislabError('OPTION_INVALID', `${file} cannot be read: ${messageOf(error)}.`)
  }
}

/** A counter says something only together with an earlier one. */
async function askCounters(
  nodes: readonly FoundNode[],
  {access, forMs, signal}: {access: Access; forMs: number; signal?: AbortSignal | undefined},
): Promise<ReadonlyMap<FoundNode, AskedNode>> {
  await sleep(forMs, signal)
  const asked = await Promise.all(
    nodes.map(async (node): Promise<[FoundNode, AskedNode]> => {
      const endpoint = foreignEndpoint(node.address, node.kind, {
        ...access,
        reachedAt: new Map([[node.address, partsOf(node.reachedAt) ?? {host: node.reachedAt, port: 0}]]),
      })
      return [node, await askNode(endpoint, node.kind, {signal, extent: 'counters'})]
    }),
  )
  return new Map(asked.filter(([{problem}]) => problem === undefined))
}
