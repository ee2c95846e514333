import {constants} from 'node:fs'
import {access, realpath, stat} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {RedislabError} from '../core/errors.ts'
import {compareVersions, oldestSupported, parseServerVersion} from '../core/redis/server-version.ts'
import type {ServerInfo} from '../core/status/status.ts'
import {runCommand} from './host/run-command.ts'

const serverNames = ['redis-server', 'valkey-server', 'keydb-server'] as const

/** Where package managers put servers that are often not on the PATH. */
const usualFolders = [
  '/usr/bin',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/sbin',
  '/opt/homebrew/bin',
  '/home/linuxbrew/.linuxbrew/bin',
  '/opt/redis/bin',
  '/opt/valkey/bin',
  '/opt/local/bin',
  '/snap/bin',
]

/** How long a program may take to say its version. A server takes some milliseconds. */
const versionWithinMs = 5000

export interface FoundServer extends ServerInfo {
  /** Whether redislab supports this version. */
  readonly supported: boolean
}

/**
 * Every redis-server and valkey-server in `$REDISLAB_SERVERS` (files or folders, separated as in PATH), on the PATH, and
 * in the usual folders; each file once, in that order: the first supported one is the default.
 */
export async function findServers({signal}: {signal?: AbortSignal} = {}): Promise<readonly FoundServer[]> {
  const files = new Map<string, string>()
  for (const candidate of candidates()) {
    if (!(await isExecutable(candidate))) continue
    const real = await realpath(candidate)
    // A valkey package may install redis-server as a link to valkey-server: one server, shown once.
    if (!files.has(real)) files.set(real, candidate)
  }
  const found = await Promise.all([...files.values()].map((file) => identify(file, signal)))
  return found.filter((server) => server !== undefined)
}

function candidates(): readonly string[] {
  const named = (process.env['REDISLAB_SERVERS'] ?? '').split(path.delimiter).filter(Boolean)
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean)
  const folders = [...named, ...onPath, ...usualFolders]
  return [...named, ...folders.flatMap((folder) => serverNames.map((name) => path.join(folder, name)))]
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false // Not there, or not for us: not a candidate.
  }
}

async function identify(file: string, signal: AbortSignal | undefined): Promise<FoundServer | undefined> {
  const result = await runCommand(file, ['--version'], {
    timeoutMs: versionWithinMs,
    ownGroup: true,
    ...(signal === undefined ? {} : {signal}),
  })
  const version = parseServerVersion(result.stdout)
  if (version === undefined) return undefined
  return {
    ...version,
    path: file,
    supported: compareVersions(version.version, oldestSupported[version.flavour]) >= 0,
  }
}

/**
 * The server to use: the default one, one by flavour (`valkey`), by version (`7.0`), by both (`redis-7.0`), or by path.
 *
 * @throws RedislabError SERVER_NOT_FOUND, SERVER_TOO_OLD
 */
export async function chooseServer(
  wanted?: string,
  {signal}: {signal?: AbortSignal} = {},
): Promise<ServerInfo> {
  const options = signal === undefined ? {} : {signal}
  if (wanted?.trim() === '') {
    throw new RedislabError('OPTION_INVALID', '--server is empty: it takes a path, a flavour or a version.', {
      suggestions: ['redislab servers shows which servers are here.'],
    })
  }
  if (wanted?.includes(path.sep)) return checkSupported(await serverAt(path.resolve(wanted), signal))
  if (wanted === undefined) {
    const quick = await firstOnPath(signal)
    if (quick !== undefined) return quick
  }
  const servers = await findServers(options)
  const matching = servers.filter((server) => wanted === undefined || matches(server, wanted))
  const chosen = matching.find(({supported}) => supported) ?? matching[0]
  if (chosen === undefined) throw noServer(wanted, servers)
  return checkSupported(chosen)
}

/** The common case without looking everywhere: one `--version` instead of one for each server of the machine. */
async function firstOnPath(signal: AbortSignal | undefined): Promise<ServerInfo | undefined> {
  for (const candidate of candidates()) {
    if (!(await isExecutable(candidate))) continue
    const server = await identify(candidate, signal)
    return server?.supported ? withoutSupport(server) : undefined
  }
  return undefined
}

function matches({flavour, version}: ServerInfo, wanted: string): boolean {
  const match = /^(?:(redis|valkey)(?:-server)?)?(?:[-@]?v?(\d+(?:\.\d+)*))?$/.exec(wanted)
  if (match === null) return false
  const [, wantedFlavour, wantedVersion] = match
  if (wantedFlavour !== undefined && wantedFlavour !== flavour) return false
  return wantedVersion === undefined || version === wantedVersion || version.startsWith(`${wantedVersion}.`)
}

async function serverAt(file: string, signal: AbortSignal | undefined): Promise<FoundServer> {
  if (!(await isExecutable(file))) {
    throw new RedislabError('SERVER_NOT_FOUND', `${file} is not an executable file.`, {
      suggestions: ['redislab servers shows which servers are here.'],
      details: {path: file},
    })
  }
  const server = await identify(file, signal)
  if (server !== undefined) return server
  throw new RedislabError(
    'SERVER_NOT_FOUND',
    `${file} is not a Redis or Valkey server: its --version says something else, or nothing in time.`,
    {
      suggestions: ['redislab servers shows which servers are here.'],
      details: {path: file},
    },
  )
}

function checkSupported(server: FoundServer): ServerInfo {
  if (server.supported) return withoutSupport(server)
  const oldest = oldestSupported[server.flavour].replace(/\.0$/, '')
  throw new RedislabError(
    'SERVER_TOO_OLD',
    `${server.path} is ${server.flavour} ${server.version}; redislab needs ${oldest} or later.`,
    {suggestions: ['Install a newer one, or choose another with --server.'], details: {...server}},
  )
}

function withoutSupport({flavour, version, path: file}: FoundServer): ServerInfo {
  return {flavour, version, path: file}
}

function noServer(wanted: string | undefined, servers: readonly FoundServer[]): RedislabError {
  if (wanted !== undefined && servers.length > 0) {
    return new RedislabError('SERVER_NOT_FOUND', `No server here is "${wanted}".`, {
      suggestions: [
        `There are ${servers.map(({flavour, version, path: file}) => `${flavour} ${version} (${file})`).join(', ')}.`,
      ],
    })
  }
  return new RedislabError(
    'SERVER_NOT_FOUND',
    'No redis-server or valkey-server was found on this machine.',
    {
      suggestions: [installHint(), 'Or point at one: --server PATH, or $REDISLAB_SERVERS.'],
    },
  )
}

function installHint(): string {
  return process.platform === 'darwin'
    ? 'Install it: brew install redis'
    : 'Install it: apt-get install redis-server, dnf install redis, or apk add redis'
}
