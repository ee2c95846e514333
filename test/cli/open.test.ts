// Hypotheses: what people have of a deployment is opened whatever form it has; who is who is found from what lines prove; timeline
// and explain say of it what they said where it ran; it is only read; what cannot be known is not said.

import {readdir, readFile, writeFile} from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import {describe, expect} from 'vitest'
import {formatAddress} from '../../src/core/topology/plan.ts'
import {failoverNames} from '../support/failover-fixture.ts'
import {foreignForms, writeForeign} from '../support/foreign-form.ts'
import {runShell} from '../support/shell.ts'
import {test} from '../support/test.ts'

const incidents = path.join(import.meta.dirname, '../incidents')

interface Identity {
  readonly name: string
  readonly addresses: readonly string[]
  readonly files: readonly string[]
}

describe.for(failoverNames)('%s, opened from the logs that others have', (failover) => {
  test('the same instances, the same order, the same outcome', async ({redislab, home}) => {
    // Each failover in one of the forms, so that all of them are met.
    const form = foreignForms[failoverNames.indexOf(failover) % foreignForms.length] ?? 'files'
    const {folder, plan, names} = writeForeign(path.join(home, 'evidence'), failover, form)
    const opened = await redislab(`open ${folder} --name night --json`)
    expect(opened.exitCode).toBe(0)
    const {instances, sources} = opened.json() as {
      instances: readonly Identity[]
      sources: readonly {lines: number; read: number}[]
    }
    const heard = instances.filter(({files}) => files.length > 0)
    expect(heard.map(({name}) => name).toSorted()).toEqual([...names.values()].toSorted())
    for (const instance of plan.instances) {
      const found = heard.find(({name}) => name === names.get(instance.name))
      // Where nobody names an address, none may be said; a wrong one never.
      const {bound = instance, port} = instance
      const possible = [[], [`:${port}`], [formatAddress(instance)], [formatAddress(bound)]]
      expect(possible).toContainEqual(found?.addresses)
    }
    for (const {lines, read} of sources) expect(read / lines).toBeGreaterThan(0.99)

    const timeline = await redislab('timeline --name night --jsonl')
    const order = timeline.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as {at: string; instance: string; message: string})
    expect(order.map(({at}) => at)).toEqual(order.map(({at}) => at).toSorted())
    for (const [own, foreign] of names) {
      const log = await readFile(
        path.join(import.meta.dirname, '../fixtures/failovers', failover, `${own}.log`),
        'utf8',
      )
      const messages = order.filter(({instance}) => instance === foreign).map(({message}) => message)
      for (const message of messages) expect(log).toContain(message)
    }
  })
})

describe('explain of what was opened', () => {
  test.for([
    ['killed', 'failed-over'],
    ['killed-redis-8', 'failed-over'],
    ['paused', 'failed-over'],
    ['no-good-replica', 'no-failover'],
  ] as const)('%s: the outcome that it had', async ([failover, outcome], {redislab, home}) => {
    const {folder, names} = writeForeign(path.join(home, 'evidence'), failover, 'compose')
    await redislab(`open ${folder} --name night`)
    const {incidents: told} = (await redislab('explain --name night --json')).json()
    expect(told[0]).toMatchObject({outcome, oldMaster: names.get('n1')})
  })
})

describe('an opened deployment', () => {
  test('roles are those at the end of its logs, and times those of their last day', async ({
    redislab,
    home,
  }) => {
    const {folder, names} = writeForeign(path.join(home, 'evidence'), 'killed', 'compose')
    await redislab(`open ${folder} --name night`)
    const of = async (command: string) =>
      new Set(
        (await redislab(`${command} --jsonl`)).stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line).instance),
      )
    expect(await of('logs master')).toEqual(new Set([names.get('n2')]))
    expect(await of('logs replicas')).toEqual(new Set([names.get('n1'), names.get('n3')]))
    expect(await of(`timeline ${names.get('n3')} sentinels`)).toEqual(
      new Set([names.get('n3'), ...['s1', 's2', 's3'].map((name) => names.get(name))]),
    )
    const unknown = await redislab('logs master:2')
    expect(unknown).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('No instance is "master:2" at the end of these logs.'),
    })
    const {stdout, stderr} = await redislab('logs --since 19:29:13 --until 19:29:15')
    expect(stderr).toMatch(
      /Shown from \d{4}-\d\d-\d\d 19:29:13 until \d{4}-\d\d-\d\d 19:29:15, by the last day of these logs\./,
    )
    const times = stdout.match(/\d\d:\d\d:\d\d(?=\.\d{3})/g) ?? []
    expect(times.length).toBeGreaterThan(0)
    expect(times.filter((time) => time < '19:29:13' || time > '19:29:15')).toEqual([])
  })

  test('is listed, told apart, read by its name, and forgotten', async ({redislab, home}) => {
    const source = path.join(incidents, 'one-sentinel-loses-the-election')
    const {stdout, exitCode} = await redislab(`open ${source} --year 2014`)
    expect(exitCode).toBe(0)
    expect(stdout).toContain('one-sentinel-loses-the-election is open: 2 files, 30 of 30 lines understood.')
    expect((await redislab('ls')).stdout).toMatch(/one-sentinel-loses-the-election .*◇ opened/)
    // The only deployment there is needs no name.
    expect((await redislab('whois sentinel-a')).stdout).toMatch(/^sentinel-a {2}sentinel\n {2}id /)
    expect((await redislab('logs sentinel-b --tail 1')).stdout).toContain('sentinel-b')
    expect((await redislab('diagnose')).stdout).toBe(
      (await redislab(`diagnose ${source} --year 2014`)).stdout,
    )
    expect((await redislab(`open ${source} --year 2014`)).exitCode).toBe(4)
    expect((await redislab(`open ${source} --year 2014 --replace`)).exitCode).toBe(0)
    expect((await redislab('clean')).exitCode).toBe(0)
    expect((await redislab('ls')).stdout).toContain('opened')
    expect(await redislab('down')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('forgotten; what it was opened from is as it was'),
    })
    expect((await redislab('ls')).stdout).toContain('No deployments')
    expect(await readdir(home)).not.toContain('one-sentinel-loses-the-election')
  })

  test('is only read: nobody is asked, and every change is refused in one sentence', async ({
    redislab,
    home,
    port,
  }) => {
    // Its addresses are those of a server that runs here: nothing may come of that.
    let asked = 0
    const server = net.createServer((socket) => {
      asked += 1
      socket.destroy()
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    try {
      const log = path.join(home, 'watch.log')
      await writeFile(
        log,
        [
          `1:X 10 Nov 2026 03:52:40.000 # +monitor master mymaster 127.0.0.1 ${port} quorum 2`,
          `1:X 10 Nov 2026 03:52:40.754 # +sdown master mymaster 127.0.0.1 ${port}`,
          '',
        ].join('\n'),
      )
      await redislab(`open ${log} --name night`)
      const reading = ['logs', 'timeline', 'explain', 'diagnose', 'whois', 'ls', 'doctor', 'clean']
      for (const command of reading)
        await redislab(`${command}${/^(?:ls|doctor|clean)$/.test(command) ? '' : ' --name night'}`)
      for (const command of [
        'kill master',
        'stop all',
        'start all',
        'pause master',
        'failover',
        'reset',
        'add',
        'load reads --for 1s',
        'cli master PING',
        'env',
        'partition master',
        'down --keep',
      ]) {
        const {stderr, exitCode} = await redislab(`${command} --name night`)
        expect({command, exitCode, stderr}).toEqual({
          command,
          exitCode: 4,
          stderr: expect.stringContaining('"night" was opened from files'),
        })
      }
      expect(asked).toBe(0)
    } finally {
      server.close()
    }
  })

  test('takes no port, and stands in the way of no deployment', async ({redislab, home, port}) => {
    const log = path.join(home, 'watch.log')
    await writeFile(
      log,
      `1:X 10 Nov 2026 03:52:40.000 # +monitor master mymaster 127.0.0.1 ${port} quorum 2\n`,
    )
    await redislab(`open ${log} --name night`)
    const {exitCode} = await redislab(`up 1m --port ${port} --name own`)
    expect(exitCode).toBe(0)
  })

  test('keeps no secret, and still tells that two were the same', async ({redislab, home}) => {
    await writeFile(
      path.join(home, 'redis.conf'),
      'port 6379\nrequirepass s3cr3t-one\nmasterauth s3cr3t-one\n',
    )
    await redislab(`open ${path.join(home, 'redis.conf')} --name night`)
    const {stdout} = await runShell(`grep -r s3cr3t ${path.join(home, 'night')} ; true`)
    expect(stdout).toBe('')
    const {stdout: kept} = await runShell(`cat ${path.join(home, 'night', 'sources', '0001')}`)
    expect(kept).toBe('port 6379\nrequirepass secret-1\nmasterauth secret-1\n')
  })

  test('lines without a year: it is asked for, and nothing is left', async ({redislab}) => {
    const {stderr, exitCode} = await redislab(`open ${path.join(incidents, 'three-votes-not-elected')}`)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('say no year')
    expect(stderr).toContain('--year')
    expect((await redislab('ls')).stdout).toContain('No deployments')
  })

  test('what nothing can be made of is one sentence, and leaves nothing', async ({redislab, home}) => {
    const file = path.join(home, 'shopping.txt')
    await writeFile(file, 'milk\neggs\n')
    const {stderr, exitCode} = await redislab(`open ${file}`)
    expect(exitCode).toBe(3)
    expect(stderr).toContain('shows a Redis, a Valkey or a Sentinel')
    expect((await redislab('ls')).stdout).toContain('No deployments')
    expect((await redislab(`open ${path.join(home, 'missing')}`)).exitCode).toBe(4)
  })
})

describe('whois', () => {
  test('an address, an id, a file; and what is only likely is called so', async ({redislab}) => {
    await redislab(`open ${path.join(incidents, 'one-sentinel-loses-the-election')} --name night --year 2014`)
    const byAddress = await redislab('whois 10.115.3.77:10000 --name night')
    expect(byAddress.stdout).toContain('sentinel-a')
    expect(byAddress.stdout.replace(/\s+/g, ' ')).toContain('likely: it names the others as others')
    expect((await redislab('whois sentinel-b.log --name night')).stdout).toMatch(/^sentinel-b {2}sentinel/)
    const {stderr, exitCode} = await redislab('whois nobody --name night')
    expect(exitCode).toBe(4)
    expect(stderr).toContain('No line names "nobody" as an instance.')
  })

  test('two with one id are two, and each is told of the other', async ({redislab, home}) => {
    const id = 'a'.repeat(40)
    for (const [name, port] of [
      ['one', 26379],
      ['two', 26380],
    ])
      await writeFile(
        path.join(home, `${name}.conf`),
        `port ${port}\nsentinel myid ${id}\nsentinel monitor mymaster 10.0.0.1 6379 2\n`,
      )
    await redislab(`open ${path.join(home, 'one.conf')} ${path.join(home, 'two.conf')} --name night`)
    const {instances} = (await redislab('whois --name night --json')).json()
    expect(
      instances
        .filter(({files}: Identity) => files.length > 0)
        .map(({name, contradictions}: {name: string; contradictions: string[]}) => [name, contradictions]),
    ).toEqual([
      ['one', [`two has the same id, ${id}.`]],
      ['two', [`one has the same id, ${id}.`]],
    ])
  })
})
