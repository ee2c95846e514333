import {splitArguments} from '../redis/split-arguments.ts'
import {textOf} from '../text/text-of.ts'
import type {DocumentContent, LocatedService} from './document-content.ts'
import type {CommandFact, ServiceFact} from './facts.ts'
import {maskSecrets} from './secrets.ts'
import type {YamlDocument} from './yaml-document.ts'

/** `docker run -v a:b --network host IMAGE COMMAND…` as a container. */
export function readDockerRun({program, words, place, text, stream}: CommandFact): readonly ServiceFact[] {
  if ((program !== 'docker' && program !== 'podman') || !['run', 'create'].includes(words[0] ?? '')) return []
  const environment = new Map<string, string>()
  const volumes: string[] = []
  const found = {name: undefined as string | undefined, hasHostNetwork: false, publishesPorts: false}
  const rest = words.slice(1)
  while (rest.length > 0 && rest[0]?.startsWith('-')) {
    const [option = '', inline] = splitOnce(rest.shift() ?? '', '=')
    const takes = valueOptions.has(option)
    const value = inline ?? (takes ? rest.shift() : undefined) ?? ''
    if (option === '-v' || option === '--volume') volumes.push(value)
    if (option === '--mount') volumes.push(mountOf(value))
    if (option === '-e' || option === '--env') environment.set(...pairOf(value))
    if (option === '--name') found.name = value
    if ((option === '--network' || option === '--net') && value === 'host') found.hasHostNetwork = true
    if (option === '-p' || option === '--publish' || option === '-P') found.publishesPorts = true
  }
  const [image, ...command] = rest
  return [{kind: 'service', place, text, stream, image, command, environment, volumes, ...found}]
}

const valueOptions = new Set(
  '-v --volume --mount -e --env --env-file --name --network --net -p --publish -h --hostname --ip --restart -u --user -w --workdir -m --memory --cpus --entrypoint --link --label -l --add-host --log-driver --log-opt --sysctl --ulimit --platform'.split(
    ' ',
  ),
)

/** What a compose file holds: its services, and the confs under `configs`; undefined when the document is none. */
export function readCompose(document: YamlDocument, path: string, text: string): DocumentContent | undefined {
  const {services, configs} = (document.value ?? {}) as {services?: unknown; configs?: unknown}
  if (typeof services !== 'object' || services === null) return undefined
  const rows = text.split('\n')
  return {
    services: Object.entries(services as Record<string, Record<string, unknown> | null>).flatMap(
      ([name, service]) =>
        typeof service === 'object' && service !== null
          ? [readService({name, service, document, path, rows})]
          : [],
    ),
    texts: Object.entries((configs ?? {}) as Record<string, {content?: unknown} | null>).flatMap(
      ([name, config]) =>
        typeof config?.content === 'string'
          ? [{part: name, text: config.content, lineOf: document.linesOf(['configs', name, 'content'])}]
          : [],
    ),
  }
}

function readService({
  name,
  service,
  document,
  path,
  rows,
}: {
  readonly name: string
  readonly service: Record<string, unknown>
  readonly document: YamlDocument
  readonly path: string
  readonly rows: readonly string[]
}): LocatedService {
  const line = document.lineOf(['services', name])
  const environment = service['environment']
  return {
    fact: {
      kind: 'service',
      place: {path, line},
      text: maskSecrets((rows[line - 1] ?? name).trim()),
      stream: `${path}#${name}`,
      name,
      image: typeof service['image'] === 'string' ? service['image'] : undefined,
      environment: environmentOf(environment),
      volumes: listOf(service['volumes']).map((it) => (typeof it === 'string' ? it : mountText(it))),
      command: wordsOf(service['command']),
      hasHostNetwork: service['network_mode'] === 'host',
      publishesPorts: listOf(service['ports']).length > 0,
    },
    lineOfVariable: (variable) =>
      document.lineOf([
        'services',
        name,
        'environment',
        Array.isArray(environment)
          ? environment.findIndex((it) => textOf(it).startsWith(`${variable}=`))
          : variable,
      ]),
    lineOfCommand: document.lineOf(['services', name, 'command']),
  }
}

function environmentOf(value: unknown): ReadonlyMap<string, string> {
  if (Array.isArray(value)) return new Map(value.map((it) => pairOf(textOf(it))))
  if (typeof value !== 'object' || value === null) return new Map()
  return new Map(Object.entries(value).map(([name, it]) => [name, textOf(it)]))
}

function wordsOf(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.map(textOf)
    : typeof value === 'string'
      ? (splitArguments(value) ?? value.split(/\s+/))
      : []
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function mountText(value: unknown): string {
  const {source, target} = (value ?? {}) as {source?: unknown; target?: unknown}
  return `${textOf(source)}:${textOf(target)}`
}

/** `type=bind,source=/a,target=/b` */
function mountOf(text: string): string {
  const fields = new Map(text.split(',').map(pairOf))
  return `${fields.get('source') ?? fields.get('src') ?? ''}:${fields.get('target') ?? fields.get('dst') ?? ''}`
}

function pairOf(text: string): [string, string] {
  const [name = '', value = ''] = splitOnce(text, '=')
  return [name, value]
}

function splitOnce(text: string, separator: string): [string, string?] {
  const index = text.indexOf(separator)
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)]
}
