import path from 'node:path'
import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import {type FoundServer, isSupported} from '../../core/redis/found-server.ts'
import {parseServerName, pickServer} from '../../core/redis/server-name.ts'
import {oldestSupported} from '../../core/redis/server-version.ts'
import type {ServerInfo} from '../../core/words.ts'
import {type ServerSurvey, surveyServers} from './find-servers.ts'
import {identify} from './identify.ts'
import {imageNameOf, serverInImage} from './images.ts'
import {listServerFiles} from './server-files.ts'

const look = 'redislab servers shows which servers are here.'

/**
 * The server to use: one by path, by flavour (`valkey`), by version (`7.0`) or by both (`redis-7.0`), or one in an image
 * (`image:redis:8.2`); by default the one that `$REDISLAB_SERVER` names so, else the first supported one.
 *
 * @param options `context`: the engine that an image is looked for at, by docker's name for it; the default one otherwise
 * @throws RedislabError SERVER_NOT_FOUND, SERVER_AMBIGUOUS, SERVER_TOO_OLD, SERVER_UNSUPPORTED, CONTAINERS_UNAVAILABLE
 */
export async function chooseServer(
  wanted: string | undefined = process.env['REDISLAB_SERVER'] || undefined,
  {signal, context}: {signal?: AbortSignal | undefined; context?: string | undefined} = {},
): Promise<ServerInfo> {
  if (wanted?.trim() === '') {
    throw new RedislabError('OPTION_INVALID', '--server is empty: it takes a path, a flavour or a version.', {
      suggestions: [look],
    })
  }
  if (wanted === undefined) return (await firstSupported(signal)) ?? theOnlyOne(await surveyServers({signal}))
  const image = imageNameOf(wanted.trim())
  if (image !== undefined) return checkSupported(await serverIn(image, {signal, context}))
  if (wanted.includes(path.sep)) return checkSupported(await serverAt(path.resolve(wanted), signal))
  const survey = await surveyServers({signal})
  const name = parseServerName(wanted)
  const picked = name === undefined ? ({kind: 'none'} as const) : pickServer(name, survey.servers)
  if (picked.kind === 'one') return checkSupported(picked.server)
  if (survey.servers.length === 0) throw noServer(survey)
  if (picked.kind === 'none') {
    throw new RedislabError('SERVER_NOT_FOUND', `No server here is "${wanted}".`, {
      suggestions: [
        `There ${survey.servers.length === 1 ? 'is' : 'are'} ${listServers(survey.servers)}.`,
        ...(name === undefined ? [] : [otherServerHint()]),
        'Or name a file: --server ./valkey-server',
      ],
    })
  }
  throw new RedislabError(
    'SERVER_AMBIGUOUS',
    `"${wanted}" could be ${listServers(picked.servers, ' or ')}: name one of them.`,
    {suggestions: [`Such as --server ${nameExactly(picked.servers)}.`]},
  )
}

/** The common case without looking everywhere: one `--version` instead of one for each server of the machine. */
async function firstSupported(signal: AbortSignal | undefined): Promise<ServerInfo | undefined> {
  for await (const {path: file} of listServerFiles()) {
    const found = await identify(file, signal)
    if ('server' in found && found.server.supported) return checkSupported(found.server)
  }
  return undefined
}

function theOnlyOne(survey: ServerSurvey): ServerInfo {
  const [first] = survey.servers
  if (first === undefined) throw noServer(survey)
  return checkSupported(first)
}

async function serverAt(file: string, signal: AbortSignal | undefined): Promise<FoundServer> {
  const found = await identify(file, signal)
  if ('server' in found) return found.server
  throw new RedislabError('SERVER_NOT_FOUND', found.problem, {suggestions: [look], details: {path: file}})
}

async function serverIn(
  image: string,
  options: {signal?: AbortSignal | undefined; context?: string | undefined},
): Promise<FoundServer> {
  const found = await serverInImage(image, options)
  if ('server' in found) return found.server
  throw new RedislabError('SERVER_NOT_FOUND', found.problem, {suggestions: [look], details: {image}})
}

function checkSupported(found: FoundServer): ServerInfo {
  const {flavour, version, path: file, image} = found
  if (isSupported(found))
    return {flavour: found.flavour, version, path: file, ...(image === undefined ? {} : {image})}
  throw new RedislabError(
    oldestSupported[flavour] === null ? 'SERVER_UNSUPPORTED' : 'SERVER_TOO_OLD',
    `${file} is ${flavour} ${version}; ${found.whyNot}.`,
    {
      suggestions: ['Install another one, or choose one with --server.', look],
      details: {flavour, version, path: file},
    },
  )
}

function listServers(servers: readonly FoundServer[], and = ', '): string {
  return servers.map(({flavour, version, path: file}) => `${flavour} ${version} (${file})`).join(and)
}

/** A name that means the first of several and nothing else: flavour and version, where they differ. */
function nameExactly(servers: readonly FoundServer[]): string {
  const [{flavour, version} = {flavour: 'redis', version: ''}] = servers
  return `${flavour}-${version}`
}

function noServer({passedOver}: ServerSurvey): RedislabError {
  return new RedislabError(
    'SERVER_NOT_FOUND',
    'No redis-server or valkey-server was found on this machine.',
    {
      suggestions: [
        `${installHint()}; or run one in a container of Docker or Podman: --server image:redis`,
        'Or point at one: --server PATH, or $REDISLAB_SERVERS.',
        ...passedOver,
      ],
    },
  )
}

/** How to get a server that is not here, of another flavour or version. */
function otherServerHint(): string {
  return process.platform === 'darwin'
    ? 'Install it (brew install valkey), or name the folder of one that you built or unpacked: REDISLAB_SERVERS=DIR'
    : 'Install it (apt-get install valkey-server, dnf install valkey), or name the folder of one that you built or unpacked: REDISLAB_SERVERS=DIR'
}

function installHint(): string {
  return process.platform === 'darwin'
    ? 'Install it: brew install redis'
    : 'Install it: apt-get install redis-server, dnf install redis, or apk add redis'
}
