import type {ServerInfo} from '../core/status/status.ts'
import {alignColumns} from './table.ts'
import {stdoutTheme, type Theme} from './theme.ts'

export interface ShownServer extends ServerInfo {
  readonly supported: boolean
  /** What it gives as redis_version. */
  readonly redisVersion: string
  readonly tls: boolean | null
  readonly modules: readonly string[]
}

/** The servers of this machine, a line each; the one that `up` would start is marked. */
export function renderServers(servers: readonly ShownServer[], theme: Theme = stdoutTheme): string {
  if (servers.length === 0)
    return 'No redis-server or valkey-server was found. redislab doctor says how to install one.'
  const chosen = servers.find(({supported}) => supported)
  return alignColumns(
    servers.map((server) => [
      server === chosen ? theme.good('●') : ' ',
      server.flavour,
      server.version,
      server.path,
      describeExtras(server),
      server.supported ? (server === chosen ? theme.dim('what up starts') : '') : theme.warn('too old'),
    ]),
    '',
  ).join('\n')
}

function describeExtras({version, redisVersion, tls, modules}: ShownServer): string {
  return [
    ...(redisVersion === version ? [] : [`redis_version ${redisVersion}`]),
    ...(tls === null ? [] : [tls ? 'TLS' : 'no TLS']),
    ...(modules.length === 0 ? [] : [`modules ${modules.join(' ')}`]),
  ].join(', ')
}
