import {hasErrorCode, RedislabError} from '../../core/errors/errors.ts'
import type {FoundServer} from '../../core/redis/found-server.ts'
import {parseServerVersion, whyUnsupported} from '../../core/redis/server-version.ts'
import {shorten} from '../../core/text/shorten.ts'
import {makeVisible} from '../../core/text/visible.ts'
import type {ContainerEngine, ServerImage} from '../../core/words.ts'
import {
  askEngine,
  type EngineAt,
  findEngine,
  lastLine,
  nameEngine,
  requireEngine,
} from '../host/container-engine.ts'
import {runInImage} from '../host/run-server.ts'
import type {Identified} from './identify.ts'
import {type ImageFacts, readImageCache, rememberImage} from './image-cache.ts'
import {hasTls, type ServerExtras} from './server-extras.ts'

interface Abortable {
  readonly signal?: AbortSignal | undefined
}

/** How long a registry may take for an image that is not here. */
const pullWithinMs = 600_000
const lookWithinMs = 30_000

/** What stands before the name of an image where a server is named: `image:redis:8.2`. */
const prefix = 'image:'

/** @returns undefined for what names no image */
export function imageNameOf(wanted: string): string | undefined {
  return wanted.startsWith(prefix) ? wanted.slice(prefix.length) : undefined
}

/**
 * The server in an image, which is fetched where it is not here.
 *
 * @throws RedislabError OPTION_INVALID, CONTAINERS_UNAVAILABLE, SERVER_NOT_FOUND
 */
export async function serverInImage(
  name: string,
  {signal, context}: Abortable & {readonly context?: string | undefined} = {},
): Promise<Identified> {
  checkImageName(name)
  const at: EngineAt =
    context === undefined ? {engine: await requireEngine(signal)} : {engine: 'docker', context}
  const id = await requireImage(at, name, {signal})
  return identifyImage({name, id, engine: at.engine, ...(context === undefined ? {} : {context})}, {signal})
}

/**
 * The id of an image that an engine has, or fetches.
 *
 * @throws RedislabError CONTAINERS_UNAVAILABLE, SERVER_NOT_FOUND
 */
export async function requireImage(at: EngineAt, name: string, {signal}: Abortable = {}): Promise<string> {
  return (await idOf(at, name, signal)) ?? (await pull(at, name, signal))
}

/** Anything else could be taken for an option, or for several arguments. */
function checkImageName(name: string): void {
  if (/^[a-z0-9][\w./:@-]*$/i.test(name)) return
  throw new RedislabError('OPTION_INVALID', `"${shorten(makeVisible(name))}" is not the name of an image.`, {
    suggestions: ['Such as --server image:redis:8.2, or image:valkey/valkey:9.1'],
  })
}

async function idOf(
  at: EngineAt,
  name: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const args = ['image', 'inspect', '--format', '{{.Id}}', name]
  const {exitCode, stdout} = await askEngine(at, args, {signal})
  return exitCode === 0 ? stdout.trim() : undefined
}

async function pull(at: EngineAt, name: string, signal: AbortSignal | undefined): Promise<string> {
  const {exitCode, stderr} = await askEngine(at, ['pull', '--quiet', name], {
    signal,
    timeoutMs: pullWithinMs,
  })
  const id = exitCode === 0 ? await idOf(at, name, signal) : undefined
  if (id !== undefined) return id
  throw new RedislabError(
    'SERVER_NOT_FOUND',
    `The image ${name} is not here, and ${nameEngine(at)} could not fetch it: ${lastLine(stderr)}.`,
    {
      suggestions: ['redislab servers shows which images with a server are here.'],
      details: {image: name},
    },
  )
}

/**
 * Servers in images that are here, as far as their names say that there may be one. None where nothing runs containers:
 * doctor says why.
 */
export async function surveyImages({signal}: Abortable = {}): Promise<readonly Identified[]> {
  const engine = await findEngine(signal)
  if (engine === undefined) return []
  try {
    return await imagesOf(engine, signal)
  } catch (error) {
    if (hasErrorCode(error, 'CONTAINERS_UNAVAILABLE')) return []
    throw error
  }
}

/** `servers` shows what is here, and does not wait long for an engine that hangs. */
const listWithinMs = 5000

async function imagesOf(
  engine: ContainerEngine,
  signal: AbortSignal | undefined,
): Promise<readonly Identified[]> {
  const format = '{{.Repository}}:{{.Tag}} {{.ID}}'
  const {exitCode, stdout, stderr} = await askEngine({engine}, ['images', '--no-trunc', '--format', format], {
    signal,
    timeoutMs: listWithinMs,
  })
  if (exitCode !== 0) return [{problem: `${engine} does not list its images: ${lastLine(stderr)}.`}]
  const named = stdout
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([name = '']) => /redis|valkey|keydb/i.test(name) && !name.includes('<none>'))
  return Promise.all(
    named.map(async ([name = '', id = '']) => {
      try {
        return await identifyImage({name, id, engine}, {signal})
      } catch (error) {
        // One that answers late hides no other.
        if (hasErrorCode(error, 'SERVER_NOT_FOUND') || hasErrorCode(error, 'CONTAINERS_UNAVAILABLE'))
          return {problem: (error as RedislabError).message}
        throw error
      }
    }),
  )
}

/** What the server of an image can do beyond its version. */
export async function imageExtras(image: ServerImage, {signal}: Abortable = {}): Promise<ServerExtras> {
  const {tls, modules} = await factsOf(image, signal)
  return {tls, modules}
}

async function identifyImage(image: ServerImage, {signal}: Abortable): Promise<Identified> {
  const {path, version: said} = await factsOf(image, signal)
  if (path === null)
    return {problem: `The image ${image.name} has no redis-server or valkey-server on its PATH.`}
  const version = parseServerVersion(said)
  if (version === undefined) {
    const words = shorten(makeVisible(said.trim()))
    return {
      problem: `${path} in the image ${image.name} is not a Redis or Valkey server: it says "${words}".`,
    }
  }
  const whyNot = whyUnsupported(version)
  const server: FoundServer = {
    ...version,
    path,
    image,
    supported: whyNot === undefined,
    ...(whyNot === undefined ? {} : {whyNot}),
  }
  return {server}
}

/**
 * One container tells everything: a start takes longer than what it says. The question about TLS is that of `speaksTls`.
 */
const questions = `
for name in valkey-server redis-server keydb-server; do server=$(command -v $name) && break; done
[ -n "$server" ] || exit 0
echo "path $server"
echo "version $("$server" --version 2>&1)"
for module in /usr/lib/redis/modules/*.so /usr/lib/valkey/modules/*.so /usr/local/lib/redis/modules/*.so /usr/local/lib/valkey/modules/*.so; do
  [ -f "$module" ] && echo "module $module"
done
cd /tmp && "$server" --port 0 --tls-port 1 --save '' 2>&1
exit 0
`

/** @throws RedislabError SERVER_NOT_FOUND where no shell of the image answers */
async function factsOf(image: ServerImage, signal: AbortSignal | undefined): Promise<ImageFacts> {
  const known = (await readImageCache())[image.id]
  if (known !== undefined) return known
  const said = await runInImage(image, ['/bin/sh', '-c', questions], {timeoutMs: lookWithinMs, signal})
  if (said.exitCode !== 0) {
    throw new RedislabError(
      'SERVER_NOT_FOUND',
      `The image ${image.name} cannot be used: ${lastLine(said.stderr)}.`,
      {
        suggestions: ['redislab starts the server of an image through its /bin/sh.'],
        details: {image: image.name},
      },
    )
  }
  const all = (word: string) =>
    said.stdout
      .split('\n')
      .flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []))
  const facts: ImageFacts = {
    path: all('path')[0] ?? null,
    version: all('version')[0] ?? '',
    tls: hasTls(said.stdout),
    modules: all('module').map((file) => file.replace(/^.*\/|\.so$/g, '')),
  }
  await rememberImage(image.id, facts)
  return facts
}
