import {textOf} from '../text/text-of.ts'
import type {DocumentContent, EmbeddedText, LocatedService} from './document-content.ts'
import {maskSecrets} from './secrets.ts'
import type {YamlDocument} from './yaml-document.ts'

type Path = readonly (string | number)[]
type Fields = Readonly<Record<string, unknown>>

/** Keys of a ConfigMap that are confs, and no scripts beside them. */
const confKey = /\.(?:conf|acl)$|^(?:redis|sentinel|valkey)(?:-config|-conf|\.cfg)?$/

/** What a manifest of Kubernetes holds: confs in ConfigMaps, containers, settings for an operator. Of other kinds nothing. */
export function readManifest(document: YamlDocument, path: string, text: string): readonly DocumentContent[] {
  return objectsIn(document.value, []).map(({object, at}) => readObject(object, at, document, {path, text}))
}

/** Those of a List one by one, with where they stand. */
function objectsIn(value: unknown, at: Path): readonly {readonly object: Fields; readonly at: Path}[] {
  const object = fieldsOf(value)
  if (typeof object['kind'] !== 'string') return []
  if (!Array.isArray(object['items'])) return [{object, at}]
  return object['items'].flatMap((item, index) => objectsIn(item, [...at, 'items', index]))
}

function readObject(
  object: Fields,
  at: Path,
  document: YamlDocument,
  file: {readonly path: string; readonly text: string},
): DocumentContent {
  const name = textOf(fieldsOf(object['metadata'])['name'] ?? object['kind'])
  if (object['kind'] === 'ConfigMap') return {services: [], texts: confsIn(object, at, document, name)}
  if (object['kind'] === 'RedisFailover')
    return {services: [], texts: settingsOfOperator(object, at, document, name)}
  const template = [...at, ...templatePathOf(object)]
  const containers = valueAt(object, [...templatePathOf(object), 'containers'])
  const services = Array.isArray(containers)
    ? containers.map((container, index) =>
        readContainer(fieldsOf(container), {...file, document, name, at: [...template, 'containers', index]}),
      )
    : []
  return {services, texts: []}
}

function confsIn(object: Fields, at: Path, document: YamlDocument, name: string): readonly EmbeddedText[] {
  return Object.entries(fieldsOf(object['data'])).flatMap(([key, value]) =>
    typeof value === 'string' && confKey.test(key)
      ? [{part: `${name}/${key}`, text: value, lineOf: document.linesOf([...at, 'data', key])}]
      : [],
  )
}

/** RedisFailover of spotahome/redis-operator: `customConfig` is given to CONFIG SET, and to SENTINEL SET mymaster. */
function settingsOfOperator(
  object: Fields,
  at: Path,
  document: YamlDocument,
  name: string,
): readonly EmbeddedText[] {
  return (['redis', 'sentinel'] as const).flatMap((who) => {
    const settings = valueAt(object, ['spec', who, 'customConfig'])
    if (!Array.isArray(settings)) return []
    const line = (setting: string) =>
      who === 'redis' ? setting : setting.replace(/^(\S+)/, 'sentinel $1 mymaster')
    return [
      {
        part: `${name}/${who}`,
        text: settings.map((setting) => line(textOf(setting))).join('\n'),
        lineOf: (index: number) => document.lineOf([...at, 'spec', who, 'customConfig', index]),
      },
    ]
  })
}

/** Where the containers of a pod, or of what makes pods, stand. */
function templatePathOf(object: Fields): Path {
  if (object['kind'] === 'Pod') return ['spec']
  return object['kind'] === 'CronJob'
    ? ['spec', 'jobTemplate', 'spec', 'template', 'spec']
    : ['spec', 'template', 'spec']
}

function readContainer(
  container: Fields,
  {
    path,
    text,
    document,
    name,
    at,
  }: {
    readonly path: string
    readonly text: string
    readonly document: YamlDocument
    readonly name: string
    readonly at: Path
  },
): LocatedService {
  const env = Array.isArray(container['env']) ? container['env'].map(fieldsOf) : []
  const line = document.lineOf([...at, 'name'])
  const command = [...wordsOf(container['command']), ...wordsOf(container['args'])]
  const mounts = Array.isArray(container['volumeMounts']) ? container['volumeMounts'].map(fieldsOf) : []
  const own = textOf(container['name'] ?? name)
  return {
    fact: {
      kind: 'service',
      place: {path, line},
      text: maskSecrets((text.split('\n')[line - 1] ?? '').trim()),
      stream: `${path}#${name}/${own}`,
      name: own,
      image: typeof container['image'] === 'string' ? container['image'] : undefined,
      environment: new Map(env.map((it) => [textOf(it['name']), textOf(it['value'])])),
      volumes: mounts.map((mount) => `${textOf(mount['name'])}:${textOf(mount['mountPath'])}`),
      command,
      hasHostNetwork: false,
      publishesPorts: false,
    },
    lineOfVariable: (variable) => {
      const index = env.findIndex((it) => it['name'] === variable)
      return document.lineOf([...at, 'env', index, 'value'])
    },
    lineOfCommand: document.lineOf([...at, container['args'] === undefined ? 'command' : 'args']),
  }
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => fieldsOf(inner)[String(key)], value)
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function wordsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : typeof value === 'string' ? [value] : []
}
