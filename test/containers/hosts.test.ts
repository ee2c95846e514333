import {existsSync, readFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {containersOnHosts, docker, testHosts, testImages, untilSo} from '../support/images.ts'
import {describe, expect, expectNothingLeft, type Fixtures, test} from '../support/test.ts'

const [image = ''] = testImages
const [first = '', second = '', third = ''] = testHosts
const up = `--server image:${image} --hosts ${testHosts.join(',')} --password secret --json`

interface Instance {
  readonly name: string
  readonly onHost: string
  readonly state: string
  readonly role: string
}

/** `n1@host-a` */
const places = (instances: readonly Instance[]) => instances.map(({name, onHost}) => `${name}@${onHost}`)

async function statusOf(redislab: Fixtures['redislab']) {
  return (await redislab('status --json')).json()
}

describe.skipIf(third === '')('deployments on several hosts', {timeout: 120_000}, () => {
  test('sentinels survive the loss of a host, explain it, and take it back', async ({home, redislab}) => {
    const started = (await redislab(`up 1m2r3s ${up}`)).json()
    expect(places(started.instances)).toEqual([
      `n1@${first}`,
      `n2@${second}`,
      `n3@${third}`,
      `s1@${first}`,
      `s2@${second}`,
      `s3@${third}`,
    ])
    expect(await containersOnHosts(home)).toHaveLength(6)
    const killed = await redislab(`kill host:${first} --watch --json`)
    expect(killed.exitCode).toBe(0)
    const {instances, masters} = await statusOf(redislab)
    const dead = instances.filter(({state}: Instance) => state === 'dead')
    expect(places(dead)).toEqual([`n1@${first}`, `s1@${first}`])
    expect(masters[0].instance).toMatch(/^n[23]$/)
    const {stdout: why} = await redislab('explain')
    expect(why.replaceAll(/\s+/g, ' ')).toContain(`n1 and s1, all of ${first}, killed`)
    expect((await redislab(`start host:${first}`)).exitCode).toBe(0)
    await untilSo(async () => expect((await statusOf(redislab)).ready).toBe(true))
    // Both lives of the old master are in its log, and so in the timeline.
    const {stdout: log} = await redislab('logs n1 --grep Ready')
    expect(log.match(/Ready to accept connections/g)).toHaveLength(2)
    expect((await redislab('down')).exitCode).toBe(0)
    expect(await containersOnHosts(home)).toEqual([])
    expectNothingLeft(home)
  })

  test('a cluster survives the loss of a host', async ({home, redislab, clusterPort}) => {
    await redislab(`up 3m3r --cluster --port ${clusterPort} ${up}`)
    const {instances} = await statusOf(redislab)
    expect(places(instances)).toEqual([
      `n1@${first}`,
      `n2@${second}`,
      `n3@${third}`,
      `n4@${second}`,
      `n5@${third}`,
      `n6@${first}`,
    ])
    await redislab(`kill host:${second} --json`)
    await untilSo(async () => {
      const {masters} = await statusOf(redislab)
      expect(masters.map(({instance}: {instance: string}) => instance)).toEqual(['n1', 'n5', 'n3'])
    })
    expect((await redislab('down')).exitCode).toBe(0)
    expect(await containersOnHosts(home)).toEqual([])
  })

  test('freezes, keeps and brings back', async ({home, redislab}) => {
    await redislab(`up 1m1r --persist rdb ${up}`)
    expect((await redislab(`pause host:${second}`)).exitCode).toBe(0)
    const state = async () => (await statusOf(redislab)).instances.map(({state}: Instance) => state)
    expect(await state()).toEqual(['running', 'paused'])
    expect((await redislab('resume n2')).exitCode).toBe(0)
    expect(await state()).toEqual(['running', 'running'])
    expect((await redislab('cli n1 SET kept yes')).stdout).toContain('OK')
    expect((await redislab('down --keep')).exitCode).toBe(0)
    expect(await containersOnHosts(home)).toEqual([])
    expect(existsSync(path.join(home, 'default', 'n1', 'dump.rdb'))).toBe(true)
    expect((await redislab('start all')).exitCode).toBe(0)
    expect((await redislab('cli n1 GET kept')).stdout).toContain('yes')
    await redislab('down')
  })

  test('a log whose reader was ended goes on where it stopped', async ({home, redislab}) => {
    await redislab(`up 1m ${up}`)
    const folder = path.join(home, 'default', 'n1')
    const {process: reader} = JSON.parse(readFileSync(path.join(folder, '.mirror'), 'utf8'))
    process.kill(reader.pid, 'SIGKILL')
    await redislab('cli n1 CONFIG SET loglevel verbose')
    await redislab('cli n1 SAVE')
    await statusOf(redislab)
    const log = () => readFileSync(path.join(folder, 'redis.log'), 'utf8')
    await untilSo(() => expect(log()).toContain('DB saved on disk'))
    expect(log().match(/Ready to accept connections/g)).toHaveLength(1)
    await redislab('down')
  })

  test('clean removes what was made and never started', async ({home, redislab}) => {
    await redislab(`up 1m1r ${up}`)
    const [running = ''] = await containersOnHosts(home)
    const format = '{{range $name, $value := .Config.Labels}}{{$name}}={{$value}}\n{{end}}'
    const own = await docker('--context', first, 'inspect', '--format', format, running)
    const lost = own
      .map((label) => label.replace(/\/default$/, '/lost'))
      .flatMap((label) => ['--label', label])
    await docker('--context', second, 'create', ...lost, '--entrypoint', '/bin/sh', image)
    expect(await containersOnHosts(home)).toHaveLength(3)
    expect((await redislab('clean')).stdout).toContain('lost')
    expect(await containersOnHosts(home)).toHaveLength(2)
    await redislab('down')
  })

  test.for([
    ['1m2r3s --hosts HOSTS', 2, /would be open to the network, without a password/],
    ['1m2r3s --hosts FIRST,SECOND --password secret', 2, /One host would have 2 of 3 sentinels/],
    ['1m1r --hosts FIRST --password secret', 2, /A replica would be on the host of its master/],
    [
      '1m --hosts no-such-host --password secret',
      3,
      /The host no-such-host does not answer: docker has no context of that name/,
    ],
    ['1m --hosts FIRST=10.0.0.300 --password secret', 2, /is not an IP address/],
    ['1m --hosts HOSTS --links --password secret', 2, /--links works on loopback only/],
  ] as const)('%s is refused', async ([words, exitCode, message], {redislab}) => {
    const named = words
      .replace('HOSTS', testHosts.join(','))
      .replace('FIRST', first)
      .replace('SECOND', second)
    const refused = await redislab(`up ${named} --server image:${image}`)
    expect(refused.stderr).toMatch(message)
    expect(refused.exitCode).toBe(exitCode)
  })

  test('what does not work yet is said', async ({redislab}) => {
    await redislab(`up 1m1r ${up}`)
    for (const words of [
      'add --replica-of n1',
      'remove n2',
      'reset',
      `partition host:${first} --from host:${second}`,
    ]) {
      const refused = await redislab(words)
      expect(refused.stderr).toContain('runs on other hosts (--hosts)')
      expect(refused.exitCode).toBe(2)
    }
    expect((await redislab('kill host:elsewhere')).stderr).toContain(`The hosts are ${first} and ${second}`)
  })
})
