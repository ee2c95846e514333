import type {ServerInfo} from '../core/status/status.ts'
import {alignColumns} from './table.ts'
import {stdoutTheme, type Theme} from './theme.ts'

/** The servers of this machine, a line each; the one that `up` would start is marked. */
export function renderServers(
  servers: readonly (ServerInfo & {readonly supported: boolean})[],
  theme: Theme = stdoutTheme,
): string {
  if (servers.length === 0)
    return 'No redis-server or valkey-server was found. redislab doctor says how to install one.'
  const chosen = servers.find(({supported}) => supported)
  return alignColumns(
    servers.map((server) => [
      server === chosen ? theme.good('●') : ' ',
      server.flavour,
      server.version,
      server.path,
      server.supported ? (server === chosen ? theme.dim('what up starts') : '') : theme.warn('too old'),
    ]),
    '',
  ).join('\n')
}
