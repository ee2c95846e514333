// Confs of one's own, on real servers: what they may point to, and what differs from instance to instance.

import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {engineOf} from '../../src/api/deployment/library-deployment.ts'
import {checkConfs} from '../../src/core/config/check-confs.ts'
import {renderConfs} from '../../src/core/config/render.ts'
import {RedislabError} from '../../src/core/errors/errors.ts'
import {featuresOf} from '../../src/core/redis/server-version.ts'
import type {Directive} from '../../src/core/words.ts'
import {chooseServer} from '../../src/engine/servers/choose-server.ts'
import {startDeployment} from '../../src/index.ts'
import {planOf} from '../support/samples.ts'
import {describe, expect, expectNothingLeft, test} from '../support/test.ts'

const shipped = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, '../../templates', name), 'utf8')

/** A folder with templates: the shipped ones, each with more lines. */
function templatesIn(home: string, more: {readonly redis?: string; readonly sentinel?: string}): string {
  const folder = path.join(home, '.templates')
  mkdirSync(folder, {recursive: true})
  for (const kind of ['redis', 'sentinel'] as const)
    writeFileSync(path.join(folder, `${kind}.conf`), `${shipped(`${kind}.conf`)}${more[kind] ?? ''}`)
  return folder
}

describe('the confs of a deployment that matters', () => {
  test('are refused with every mistake before anything is started, and it keeps its sentinels', async ({
    home,
    port,
    redislab,
  }) => {
    await redislab('up 1m1r1s --name production')
    const master = `127.0.0.1 ${port}`
    const folder = templatesIn(home, {
      redis: `dir ${home}/production/n1\nappendonly yes\n`,
      sentinel: `sentinel monitor mymaster ${master} 1\nsentinel myid ${'a'.repeat(40)}\n`,
    })
    const {exitCode, stderr} = await redislab(`up 1m1r1s --templates ${folder}`, {
      env: {REDISLAB_PORT: undefined, REDISLAB_SENTINEL_PORT: undefined},
    })
    expect(exitCode).toBe(2)
    for (const text of [
      `names 127.0.0.1:${port}, which is no data instance of this deployment.`,
      'is not the id of this sentinel.',
    ])
      expect(stderr).toContain(text)
    expect(stderr).toMatch(/redis\.conf:\d+: "dir \//)
    expect((await redislab('ls --json')).json().deployments.map(({name}: {name: string}) => name)).toEqual([
      'production',
    ])
    const {stdout} = await redislab('cli s1 --name production -- SENTINEL MASTER mymaster')
    expect(stdout).toMatch(/num-other-sentinels\D+0\b/)
  })

  test('are refused before the deployment that they are to replace is taken down', async ({
    home,
    redislab,
  }) => {
    await redislab('up 1m1r')
    const folder = path.join(home, '.templates')
    mkdirSync(folder)
    // One instance alone could be started from it: only the replica lacks something.
    writeFileSync(path.join(folder, 'redis.conf'), 'port {{port}}\nbind {{host}}\n')
    const {exitCode, stderr} = await redislab(`up 1m1r --replace --templates ${folder}`)
    expect(stderr).toContain('has no {{#replicaOf}} section')
    expect(exitCode).toBe(2)
    expect((await redislab('status --json')).json().ready).toBe(true)
  })

  test('no setting of this server points elsewhere, but for files that are only read', async ({redislab}) => {
    await redislab('up 1m')
    const {stdout} = await redislab('', {args: ['cli', 'n1', '--', 'CONFIG', 'GET', '*']})
    const telling = stdout
      .split('\n')
      .filter((name) =>
        /(file|filename|dir|dirname|socket|-ip|ipv\d|addr|hostname|bind|port|slaveof|replicaof)$/.test(name),
      )
    expect(telling.length).toBeGreaterThan(15)
    const taken = telling.filter((name) => {
      const value = /port$/.test(name)
        ? '7379'
        : /(ip|ipv\d|addr|hostname|bind|of)$/.test(name)
          ? '10.0.0.5 1'
          : '/x/y'
      return !isRefused({name, value: value.replace(name.endsWith('of') ? '' : / 1$/, '')})
    })
    expect(taken.filter((name) => !/^tls-.*-(file|dir)$/.test(name))).toEqual([])
  })
})

function isRefused(directive: Directive): boolean {
  const plan = planOf('1m1r', {settings: {set: [directive]}})
  const file = (name: string) => ({file: name, text: shipped(name)})
  const templates = {redis: file('redis.conf'), sentinel: file('sentinel.conf')}
  try {
    checkConfs(plan, renderConfs(plan, templates, {directoryOf: ({name}) => `/lab/${name}`}), {
      access: {},
      names: new Map(),
    })
    return false
  } catch (error) {
    if (error instanceof RedislabError) return true
    throw error
  }
}

describe('a running instance', () => {
  test('cannot be set to write or to be found elsewhere', async ({home, redislab}) => {
    await redislab('up 1m1r')
    for (const [setting, value] of [
      ['dir', '/tmp'],
      ['dbfilename', '../n1/dump.rdb'],
      ['replica-announce-ip', '10.0.0.5'],
      ['replica-announce-port', '1'],
    ]) {
      const {exitCode, stderr} = await redislab(`set n2 ${setting} ${value}`)
      expect(stderr).toContain(`${setting} cannot be set so at n2`)
      expect(exitCode).toBe(2)
    }
    expect((await redislab('set n2 replica-priority 0')).exitCode).toBe(0)
    const lab = path.join(home, '.lab.yaml')
    writeFileSync(lab, 'title: x\ntopology: 1m\nsteps:\n  - set: n1\n    to: {dir: /tmp}\n')
    const {stdout, exitCode} = await redislab(`lab run ${lab} --json`)
    expect(stdout).toContain('dir cannot be set so at n1')
    expect(exitCode).not.toBe(0)
  })
})

describe('a server that wants a password that redislab does not know', () => {
  test('is told at once', async ({home, redislab}) => {
    const folder = templatesIn(home, {redis: 'user default on >s3cret ~* &* +@all\n'})
    const startedAt = Date.now()
    const {exitCode, stderr} = await redislab(`up 1m --templates ${folder}`)
    expect(stderr).toContain('✖ n1 wants a password, and redislab knows none.\n')
    expect(stderr).toContain('--password')
    expect(exitCode).toBe(2)
    expect(Date.now() - startedAt).toBeLessThan(30_000)
    const wrong = await redislab(`up 1m --templates ${folder} --password other`)
    expect(wrong.stderr).toContain('✖ n1 does not take the password that redislab knows.\n')
    expectNothingLeft(home)
  })
})

describe('the name of the master', () => {
  test('is the one that an application asks for', async ({home, port, redislab}) => {
    await redislab('up 1m1r1s --master-name orders')
    expect((await redislab('cli s1 -- SENTINEL GET-MASTER-ADDR-BY-NAME orders')).stdout).toContain(`${port}`)
    expect((await redislab('env')).stdout).toContain("REDIS_MASTER_NAME='orders'")
    expect((await redislab('kill orders/master --watch')).stdout).toContain('n2 took over from n1')
    expect((await redislab('explain --json')).json().incidents[0].masterName).toBe('orders')
    await redislab('down')
    await using lab = await startDeployment('2m1s', {
      home,
      port,
      sentinelPort: port + 10,
      masterNames: ['a', 'b.c'],
    })
    expect(lab.ioredisOptions({masterName: 'b.c'}).name).toBe('b.c')
    expect(lab.masterName).toBe('a')
  })
})

describe('settings', () => {
  test('differ from instance to instance', async ({home, port, redislab}) => {
    const socket = path.join(home, '{{name}}.sock')
    await redislab('', {
      args: [
        'up',
        '1m1r1s',
        '--set',
        `unixsocket=${socket}`,
        '--set',
        'N2:replica-priority=0',
        '--set',
        'hz=20',
      ],
    })
    expect((await redislab('cli n2 -- CONFIG GET replica-priority')).stdout).toMatch(/0$/m)
    expect((await redislab('cli n1 -- CONFIG GET replica-priority')).stdout).toMatch(/100$/m)
    expect((await redislab('cli n1 -- CONFIG GET unixsocket')).stdout).toContain(`${home}/n1.sock`)
    await redislab('down')
    await using lab = await startDeployment('1m1r', {home, port, set: {'n2:replica-priority': 0, hz: 20}})
    const {plan} = engineOf(lab).record
    expect(plan.settings.set).toEqual([
      {name: 'replica-priority', value: '0', instance: 'n2'},
      {name: 'hz', value: '20'},
    ])
  })
})

describe('names of hosts', () => {
  test('that are announced are known as the instances that they mean', async ({redislab}) => {
    const up = await redislab(
      'up 1m2r3s --set replica-announce-ip=localhost --sentinel-set resolve-hostnames=yes --sentinel-set announce-hostnames=yes --json',
    )
    expect(up.stderr).toBe('')
    expect(up.json().ready).toBe(true)
    await redislab('kill master')
    expect((await redislab('explain')).exitCode).toBe(0)
  })
})

describe('a path that a server takes for a pattern', () => {
  test('is refused before a server starts without its conf', async ({home, redislab}) => {
    const nasty = path.join(home, 'a[1]')
    mkdirSync(nasty)
    const {exitCode, stderr} = await redislab('up 1m', {env: {REDISLAB_HOME: nasty}})
    if (!featuresOf(await chooseServer(undefined)).confIsPattern) return
    expect(stderr).toContain('holds one of * ? [')
    expect(exitCode).toBe(2)
  })
})
