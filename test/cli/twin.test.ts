// Hypotheses: a twin of a set of confs is ready, or it says why the original could not work either; diagnose says of the twin
// what it says of the original; every line of every conf is told, with its reason, and no secret of it; what differs between
// instances is kept.

import {cp, mkdir, readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {describe, expect} from 'vitest'
import {prepareTwin} from '../../src/cli/actions/prepare-twin.ts'
import {diagnose} from '../../src/core/diagnosis/diagnose.ts'
import {findDeployment} from '../../src/engine/deployment/deployment.ts'
import {evidenceOf} from '../../src/engine/opened/evidence-of.ts'
import {readSources} from '../../src/engine/sources/read-sources.ts'
import {startTwin} from '../../src/engine/twin/start-twin.ts'
import {test} from '../support/test.ts'

const good = path.join(import.meta.dirname, '../fixtures/good-confs')
const incidents = path.join(import.meta.dirname, '../incidents')

const ids = (findings: readonly {readonly id: string}[]) => findings.map(({id}) => id).toSorted()

/** Sets of confs, and what keeps the original from working: a part of what is said. */
const sets: readonly {readonly folder: string; readonly why?: RegExp; readonly cause?: string}[] = [
  {folder: `${good}/bitnami-chart`},
  {folder: `${good}/five-sentinels`},
  {folder: `${good}/three-hosts-tls-acl`},
  {folder: `${good}/official-image-cluster`},
  {folder: `${good}/redis-7.0-as-shipped`, why: /quorum of 2, and these files show 1 sentinel/},
  {folder: `${good}/spotahome-operator`, why: /quorum of 2, and these files show 1 sentinel/},
  {
    folder: `${incidents}/sentinels-monitor-different-masters`,
    why: /3 different masters/,
    cause: 'sentinel-masters-differ',
  },
  {folder: `${incidents}/loopback-first-in-bind`, cause: 'loopback-first-in-bind'},
  {
    folder: `${incidents}/auth-pass-lost-on-remove-monitor`,
    why: /show 1 sentinel/,
    cause: 'sentinel-settings-lost',
  },
  {folder: `${incidents}/sentinel-acl-too-narrow`, why: /show 1 sentinel/, cause: 'sentinel-acl-too-narrow'},
]

describe.for(sets)('a twin of $folder', ({folder, why, cause}) => {
  test('is ready or says why not, and has the findings of its original', async ({
    home,
    port,
    clusterPort,
  }) => {
    const isCluster = /cluster|loopback/.test(folder)
    await using prepared = await prepareTwin([folder], {
      home,
      name: 'twin',
      timing: 'kept',
      port: isCluster ? clusterPort : port,
      'sentinel-port': port + 10,
      signal: AbortSignal.timeout(60_000),
    })
    const {drawn, original, options, findings} = prepared
    const {unmet, deployment} = await startTwin(drawn, original, options)
    const {obstacles} = drawn.twin
    if (why === undefined) expect({unmet, obstacles}).toEqual({unmet: [], obstacles: []})
    else {
      expect(unmet).not.toEqual([])
      expect(obstacles.join('\n')).toMatch(why)
    }
    if (cause !== undefined)
      expect(ids(findings.filter(({severity}) => severity === 'cause'))).toContain(cause)
    const found = await findDeployment('twin', {home})
    expect(ids(diagnose(await evidenceOf(found)).findings)).toEqual(ids(findings))
    expect(ids(findings)).toEqual(ids(diagnose(await readSources([folder])).findings))
    await deployment.stop()
  })
})

interface Line {
  readonly name: string
  readonly value: string
  readonly fate: string
  readonly here: string | null
  readonly why: string
}
interface TwinJson {
  readonly twin: {
    readonly obstacles: readonly string[]
    readonly instances: readonly {
      readonly name: string
      readonly original: string
      readonly lines: readonly Line[]
    }[]
  }
}

test('--dry-run tells every line with its reason, and starts nothing', async ({redislab}) => {
  const {exitCode, json, stdout} = await redislab(`up --like ${good}/three-hosts-tls-acl --dry-run --json`)
  expect(exitCode).toBe(0)
  const {twin} = json() as TwinJson
  const first = twin.instances[0]
  const conf = await readFile(`${good}/three-hosts-tls-acl/redis-1/redis.conf`, 'utf8')
  const lines = conf.split('\n').filter((line) => /^\w/.test(line))
  expect(first?.lines.map(({name}) => name)).toEqual(lines.map((line) => line.split(' ')[0]))
  expect(first?.lines.filter(({why}) => why === '')).toEqual([])
  expect(first?.lines.find(({name}) => name === 'repl-backlog-size')?.fate).toBe('kept')
  expect(first?.lines.find(({name}) => name === 'maxmemory')).toMatchObject({fate: 'adapted', here: '100mb'})
  expect(stdout).not.toMatch(/r3plica|s3ntinel/)
  const people = await redislab(`up --like ${good}/three-hosts-tls-acl --dry-run`)
  expect(people.stdout).toContain('adapted   maxmemory 8gb')
  expect(people.stdout).not.toMatch(/r3plica|s3ntinel/)
  expect((await redislab('ls --json')).json()).toEqual({deployments: []})
})

test('keeps a chain, several masters, and what differs between instances', async ({redislab, home}) => {
  const folder = path.join(home, 'confs')
  const confs = {
    'a1.conf': 'port 6379\nbind 10.0.0.1\nrequirepass one\nmasterauth one\nreplica-priority 50\n',
    'a2.conf': 'port 6379\nbind 10.0.0.2\nrequirepass one\nmasterauth one\nreplicaof 10.0.0.1 6379\nhz 20\n',
    'a3.conf':
      'port 6379\nbind 10.0.0.3\nrequirepass one\nmasterauth one\nreplicaof 10.0.0.2 6379\nno-such 1\n',
    'b1.conf': 'port 6380\nbind 10.0.0.1\nrequirepass one\nmasterauth one\n',
    's1.conf':
      'port 26379\nbind 10.0.0.1\nsentinel monitor orders 10.0.0.1 6379 1\nsentinel auth-pass orders one\nsentinel down-after-milliseconds orders 4000\nsentinel monitor users 10.0.0.1 6380 1\nsentinel auth-pass users one\nsentinel down-after-milliseconds users 9000\n',
  }
  await mkdir(folder)
  for (const [name, text] of Object.entries(confs)) await writeFile(path.join(folder, name), text)
  expect((await redislab(`open ${folder} --name shop`)).exitCode).toBe(0)
  const up = await redislab('up --like shop --name twin --set n2:hz=30 --json')
  expect(up.exitCode).toBe(0)
  const {masters, instances} = up.json() as unknown as {
    readonly masters: readonly {readonly name: string; readonly instance: string}[]
    readonly instances: readonly {readonly name: string; readonly replicaOf: string | null}[]
  }
  expect(masters.map(({name}) => name)).toEqual(['orders', 'users'])
  expect(instances.find(({name}) => name === 'n4')?.replicaOf).toBe('n3')
  const sentinel = await redislab('cli s1 --name twin -- SENTINEL MASTER users')
  expect(sentinel.stdout).toMatch(/down-after-milliseconds\W+9000/)
  const hz = await redislab('cli n3 --name twin -- CONFIG GET hz')
  expect(hz.stdout).toContain('20')
  const priority = await redislab('cli n1 --name twin -- CONFIG GET replica-priority')
  expect(priority.stdout).toContain('50')
})

test('what cannot be asked for together is refused', async ({redislab, home}) => {
  const folder = path.join(home, 'confs')
  await cp(`${good}/redis-7.0-as-shipped`, folder, {recursive: true})
  const quorum = await redislab(`up --quorum 2 --like ${folder}`)
  expect(quorum.stderr).toContain('--quorum cannot be used with --like: the original decides it.')
  expect(quorum.exitCode).toBe(2)
  expect((await redislab('up 1m --timing kept')).stderr).toContain('--timing kept is for a twin.')
  expect((await redislab(`up --like ${home}/nothing`)).exitCode).toBe(4)
})
