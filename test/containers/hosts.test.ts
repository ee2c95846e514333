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
    [
      '1m1r --hosts FIRST=10.77.0.1,SECOND=::ffff:a4d:1 --password secret',
      2,
      /two of them have the address 10\.77\.0\.1/,
    ],
    ['1m --hosts HOSTS --links --host 10.77.0.1 --password secret', 2, /this machine has no such address/],
    ['1m --hosts HOSTS --host 10.77.0.1 --password secret', 2, /each host has an address of its own/],
  ] as const)('%s is refused', async ([words, exitCode, message], {redislab}) => {
    const named = words
      .replace('HOSTS', testHosts.join(','))
      .replace('FIRST', first)
      .replace('SECOND', second)
    const refused = await redislab(`up ${named} --server image:${image}`)
    expect(refused.stderr).toMatch(message)
    expect(refused.exitCode).toBe(exitCode)
  })

  test('a partition of a host is seen on both sides, and healed', async ({home, redislab}) => {
    await redislab(`up 1m2r3s --links ${up}`)
    const torn = await redislab('partition n1 --from n2')
    expect(torn.stderr).toContain(`n1 without s1 is not all of ${first}`)
    expect(torn.exitCode).toBe(2)
    const cut = (await redislab(`partition host:${first} --json`)).json()
    expect(cut.links).toHaveLength(16)
    await untilSo(async () => {
      const {instances} = await statusOf(redislab)
      const masters = instances.filter(({role}: Instance) => role === 'master')
      expect(places(masters)).toEqual([`n1@${first}`, expect.stringMatching(/^n[23]@/)])
    })
    // Nobody has ended: the two sides do not see each other.
    expect(await containersOnHosts(home)).toHaveLength(6)
    await untilSo(async () => {
      const {stdout: why} = await redislab('explain')
      const said = why.replaceAll(/\s+/g, ' ')
      expect(said).toContain(`n1 and s1, all of ${first}, partitioned from n2, n3, s2 and s3`)
      expect(said).toContain('s1, cut off, still sends clients to n1')
    })
    await redislab('heal')
    await untilSo(async () => {
      const {ready, instances} = await statusOf(redislab)
      expect(ready).toBe(true)
      expect(instances.filter(({role}: Instance) => role === 'master')).toHaveLength(1)
    })
    const slow = (await redislab(`delay host:${second} 20ms --to host:${third} --json`)).json()
    expect(slow.links).toHaveLength(4)
    await redislab('down')
    expectNothingLeft(home)
  })

  test('grows, shrinks and begins again', async ({home, redislab}) => {
    await redislab(`up 1m1r ${up}`)
    await redislab('cli n1 CONFIG SET maxmemory 100mb')
    await redislab('cli n1 CONFIG REWRITE')
    expect((await redislab('reset')).exitCode).toBe(0)
    // Also what it would be started again with.
    await redislab('restart n1')
    expect((await redislab('cli n1 CONFIG GET maxmemory')).stdout).toMatch(/\b0\b/)
    await redislab('kill n1')
    expect((await redislab('reset --json')).json().restarted).toContain('n1')
    const refused = await redislab('sleep n1 500ms')
    expect(refused.stderr).toContain(
      `n1 takes DEBUG SLEEP from its own host at most (enable-debug-command), and that is ${first}`,
    )
    expect((await redislab('add --replica-of n1 --json')).json().added.name).toBe('n3')
    const {instances, ready} = await statusOf(redislab)
    expect(ready).toBe(true)
    expect(places(instances)).toEqual([`n1@${first}`, `n2@${second}`, `n3@${third}`])
    expect((await redislab('remove n3')).exitCode).toBe(0)
    expect(await containersOnHosts(home)).toHaveLength(2)
    const unlinked = await redislab(`partition host:${first} --from host:${second}`)
    expect(unlinked.stderr).toContain('has no links to cut or heal')
    expect(unlinked.exitCode).toBe(4)
    expect((await redislab('kill host:elsewhere')).stderr).toContain(`The hosts are ${first} and ${second}`)
    await redislab('down')
  })
})
