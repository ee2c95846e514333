import {makeVisible} from '../../core/text/visible.ts'
import {alignColumns} from '../kit/table.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'

/** What is shown of a server. */
export interface ShownServer {
  readonly flavour: string
  readonly version: string
  readonly path: string
  readonly image?: {readonly name: string} | undefined
  readonly supported: boolean
  readonly whyNot?: string | undefined
  /** What it gives as redis_version. */
  readonly redisVersion: string
  readonly tls: boolean | null
  readonly modules: readonly string[]
}

/** The servers of this machine, a line each, the one that `up` would start marked; below, what is none and why. */
export function renderServers(
  {servers, passedOver}: {readonly servers: readonly ShownServer[]; readonly passedOver: readonly string[]},
  theme: Theme = stdoutTheme,
): string {
  const chosen = servers.find(({supported, image}) => supported && image === undefined)
  const rows = servers.map((server) => [
    server === chosen ? theme.good('●') : ' ',
    server.flavour,
    server.version,
    makeVisible(server.image === undefined ? server.path : `image:${server.image.name}`),
    describeExtras(server),
    server === chosen ? theme.dim('what up starts') : theme.warn(server.whyNot ?? ''),
  ])
  return [
    ...(servers.length === 0
      ? ['No redis-server or valkey-server was found. redislab doctor says how to install one.']
      : alignColumns(rows, '')),
    ...passedOver.map((problem) => theme.dim(`passed over: ${makeVisible(problem)}`)),
  ].join('\n')
}

function describeExtras({version, redisVersion, tls, modules}: ShownServer): string {
  return [
    ...(redisVersion === version ? [] : [`redis_version ${redisVersion}`]),
    ...(tls === null ? [] : [tls ? 'built with TLS' : 'built without TLS']),
    ...(modules.length === 0 ? [] : [makeVisible(`modules ${modules.join(' ')}`)]),
  ].join(', ')
}
